import { BlockList, isIP } from 'node:net';
import { domainToASCII } from 'node:url';

/**
 * The proxies of the environment, read as Go's golang.org/x/net/http/httpproxy does: kubectl, the kubelet and
 * containerd all go by it. There is no ALL_PROXY in it.
 */
export interface ProxySettings {
  /** Proxy URL for `https` addresses: may hold a password, so it is never printed (see {@link proxyName}). */
  readonly https?: string;
  /** Proxy URL for `http` addresses. */
  readonly http?: string;
  readonly exceptions: readonly ProxyException[];
}

/** One entry of NO_PROXY: true for an address that is reached directly. */
export type ProxyException = (address: ProxiedAddress) => boolean;

export interface ProxiedAddress {
  /** `http` or `https`, a colon after it is allowed. */
  readonly scheme: string;
  /** Name or IP address; IPv6 with or without brackets. */
  readonly host: string;
  readonly port: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** HTTPS_PROXY, HTTP_PROXY and NO_PROXY, each also in lower case; what is no address is left out. */
export function readProxySettings(env: Environment): ProxySettings {
  const https = proxyAddress(firstOf(env, 'HTTPS_PROXY', 'https_proxy'));
  // In a CGI program HTTP_PROXY is the client's header `Proxy`, hence anybody's word.
  const http =
    firstOf(env, 'REQUEST_METHOD') === ''
      ? proxyAddress(firstOf(env, 'HTTP_PROXY', 'http_proxy'))
      : undefined;
  if (https === undefined && http === undefined) return { exceptions: [] };
  return {
    ...(https !== undefined && { https }),
    ...(http !== undefined && { http }),
    exceptions: parseNoProxy(firstOf(env, 'NO_PROXY', 'no_proxy')),
  };
}

/** The URL of the proxy an address is reached through; undefined when it is reached directly. */
export function proxyFor(settings: ProxySettings, address: ProxiedAddress): string | undefined {
  const proxy = address.scheme.startsWith('https') ? settings.https : settings.http;
  if (proxy === undefined) return undefined;
  const host = bareHost(address.host);
  if (isLoopback(host)) return undefined;
  const asked = { ...address, host };
  return settings.exceptions.some((reachesDirectly) => reachesDirectly(asked)) ? undefined : proxy;
}

/** A proxy as it may be said: scheme, host and port, never its user or password. */
export function proxyName(proxy: string): string {
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined;
  return url === undefined || url.host === '' ? 'the proxy' : `${url.protocol}//${url.host}`;
}

/** What was given as a proxy, as a URL: without a scheme it is `http://`. Undefined when it is no address. */
export function proxyAddress(given: string): string | undefined {
  if (given === '') return undefined;
  const hasScheme = given.includes('://') || (URL.canParse(given) && new URL(given).host !== '');
  const whole = hasScheme ? given : `http://${given}`;
  return URL.canParse(whole) ? whole : undefined;
}

/** Each entry of a NO_PROXY list; one `*` stands for all. */
function parseNoProxy(list: string): readonly ProxyException[] {
  const entries = list.split(',').map((entry) => entry.trim().toLowerCase());
  if (entries.includes('*')) return [() => true];
  return entries.flatMap((entry) => parseException(entry) ?? []);
}

function parseException(entry: string): ProxyException | undefined {
  const network = parseNetwork(entry);
  if (network !== undefined) return ({ host }) => isIP(host) !== 0 && network.check(host, family(host));
  const { host, port } = splitPort(entry);
  if (host === '') return undefined;
  const rightPort = ({ port: asked }: ProxiedAddress): boolean => port === '' || port === String(asked);
  if (isIP(host) !== 0) {
    const address = new BlockList();
    address.addAddress(host, family(host));
    return (asked) =>
      isIP(asked.host) !== 0 && address.check(asked.host, family(asked.host)) && rightPort(asked);
  }
  return (asked) => isIP(asked.host) === 0 && isUnder(asked.host, host) && rightPort(asked);
}

/** `example.com` is itself and what is under it; `.example.com` and `*.example.com` only what is under it. */
function isUnder(host: string, entry: string): boolean {
  const domain = ascii(entry.startsWith('*.') ? entry.slice(1) : entry);
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

/** `10.0.0.0/8`, `fd00::/8`. */
function parseNetwork(entry: string): BlockList | undefined {
  const slash = entry.indexOf('/');
  const address = entry.slice(0, Math.max(slash, 0));
  const bits = entry.slice(slash + 1);
  const version = isIP(address);
  if (version === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > (version === 4 ? 32 : 128)) return undefined;
  const network = new BlockList();
  network.addSubnet(address, Number(bits), family(address));
  return network;
}

/** As Go's net.SplitHostPort: more than one colon without brackets is no port. */
function splitPort(entry: string): { readonly host: string; readonly port: string } {
  const bracketed = /^\[([^[\]]*)\]:([^:[\]]*)$/.exec(entry);
  if (bracketed !== null) return { host: bracketed[1] ?? '', port: bracketed[2] ?? '' };
  const colon = entry.indexOf(':');
  if (colon < 0 || entry.includes(':', colon + 1)) return { host: entry, port: '' };
  return { host: entry.slice(0, colon), port: entry.slice(colon + 1) };
}

function bareHost(host: string): string {
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  return ascii(bare.trim().toLowerCase());
}

/** Internationalised names as DNS has them; most names need no such call. */
function ascii(host: string): string {
  return /^[\u0020-\u007e]*$/.test(host) ? host : domainToASCII(host) || host;
}

/** This machine itself, by name or by address (without brackets). */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true;
  const version = isIP(host);
  // An IPv4 address in the form of an IPv6 one is written in several ways.
  return version === 4 ? host.startsWith('127.') : version === 6 && mappedLoopback().check(host, 'ipv6');
}

function mappedLoopback(): BlockList {
  const list = new BlockList();
  list.addSubnet('127.0.0.0', 8, 'ipv4');
  return list;
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}

/** The first of these that is set to something. */
function firstOf(env: Environment, ...names: readonly string[]): string {
  return names.map((name) => env[name] ?? '').find((value) => value !== '') ?? '';
}
