// Each exception that AWS documents for SendEmail, and whether a next try is of use.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { isNotSetUp, isRefusal } from './mail.ts';

const sdk = dirname(createRequire(import.meta.url).resolve('@aws-sdk/client-sesv2/package.json'));
const reference = readFileSync(join(sdk, 'dist-types/commands/SendEmailCommand.d.ts'), 'utf8');
const documented = [...reference.matchAll(/@throws \{@link (\w+)\}/g)].map(([, name]) => name);

const NOT_SET_UP = 'an operator sets SES up';
const LATER = 'it is tried again';
const answers: Readonly<Record<string, string>> = {
  // IAM's, of each service.
  AccessDeniedException: NOT_SET_UP,
  AccountSuspendedException: NOT_SET_UP,
  BadRequestException: LATER,
  LimitExceededException: LATER,
  MailFromDomainNotVerifiedException: NOT_SET_UP,
  MessageRejected: NOT_SET_UP,
  NotFoundException: LATER,
  SendingPausedException: NOT_SET_UP,
  TooManyRequestsException: LATER,
};

const thrown = (name: string, httpStatusCode: number) =>
  Object.assign(new Error('it says why'), { name, $metadata: { httpStatusCode } });

test('each documented exception has an answer', () => {
  const names = documented.filter((name) => name !== 'SESv2ServiceException');
  expect(['AccessDeniedException', ...names].sort()).toEqual(Object.keys(answers).sort());
});

test.each(Object.entries(answers))('%s: %s', (name, answer) => {
  expect(isNotSetUp(thrown(name, 400))).toBe(answer === NOT_SET_UP);
});

test('a mail may have left unless SES refused it', () => {
  expect([400, 403, 429].map((status) => isRefusal(thrown('x', status)))).toEqual([true, true, true]);
  expect([500, 503].map((status) => isRefusal(thrown('x', status)))).toEqual([false, false]);
  expect(isRefusal(new Error('socket hang up'))).toBe(false);
});
