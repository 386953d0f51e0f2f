// SDK clients with time limits: by default an SDK call waits forever, and `requestTimeout` alone only logs a warning.

/**
 * SDK client options, including the given ones. A call, retries included, ends after about `maxAttempts` times
 * `requestTimeout` (ms).
 */
export const bounded = <const Rest extends object>({
  maxAttempts,
  requestTimeout,
  ...rest
}: Rest & { maxAttempts: number; requestTimeout: number }) => ({
  ...rest,
  maxAttempts,
  requestHandler: {
    connectionTimeout: requestTimeout,
    requestTimeout,
    // Idle time allowed between two chunks of a response, once its headers have arrived.
    socketTimeout: requestTimeout,
    throwOnRequestTimeout: true,
  },
});
