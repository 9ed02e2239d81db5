import { Agent as HttpAgent, type AgentOptions } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP } from 'node:net';
import { checkServerIdentity, createSecureContext, type ConnectionOptions } from 'node:tls';
import type { ClientCertificate } from './credential.ts';
import type { ServerAddress } from './server-address.ts';
import type { ServerTrust } from './server-trust.ts';

/** What connections to one API server are made with. */
export interface AgentSetup {
  readonly server: ServerAddress;
  readonly trust: ServerTrust;
  /** URL of the proxy in between, password and all. */
  readonly proxy?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Few: an API server counts requests, and what is slow is its answer. */
const SOCKETS = 8;
/** Milliseconds for one of several addresses of a name. Node's own 250 give up on a cluster far away. */
const ADDRESS_TIMEOUT = 5000;

/** Connections to one API server, kept open; others for another client certificate. */
export class ApiAgents {
  readonly #setup: AgentSetup;
  readonly #made = new Map<ClientCertificate | undefined, Promise<HttpAgent>>();
  readonly #ending = new AbortController();

  constructor(setup: AgentSetup) {
    this.#setup = setup;
  }

  /**
   * The agent for requests that show this certificate. Rejects with OpenSSL's error when certificate and key do
   * not fit, and with a ProxyFault when there is no such kind of proxy.
   */
  agentFor(certificate: ClientCertificate | undefined): Promise<HttpAgent> {
    const made = this.#made.get(certificate) ?? this.#make(certificate);
    this.#made.set(certificate, made);
    return made;
  }

  /** Ends all connections, those in use too. */
  async close(): Promise<void> {
    this.#ending.abort();
    for (const agent of this.#made.values()) await agent.then((made) => made.destroy(), ignore);
    this.#made.clear();
  }

  async #make(certificate: ClientCertificate | undefined): Promise<HttpAgent> {
    const { server, proxy, env } = this.#setup;
    const options: AgentOptions = { keepAlive: true, maxSockets: SOCKETS, scheduling: 'lifo' };
    const tls = server.secure ? await this.#tls(certificate) : {};
    if (proxy !== undefined) {
      const { proxyAgent } = await import('../host/proxy-agent.ts');
      const { keepAlive = true } = options;
      return proxyAgent(proxy, { tls, env, keepAlive, maxSockets: SOCKETS, signal: this.#ending.signal });
    }
    const direct = { ...options, autoSelectFamilyAttemptTimeout: ADDRESS_TIMEOUT };
    return server.secure ? new HttpsAgent({ ...direct, ...tls }) : new HttpAgent(direct);
  }

  async #tls(certificate: ClientCertificate | undefined): Promise<ConnectionOptions> {
    const { trust, env, proxy } = this.#setup;
    const ca = trust.insecure ? undefined : (trust.ca ?? (await ofThisMachine(env)));
    return {
      // Made once: an agent that has the parts makes one for each connection.
      secureContext: createSecureContext({
        ...(ca !== undefined && { ca: [ca].flat() }),
        ...certificate,
      }),
      rejectUnauthorized: !trust.insecure,
      ...(trust.serverName !== undefined && bearing(trust.serverName)),
      // For the certificate of a proxy that is spoken to by TLS itself.
      ...(proxy !== undefined && trust.ca !== undefined && { ca: trust.ca }),
    };
  }
}

/** The name the certificate has to bear. An address is never sent as a server name (RFC 6066). */
function bearing(name: string): ConnectionOptions {
  if (isIP(name) === 0) return { servername: name };
  return { servername: '', checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate) };
}

async function ofThisMachine(env: Readonly<Record<string, string | undefined>>): Promise<readonly string[]> {
  const { trustedCertificates } = await import('../host/system-certificates.ts');
  return trustedCertificates(env);
}

function ignore(): void {
  // An agent that could not be made has nothing to close.
}
