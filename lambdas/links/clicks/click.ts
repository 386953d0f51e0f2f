// A redirect notes the referring host of a visit. The counter reads the kind of device (device.ts).
import type { Place } from '../../shared/messaging/put-record.ts';

/** The place of a batch of clicks on the stream. */
export interface BatchPlace extends Place {
  readonly firstNumber: number;
}

// An underscore is no part of a host's name, but of many a subdomain.
const HOST = /^[a-z0-9._-]{1,64}$/;

export function referrerOf(header: string | undefined): string {
  if (!header || !URL.canParse(header)) return 'direct';
  const host = new URL(header).hostname.toLowerCase();
  return HOST.test(host) ? host : 'direct';
}
