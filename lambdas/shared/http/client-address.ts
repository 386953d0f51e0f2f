// The caller's address as the network knows it, never from a header that a client can write.
import { timingSafeEqual } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { edgeHeaders } from '../base/names.ts';
import { dotted, ipv6Groups } from '../base/text/ip.ts';

/**
 * The address a limit counts: the viewer's when the request came through our CDN (API Gateway then sees the CDN's
 * address), else the peer that API Gateway saw. An IPv6 host counts as its /64, because one subscriber owns a whole
 * /64.
 */
export function clientAddress(
  headers: Readonly<Record<string, string | undefined>>,
  sourceIp: string,
  edgeSecret: string,
): string {
  const given = Buffer.from(headers[edgeHeaders.secret] ?? '');
  const expected = Buffer.from(edgeSecret);
  const throughEdge = expected.length > 0 && given.length === expected.length && timingSafeEqual(given, expected);
  const address = (throughEdge && headers[edgeHeaders.viewerAddress]) || sourceIp;
  if (!isIPv6(address)) return address;
  const groups = ipv6Groups(address);
  const isMappedIPv4 = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMappedIPv4) return dotted(groups[6] ?? 0, groups[7] ?? 0);
  const prefix = groups.slice(0, 4).map((group) => group.toString(16));
  return `${prefix.join(':')}::/64`;
}
