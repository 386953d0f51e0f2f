// Which URLs from users we accept, and which addresses we connect to for them. The text is checked, never changed.
import { BlockList, isIPv4, isIPv6 } from 'node:net';

const MAX_BYTES = 2048;
// Clients cut or keep spaces and control characters differently; `\` is a `/` to browsers but not to other clients.
const AMBIGUOUS = /[\p{Cc}\p{Z}\\]/u;
const LOCAL_NAME = /(?:^|\.)(?:localhost|local|internal|intranet|home\.arpa|lan|corp)$/;

/**
 * Why we must not send users there or call it ourselves; undefined for an acceptable URL. Hosts are checked after the
 * WHATWG parser (the one browsers use) has read them, so `0x7f.1`, `2130706433`, `127。0。0。1` and `[::ffff:7f00:1]` are
 * all recognised as loopback. A public name that resolves to a private address cannot be detected here: the code that
 * connects checks the address with isPublicAddress.
 */
export function urlRefusal(text: string, ownHosts: readonly string[]): string | undefined {
  if (!text.isWellFormed() || AMBIGUOUS.test(text)) return 'It contains a space, a control character or a backslash.';
  if (Buffer.byteLength(text) > MAX_BYTES) return `It is longer than ${MAX_BYTES} bytes.`;
  const authority = /^https?:\/\/([^/?#]+)/i.exec(text)?.[1];
  if (authority === undefined || !URL.canParse(text)) return 'It is not an absolute http or https URL.';
  if (authority.includes('@')) return 'It contains a user name or a password.';
  const host = new URL(text).hostname.replace(/\.$/, '').toLowerCase();
  if (ownHosts.includes(host)) return 'It points back to this service.';
  if (host.startsWith('[')) return isPublicIPv6(host.slice(1, -1)) ? undefined : 'It points to a private network.';
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return isPublicIPv4(host) ? undefined : 'It points to a private network.';
  if (!/^[^.]+(?:\.[^.]+)+$/.test(host) || LOCAL_NAME.test(host)) return 'Its host is not a public name.';
  return undefined;
}

/** Whether a resolved address belongs to the public internet; false for text that is not an address. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return isPublicIPv4(address);
  return isIPv6(address) && isPublicIPv6(address);
}

// Special-purpose blocks: IANA IPv4 registry (RFC 6890 and later). 169.254.169.254 is the metadata service of cloud
// providers.
const SPECIAL_IPV4: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];
/** Special blocks within global unicast: protocol assignments and documentation ranges. */
const SPECIAL_IPV6: readonly [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['3fff::', 20],
];

const special = new BlockList();
for (const [block, bits] of SPECIAL_IPV6) special.addSubnet(block, bits, 'ipv6');
for (const [block, bits] of SPECIAL_IPV4) {
  special.addSubnet(block, bits, 'ipv4');
  // 6to4 (2002:a.b.c.d::) reaches the embedded IPv4 host.
  const [a = 0, b = 0, c = 0, d = 0] = block.split('.').map(Number);
  special.addSubnet(`2002:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}::`, 16 + bits, 'ipv6');
}
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

const isPublicIPv4 = (address: string): boolean => !special.check(address, 'ipv4');

const isPublicIPv6 = (address: string): boolean =>
  globalUnicast.check(address, 'ipv6') && !special.check(address, 'ipv6');
