// SDK clients that give up: by default a call waits for ever, and `requestTimeout` alone only warns.

/** Options of an SDK client, the given ones among them, whose call ends, retries included, after about `maxAttempts` times `requestTimeout` (ms). */
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
    // Between two parts of an answer, once its headers have come.
    socketTimeout: requestTimeout,
    throwOnRequestTimeout: true,
  },
});
