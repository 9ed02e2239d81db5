import { request as plainRequest, type Agent } from 'node:http';
import { request as secureRequest } from 'node:https';
import { isIP } from 'node:net';
import { TLSSocket } from 'node:tls';
import { isForbiddenTarget } from '../../core/evidence/registry/credential-target.ts';
import type { BlindSpot } from '../../core/evidence/observed.ts';
import type { LookFailure } from '../../core/evidence/registry/image-probe.ts';
import { proxyAgent } from '../host/proxy-agent.ts';
import { certificateFacts } from './certificate-facts.ts';
import { exchange, type Exchange, type Exchanged } from './exchange.ts';
import type { Climb, HostLine, LineLook, LineOptions } from './host-line.ts';
import { forbiddenPlace, requestFailure } from './look-failures.ts';

export interface ProxiedLineOptions extends LineOptions {
  readonly proxy: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * A line through a proxy, which looks names up and connects in our stead: of the way there only the
 * certificate is seen. Loaded on demand.
 */
export class ProxiedLine implements HostLine {
  readonly #options: ProxiedLineOptions;
  #agent: Agent | undefined;
  #climb: Promise<Climb> | undefined;
  #plain = false;
  #blindSpots: readonly BlindSpot[] = [];

  constructor(options: ProxiedLineOptions) {
    this.#options = options;
    this.#plain = options.origin.scheme === 'http';
  }

  climb(): Promise<Climb> {
    this.#climb ??= this.#climbOnce();
    return this.#climb;
  }

  async exchange(asked: Exchange): Promise<Exchanged> {
    const { origin, timeout, signal } = this.#options;
    const { host, port } = origin;
    try {
      const agent = await this.#agentOnce();
      const send = this.#plain ? plainRequest : secureRequest;
      return await exchange(asked, { host, port, agent, send, timeout, signal });
    } catch (error) {
      return { failure: requestFailure(error, { target: host }) };
    }
  }

  close(): void {
    this.#agent?.destroy();
  }

  async #agentOnce(): Promise<Agent> {
    if (this.#agent !== undefined) return this.#agent;
    const { origin, proxy, env, trust, maxSockets, signal } = this.#options;
    const known = await trust();
    const secureContext = known.context ?? (await known.wider());
    const tls = { secureContext, ...(isIP(origin.host) === 0 && { servername: origin.host }) };
    this.#agent ??= await proxyAgent(proxy, { tls, env, keepAlive: true, maxSockets, signal });
    return this.#agent;
  }

  /** One request that asks for nothing finds out whether the proxy passes us on, and by what protocol. */
  async #climbOnce(): Promise<Climb> {
    this.#blindSpots = (await this.#options.trust()).blindSpots;
    const refused = this.#refusal();
    if (refused !== undefined) return this.#climbTo([], refused);
    const first = await this.#touch();
    if (first.failure?.kind !== 'plain-http' || !this.#options.plainHttp) {
      return this.#climbTo(first.looks, first.failure);
    }
    this.#plain = true;
    const second = await this.#touch();
    return this.#climbTo(second.looks, second.failure);
  }

  #climbTo(looks: readonly LineLook[], why: LookFailure | undefined): Climb {
    const { origin } = this.#options;
    const reached = this.#plain ? ({ ...origin, scheme: 'http' } as const) : origin;
    const climb = { looks, origin: reached, addresses: [], blindSpots: this.#blindSpots };
    return why === undefined ? climb : { ...climb, failure: why };
  }

  async #touch(): Promise<{ readonly looks: readonly LineLook[]; readonly failure?: LookFailure }> {
    const asked: Exchange = { method: 'HEAD', path: '/v2/', headers: {}, mostBytes: 0 };
    const { answer, failure: why } = await this.exchange(asked);
    if (why !== undefined) {
      const kind = why.kind.startsWith('tls') ? 'tls' : 'connect';
      return { looks: [{ kind, failure: why }], failure: why };
    }
    const certificate = answer.socket instanceof TLSSocket ? certificateFacts(answer.socket) : undefined;
    return { looks: certificate === undefined ? [] : [{ kind: 'tls', certificate }] };
  }

  /** Names are the proxy's to look up; an address that is written out can be seen from here. */
  #refusal(): LookFailure | undefined {
    const { origin, namedBy } = this.#options;
    if (isIP(origin.host) === 0) return undefined;
    const to = { address: origin.host, scheme: origin.scheme, named: false };
    if (!isForbiddenTarget(to, namedBy ?? [origin.host])) return undefined;
    return forbiddenPlace(origin.host, namedBy !== undefined);
  }
}
