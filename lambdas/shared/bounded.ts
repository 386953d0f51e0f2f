// SDK clients that give up: by default a call waits for ever, and `requestTimeout` alone only warns.

/** Options of an SDK client whose call ends, retries included, after about `maxAttempts` times `requestTimeout` (ms). */
export const bounded = ({ maxAttempts, requestTimeout }: { maxAttempts: number; requestTimeout: number }) => ({
  maxAttempts,
  requestHandler: {
    connectionTimeout: requestTimeout,
    requestTimeout,
    // Between two parts of an answer, once its headers have come.
    socketTimeout: requestTimeout,
    throwOnRequestTimeout: true,
  },
});
