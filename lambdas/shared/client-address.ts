// Who is calling, as far as the network can tell: never from a header a client could have written.
import { timingSafeEqual } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { edgeHeaders } from './names.ts';

/**
 * The address a limit counts: the viewer's when the request came through our CDN (API Gateway sees the CDN's own
 * address then), else the peer API Gateway saw. An IPv6 host counts as its /64, which one subscriber has whole.
 */
export function clientAddress(
  headers: Readonly<Record<string, string | undefined>>,
  sourceIp: string,
  edgeSecret: string,
): string {
  const given = Buffer.from(headers[edgeHeaders.secret] ?? '');
  const expected = Buffer.from(edgeSecret);
  const throughEdge = given.length === expected.length && timingSafeEqual(given, expected);
  const address = (throughEdge && headers[edgeHeaders.viewerAddress]) || sourceIp;
  return isIPv6(address) ? `${expandIPv6(address).slice(0, 4).join(':')}::/64` : address;
}

function expandIPv6(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  if (tail === undefined) return groups(head);
  const missing = 8 - groups(head).length - groups(tail).length;
  return [...groups(head), ...Array<string>(Math.max(0, missing)).fill('0'), ...groups(tail)];
}
