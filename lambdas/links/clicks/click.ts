// The stored facts of a visit: a day, a referring host, a kind of device; nothing that identifies a person.
import type { Place } from '../../shared/messaging/put-record.ts';
import type { Click } from '../contract.ts';

/** The place of a batch of clicks on the stream. */
export interface BatchPlace extends Place {
  readonly firstNumber: number;
}

const HOST = /^[a-z0-9.-]{1,64}$/;

export function referrerOf(header: string | undefined): string {
  if (!header || !URL.canParse(header)) return 'direct';
  const host = new URL(header).hostname.toLowerCase();
  return HOST.test(host) ? host : 'direct';
}

/** Deliberately coarse: enough for a chart, too little for a fingerprint. */
export function deviceOf(userAgent: string | undefined): Click['device'] {
  if (!userAgent) return 'other';
  if (/bot|crawl|spider|slurp|preview|curl|wget|python|headless/i.test(userAgent)) return 'bot';
  if (/ipad|tablet|kindle|silk|android(?!.*mobile)/i.test(userAgent)) return 'tablet';
  if (/mobi|iphone|ipod/i.test(userAgent)) return 'mobile';
  return /windows|macintosh|x11|linux|cros/i.test(userAgent) ? 'desktop' : 'other';
}
