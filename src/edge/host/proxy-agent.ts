import { HttpsProxyAgent } from 'https-proxy-agent';
import type { Agent, AgentOptions, ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { checkServerIdentity, type ConnectionOptions } from 'node:tls';
import { SocksProxyAgent } from 'socks-proxy-agent';
import { ProxyFault } from './proxy-fault.ts';
import { proxyName } from './proxy-settings.ts';
import { trustedCertificates } from './system-certificates.ts';

/** How the far end is spoken to, and how its connections are kept. */
export interface ProxyAgentOptions {
  /** Trust, client certificate and server name of the far end; of it, the proxy itself gets only the trust. */
  readonly tls?: ConnectionOptions;
  /** Where an `https` proxy's certificate may be vouched for besides (SSL_CERT_FILE and the like). */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly keepAlive?: boolean;
  readonly maxSockets?: number;
  /** Ends every connection of the agent, those to the proxy that are not yet made among them. */
  readonly signal?: AbortSignal;
}

/**
 * An agent for `http` or `https` requests that reaches its hosts through a proxy. In: the proxy's URL with the
 * scheme http, https, socks5, socks5h, socks4 or socks4a; user and password may stand in it. Names are looked
 * up by the proxy with socks5 as with socks5h, as Go does it. A scheme that is none of these gives a
 * {@link ProxyFault}, as do a proxy that cannot be reached and one that refuses (through the request).
 * Loaded on demand: nothing here is needed without a proxy.
 */
export async function proxyAgent(proxy: string, options: ProxyAgentOptions = {}): Promise<Agent> {
  const url = new URL(proxy);
  const agent = url.protocol.startsWith('socks') ? socksAgent(url, options) : await httpAgent(url, options);
  // For the far end only: what the constructor gets, HttpsProxyAgent also shows to the proxy.
  Object.assign(agent.options, options.tls);
  return agent;
}

type ConnectOptions = Parameters<HttpsProxyAgent<string>['connect']>[1];

async function httpAgent(url: URL, options: ProxyAgentOptions): Promise<HttpsProxyAgent<string>> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new ProxyFault(
      'PROXY_UNREACHABLE',
      `${proxyName(url.href)} is no kind of proxy that is known here`,
    );
  }
  // Without user and password: the packages print the URL when DEBUG is set.
  return new TunnelAgent(`${url.protocol}//${url.host}`, {
    ...keeping(options),
    ...(url.protocol === 'https:' && (await proxyTrust(options))),
    ...(options.signal !== undefined && { signal: options.signal }),
    headers: authorization(url),
  });
}

/** Go trusts a proxy by the far end's certificates alone; who has such a proxy mostly has its CA installed. */
async function proxyTrust({ tls = {}, env = {} }: ProxyAgentOptions): Promise<ConnectionOptions> {
  if (tls.rejectUnauthorized === false) return { rejectUnauthorized: false };
  return { ca: [tls.ca ?? [], await trustedCertificates(env)].flat() };
}

function authorization(url: URL): Readonly<Record<string, string>> {
  if (url.username === '' && url.password === '') return {};
  const login = `${decoded(url.username)}:${decoded(url.password)}`;
  return { 'Proxy-Authorization': `Basic ${Buffer.from(login).toString('base64')}` };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function socksAgent(url: URL, options: ProxyAgentOptions): SocksProxyAgent {
  const socks = new URL(url.href.replace(/^socks5:/, 'socks5h:'));
  return new SocksTunnelAgent(url.href, socks, keeping(options));
}

function keeping({ keepAlive, maxSockets }: ProxyAgentOptions): AgentOptions {
  return {
    ...(keepAlive !== undefined && { keepAlive }),
    ...(maxSockets !== undefined && { maxSockets }),
  };
}

/**
 * Both packages take the host away before TLS begins. Node then checks the certificate of a host that is an
 * address, and so has no server name, for the name `localhost`, which every API server's bears.
 */
function checkingName(options: ConnectOptions): ConnectOptions {
  if (!options.secureEndpoint || options.checkServerIdentity !== undefined) return options;
  const name = (options.servername ?? '') || (options.host ?? '');
  return { ...options, checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate) };
}

/** Tells a proxy's refusal from an answer of the far end, which HttpsProxyAgent passes it off as. */
class TunnelAgent extends HttpsProxyAgent<string> {
  override async connect(request: ClientRequest, options: ConnectOptions): Promise<Socket> {
    let status = 0;
    request.once('proxyConnect', (answer: { readonly statusCode: number }) => {
      status = answer.statusCode;
    });
    const socket = await super.connect(request, checkingName(options)).catch((error: unknown) => {
      throw unreachable(this.proxy.href, error);
    });
    if (status === 200) return socket;
    socket.destroy();
    throw new ProxyFault('PROXY_REFUSED', refusal(this.proxy.href, status), status);
  }
}

function refusal(proxy: string, status: number): string {
  // The package makes NaN of what is no status line.
  if (!Number.isInteger(status)) return `the proxy ${proxyName(proxy)} does not answer as a proxy does`;
  const login = status === 407 ? ': it asks for a login, or for another one' : '';
  return `the proxy ${proxyName(proxy)} refused to connect (HTTP ${status})${login}`;
}

class SocksTunnelAgent extends SocksProxyAgent {
  /** As it was given, for words. */
  readonly #given: string;

  constructor(given: string, url: URL, options: AgentOptions) {
    super(url, options);
    this.#given = given;
  }

  override async connect(request: ClientRequest, options: ConnectOptions): Promise<Socket> {
    try {
      return await super.connect(request, checkingName(options));
    } catch (error) {
      throw socksFault(this.#given, error);
    }
  }
}

/** SocksClientError has no codes; the words it uses for refusals begin alike. */
function socksFault(proxy: string, error: unknown): ProxyFault {
  const text = error instanceof Error ? error.message : '';
  const refused = /^Socks[45] (?:proxy rejected|Authentication)/i.exec(text) !== null;
  if (!refused) return unreachable(proxy, error);
  return new ProxyFault('PROXY_REFUSED', `the proxy ${proxyName(proxy)} refused to connect (${text})`);
}

function unreachable(proxy: string, error: unknown): ProxyFault {
  const why = error instanceof Error ? error.message : 'no connection';
  return new ProxyFault('PROXY_UNREACHABLE', `the proxy ${proxyName(proxy)} cannot be reached: ${why}`);
}
