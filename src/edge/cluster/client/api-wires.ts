import { createSecureContext, type ConnectionOptions } from 'node:tls';
import type { ClientCertificate } from '../login/credential.ts';
import { OpenEnding, signalOf } from './ending.ts';
import type { ServerAddress } from '../login/server-address.ts';
import type { ServerTrust } from '../login/server-trust.ts';
import type { Wire } from './wire/wire.ts';
import { namedServer, WirePool } from './wire/wire-pool.ts';

/** What connections to one API server are made with. */
export interface WireSetup {
  readonly server: ServerAddress;
  readonly trust: ServerTrust;
  /** URL of the proxy in between, password and all. */
  readonly proxy?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Few: an API server counts requests, and what is slow is its answer. */
const SOCKETS = 8;

/** Connections to one API server, kept open; others for another client certificate. */
export class ApiWires {
  readonly #setup: WireSetup;
  readonly #made = new Map<ClientCertificate | undefined, Promise<Wire>>();
  readonly #ending = new OpenEnding();

  constructor(setup: WireSetup) {
    this.#setup = setup;
  }

  /**
   * The way for requests that show this certificate. Rejects with OpenSSL's error when certificate and key do not
   * fit, and with a ProxyFault when there is no such kind of proxy.
   */
  wireFor(certificate: ClientCertificate | undefined): Promise<Wire> {
    const made = this.#made.get(certificate) ?? this.#make(certificate);
    this.#made.set(certificate, made);
    return made;
  }

  /** Ends all connections, those in use too. */
  async close(): Promise<void> {
    this.#ending.end();
    for (const wire of this.#made.values()) await wire.then((made) => made.close(), ignore);
    this.#made.clear();
  }

  async #make(certificate: ClientCertificate | undefined): Promise<Wire> {
    const { server, proxy, env } = this.#setup;
    const tls = server.secure ? await this.#tls(certificate) : {};
    if (proxy === undefined) return new WirePool(server, tls);
    const { proxyAgent } = await import('../../host/proxy-agent.ts');
    const { agentWire } = await import('./wire/agent-wire.ts');
    const keeping = { keepAlive: true, maxSockets: SOCKETS, signal: signalOf(this.#ending) };
    return agentWire(server, await proxyAgent(proxy, { tls, env, ...keeping }));
  }

  async #tls(certificate: ClientCertificate | undefined): Promise<ConnectionOptions> {
    const { trust, env, proxy, server } = this.#setup;
    const ca = trust.insecure ? undefined : (trust.ca ?? (await ofThisMachine(env)));
    return {
      // Made once: whoever has the parts makes one for each connection.
      secureContext: createSecureContext({
        ...(ca !== undefined && { ca: [ca].flat() }),
        ...certificate,
      }),
      rejectUnauthorized: !trust.insecure,
      // A proxy's agent looks for the name itself, where it is the host's.
      ...((proxy === undefined || trust.serverName !== undefined) &&
        namedServer(trust.serverName ?? server.host)),
      // For the certificate of a proxy that is spoken to by TLS itself.
      ...(proxy !== undefined && trust.ca !== undefined && { ca: trust.ca }),
    };
  }
}

async function ofThisMachine(env: Readonly<Record<string, string | undefined>>): Promise<readonly string[]> {
  const { trustedCertificates } = await import('../../host/system-certificates.ts');
  return trustedCertificates(env);
}

function ignore(): void {
  // A wire that could not be made has nothing to close.
}
