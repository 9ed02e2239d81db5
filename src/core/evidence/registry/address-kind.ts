/**
 * What kind of place an IP address is, after the special-purpose registries of IANA (RFC 6890) and the
 * addresses at which clouds serve their instances' credentials.
 */
export type AddressKind = 'public' | 'private' | 'loopback' | 'link-local' | 'metadata' | 'unspecified';

/** Where instances get their credentials: nothing a registry says may lead there. */
const METADATA: ReadonlySet<string> = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
]);

type Bytes = readonly number[];

/**
 * @param address an IP address as `node:dns` and `node:net` write it, without brackets; a zone behind `%`
 *   is passed over
 * @returns undefined when the text is no address but a name
 */
export function addressKind(address: string): AddressKind | undefined {
  const zone = address.indexOf('%');
  const text = (zone < 0 ? address : address.slice(0, zone)).toLowerCase();
  if (!text.includes(':')) {
    const bytes = parseIpv4(text);
    return bytes === undefined ? undefined : ipv4Kind(bytes);
  }
  const bytes = parseIpv6(text);
  return bytes === undefined ? undefined : ipv6Kind(bytes);
}

function ipv4Kind(bytes: Bytes): AddressKind {
  const [a = 0, b = 0] = bytes;
  if (METADATA.has(bytes.join('.'))) return 'metadata';
  if (a === 0 || a >= 224) return 'unspecified';
  if (a === 127) return 'loopback';
  if (a === 169 && b === 254) return 'link-local';
  const isPrivate = a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168);
  // 100.64/10 is shared by carriers and by overlay networks; 198.18/15 is for benchmarks.
  const isShared = (a === 100 && b >= 64 && b < 128) || (a === 198 && (b === 18 || b === 19));
  return isPrivate || isShared ? 'private' : 'public';
}

/** Prefixes whose last or middle four bytes are an IPv4 address that is reached through them. */
function embeddedIpv4(bytes: Bytes): Bytes | undefined {
  const zeros = (from: number, to: number): boolean => bytes.slice(from, to).every((byte) => byte === 0);
  const mapped = zeros(0, 10) && bytes[10] === 0xff && bytes[11] === 0xff;
  const compatible = zeros(0, 12) && !zeros(12, 15);
  const nat64 = bytes[0] === 0 && bytes[1] === 0x64 && bytes[2] === 0xff && bytes[3] === 0x9b;
  if (mapped || compatible || nat64) return bytes.slice(12);
  return bytes[0] === 0x20 && bytes[1] === 0x02 ? bytes.slice(2, 6) : undefined;
}

function ipv6Kind(bytes: Bytes): AddressKind {
  const embedded = embeddedIpv4(bytes);
  if (embedded !== undefined) return ipv4Kind(embedded);
  const [a = 0, b = 0] = bytes;
  const lastOnly = bytes.slice(0, 15).every((byte) => byte === 0);
  if (lastOnly) return bytes[15] === 1 ? 'loopback' : 'unspecified';
  if (a === 0xff) return 'unspecified';
  if (a === 0xfe && b >= 0x80 && b < 0xc0) return 'link-local';
  // fd00:ec2::254 and its siblings of AWS; fd20:ce::254 of Google.
  if (isMetadataIpv6(bytes)) return 'metadata';
  return a === 0xfc || a === 0xfd || (a === 0xfe && b >= 0xc0) ? 'private' : 'public';
}

function isMetadataIpv6(bytes: Bytes): boolean {
  const aws = bytes[0] === 0xfd && bytes[1] === 0 && bytes[2] === 0x0e && bytes[3] === 0xc2;
  const google = bytes[0] === 0xfd && bytes[1] === 0x20 && bytes[2] === 0 && bytes[3] === 0xce;
  return aws || google;
}

function parseIpv4(text: string): Bytes | undefined {
  const parts = text.split('.', 5);
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/u.test(part) && Number(part) < 256))
    return undefined;
  return parts.map(Number);
}

function parseIpv6(text: string): Bytes | undefined {
  if (text.length > 45) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0] ?? '');
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? '') : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 16 - head.length - tail.length;
  if (halves.length === 2 ? missing < 2 : missing !== 0) return undefined;
  return [...head, ...Array.from({ length: missing }, () => 0), ...tail];
}

/** `fe80:1` → four bytes; the last group may be an IPv4 address. */
function parseGroups(text: string): Bytes | undefined {
  if (text === '') return [];
  const bytes: number[] = [];
  const groups = text.split(':');
  for (const [index, group] of groups.entries()) {
    const last = index === groups.length - 1 && group.includes('.') ? parseIpv4(group) : undefined;
    if (last !== undefined) bytes.push(...last);
    else if (/^[0-9a-f]{1,4}$/u.test(group)) bytes.push(parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff);
    else return undefined;
  }
  return bytes;
}
