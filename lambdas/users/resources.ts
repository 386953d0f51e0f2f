// Resources of the users service: accounts and profiles are in the platform's user pool, codes in a table.
import { string, table } from '../shared/base/resources.ts';

/** Environment variables of the resources that this service's functions are bound to. */
export const bindings = {
  userPoolId: 'USER_POOL_ID',
  userPoolClientId: 'USER_POOL_CLIENT_ID',
  codesTable: 'CODES_TABLE',
  /** Absent where no mail is sent. */
  sendCode: 'USERS_SEND_CODE',
} as const;

export const tables = {
  // Keys hold random user ids, so they spread evenly.
  codes: table('Codes', { env: bindings.codesTable, partition: string('id') }),
} as const;
