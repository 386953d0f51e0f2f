// A deployment without a sender says that it cannot mail a code.
import { afterEach, expect, test } from '@jest/globals';
import { requestCode } from './confirm-code.ts';
import { bindings } from './contract.ts';

const before = process.env[bindings.sendCode];
afterEach(() => {
  if (before === undefined) delete process.env[bindings.sendCode];
  else process.env[bindings.sendCode] = before;
});

test.each(['verifyEmail', 'resetPassword'] as const)('%s: 503 without a sender', async (purpose) => {
  delete process.env[bindings.sendCode];
  await expect(requestCode(purpose, 'ada@example.com', { correlationId: 'c-1' })).rejects.toMatchObject({
    type: { status: 503, code: 'MAIL_NOT_SET_UP' },
  });
});
