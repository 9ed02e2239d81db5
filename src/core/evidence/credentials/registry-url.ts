/**
 * What Go's net/url.Parse makes of `https://` and a docker config's key, as far as the kubelet's keyring looks:
 * host and path. Not a URL reader for requests (those are the platform's own): a key that Go refuses is one the
 * kubelet ignores, and that is what is to be known here. Held to Go 1.26; see test/vectors.
 */
import { decodeUtf8 } from '../objects/base64.ts';

export interface RegistryUrl {
  /** With its port, percent-decoded. */
  readonly host: string;
  /** Percent-decoded; empty or with a slash in front. */
  readonly path: string;
  /** `user:password` before the host, as written. */
  readonly userInfo?: string;
}

/**
 * Reads what stands behind `https://`.
 *
 * @returns undefined where Go says that it is no URL
 */
export function parseRegistryUrl(text: string): RegistryUrl | undefined {
  const hash = text.indexOf('#');
  const whole = hash < 0 ? text : text.slice(0, hash);
  if (hasControl(whole) || (hash >= 0 && unescape(text.slice(hash + 1), 'path') === undefined))
    return undefined;
  const query = whole.indexOf('?');
  const rest = query < 0 ? whole : whole.slice(0, query);
  const slash = rest.indexOf('/');
  const authority = slash < 0 ? rest : rest.slice(0, slash);
  const path = unescape(slash < 0 ? '' : rest.slice(slash), 'path');
  const at = authority.lastIndexOf('@');
  const host = parseHost(authority.slice(at + 1));
  if (path === undefined || host === undefined) return undefined;
  if (at < 0) return { host, path };
  const userInfo = authority.slice(0, at);
  return isUserInfo(userInfo) ? { host, path, userInfo } : undefined;
}

function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

const USER_INFO = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;

function isUserInfo(text: string): boolean {
  return USER_INFO.test(text) && unescape(text, 'path') !== undefined;
}

function parseHost(host: string): string | undefined {
  const open = host.lastIndexOf('[');
  if (open > 0) return undefined;
  if (open === 0) return parseAddressHost(host);
  const colon = host.indexOf(':');
  return colon >= 0 && !isPort(host.slice(colon)) ? undefined : unescape(host, 'host');
}

/** `[fd00::1]:5000`, with a zone or without. */
function parseAddressHost(host: string): string | undefined {
  const close = host.lastIndexOf(']');
  const port = host.slice(close + 1);
  if (close < 0 || !isPort(port)) return undefined;
  const inside = host.slice(1, close);
  const zone = inside.indexOf('%25');
  const address = zone < 0 ? inside : inside.slice(0, zone);
  if (!isIpv6(address)) return undefined;
  if (zone < 0) return `[${address}]${port}`;
  // Images never name a zone, so that only its being there matters.
  return inside.length === zone + '%25'.length ? undefined : `[${address}%${inside.slice(zone + 3)}]${port}`;
}

function isPort(text: string): boolean {
  return text === '' || /^:[0-9]*$/.test(text);
}

/** netip.ParseAddr: eight groups of up to four digits, `::` once for at least one of them, IPv4 for the last two. */
function isIpv6(text: string): boolean {
  const parts = text.split('::');
  if (text.length > 45 || parts.length > 2) return false;
  const groups = parts.map((part) => (part === '' ? [] : part.split(':')));
  const all = groups.flat();
  const last = all.at(-1) ?? '';
  const endsInIpv4 = last.includes('.') && groups.at(-1)?.length !== 0;
  const plain = endsInIpv4 ? all.slice(0, -1) : all;
  const size = plain.length + (endsInIpv4 ? 2 : 0);
  const whole = parts.length === 2 ? size < 8 : size === 8;
  return whole && plain.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group)) && (!endsInIpv4 || isIpv4(last));
}

function isIpv4(text: string): boolean {
  const numbers = text.split('.');
  return (
    numbers.length === 4 && numbers.every((one) => /^(?:0|[1-9]\d{0,2})$/.test(one) && Number(one) < 256)
  );
}

/** ASCII that may stand in a host as it is; more than RFC 3986 has. */
const HOST_CHARS = /^[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"%\u0080-\u{10ffff}]*$/u;

/** Percent-decoding; undefined where a percent sign is not one, or a host may not have what is there. */
function unescape(text: string, where: 'path' | 'host'): string | undefined {
  if (where === 'host' && !HOST_CHARS.test(text)) return undefined;
  if (!text.includes('%')) return text;
  const parts: string[] = [];
  for (let at = 0; at < text.length;) {
    const bytes: number[] = [];
    for (; text[at] === '%'; at += 3) {
      const code = hexByte(text, at + 1);
      // In hosts only what is not ASCII may be escaped, or a percent sign.
      if (code === undefined || (where === 'host' && code < 0x80 && code !== 0x25)) return undefined;
      bytes.push(code);
    }
    const next = text.indexOf('%', at);
    const end = next < 0 ? text.length : next;
    parts.push(decodeUtf8(bytes), text.slice(at, end));
    at = end;
  }
  return parts.join('');
}

function hexByte(text: string, at: number): number | undefined {
  const digits = text.slice(at, at + 2);
  return /^[0-9A-Fa-f]{2}$/.test(digits) ? Number.parseInt(digits, 16) : undefined;
}
