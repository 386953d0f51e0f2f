// The outer layers of every HTTP service: one log line per request, and every error answered as a problem.
import type { MiddlewareObj } from '@middy/core';
import { systemClock } from '../base/clock.ts';
import { log } from '../base/log.ts';
import { CORRELATION_HEADER } from '../base/names.ts';
import { type HttpAnswer, Problem, problemAnswer, problems } from '../base/problem.ts';
import type { HttpEvent } from './request.ts';

/** The caller's correlation id if it is well-formed, else API Gateway's request id. */
export function correlationId(event: HttpEvent): string {
  const given = event.headers[CORRELATION_HEADER];
  return given && /^[\w.-]{8,64}$/.test(given) ? given : event.requestContext.requestId;
}

type Middleware = MiddlewareObj<HttpEvent, HttpAnswer>;

export function logRequest(): Middleware {
  let startedMs = 0;
  const finish: NonNullable<Middleware['after']> = ({ event, response, error }) => {
    if (!response) return;
    response.headers[CORRELATION_HEADER] = correlationId(event);
    const failed = error && !(error instanceof Problem);
    const userId = event.requestContext.authorizer?.jwt.claims.sub;
    log(
      failed ? 'error' : 'info',
      `${event.requestContext.http.method} ${event.rawPath}`,
      {
        correlationId: correlationId(event),
        requestId: event.requestContext.requestId,
        status: response.statusCode,
        durationMs: systemClock.nowMs() - startedMs,
        ...(typeof userId === 'string' && { userId }),
        ...(error instanceof Problem && { problem: error.type.code }),
      },
      failed ? error : undefined,
    );
  };
  return {
    before: () => {
      startedMs = systemClock.nowMs();
    },
    after: finish,
    onError: finish,
  };
}

/** Answers a Problem as it is; anything else is a 500 whose cause appears only in the log. */
export function answerProblems(): Middleware {
  return {
    onError: (request) => {
      const { error, event } = request;
      const requestId = event.requestContext.requestId;
      request.response =
        error instanceof Problem
          ? problemAnswer(error.type, requestId, error.details)
          : problemAnswer(problems.internal, requestId);
    },
  };
}
