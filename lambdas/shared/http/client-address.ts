// The caller's address as the network knows it, never from a header that a client can write.
import { timingSafeEqual } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { edgeHeaders } from '../base/names.ts';
import { dotted, ipv6Groups } from '../base/text/ip.ts';

type Headers = Readonly<Record<string, string | undefined>>;

/** The headers of the edge among these, as they came, to be passed on to our own API. */
export function edgeOf(headers: Headers): Record<string, string> {
  // Other characters would break the request that carries them on.
  const sent = Object.values(edgeHeaders).filter((name) => /^[!-~]+$/.test(headers[name] ?? ''));
  return Object.fromEntries(sent.map((name) => [name, headers[name] ?? '']));
}

/**
 * The address a limit counts: the viewer's when the request came through our CDN (API Gateway then sees the CDN's
 * address), else the peer that API Gateway saw. An IPv6 host counts as its /64, because one subscriber owns a whole
 * /64.
 */
export function clientAddress(headers: Headers, sourceIp: string, edgeSecret: string): string {
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
