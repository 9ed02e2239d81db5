import { isIP, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { isForbiddenTarget, type Origin } from '../../core/evidence/registry/credential-target.ts';
import type { BlindSpot } from '../../core/evidence/observed.ts';
import type { LookFailure, RegistryLook } from '../../core/evidence/registry/image-probe.ts';
import { addressText, connectAddresses } from './connect-addresses.ts';
import { DialingAgent } from './dialing-agent.ts';
import { exchange, type Exchange, type Exchanged } from './exchange.ts';
import type { HostTrust } from './host-trust.ts';
import { failure, forbiddenPlace, LineError, lookupFailure } from './look-failures.ts';
import type { RegistryNetwork } from './registry-network.ts';
import { secureSocket, type Handshake } from './secure-socket.ts';
import { gaveUp, outOfTime } from './time-used-up.ts';

/** A look without the host's part in the pull, which depends on who asks. */
export type LineLook = Omit<RegistryLook, 'host' | 'trial'>;

/** What was seen on the way to a host, before anything was asked of it. */
export interface Climb {
  readonly looks: readonly LineLook[];
  /** How it is spoken to: `http` where TLS was tried and plain HTTP is allowed. */
  readonly origin: Origin;
  readonly addresses: readonly string[];
  /** What is laid down for the host and was not followed. */
  readonly blindSpots: readonly BlindSpot[];
  /** The host is not to be spoken to, or cannot be. */
  readonly failure?: LookFailure;
}

/** A way to one host: climbed once, then used for every request to it. */
export interface HostLine {
  readonly climb: () => Promise<Climb>;
  readonly exchange: (asked: Exchange) => Promise<Exchanged>;
  readonly close: () => void;
}

export interface LineOptions {
  readonly origin: Origin;
  readonly trust: () => Promise<HostTrust>;
  readonly network: RegistryNetwork;
  /** Plain HTTP will do where the host does not speak TLS. */
  readonly plainHttp: boolean;
  /**
   * Addresses of the registry that named this host, whose word is not to be followed everywhere; undefined
   * for a registry itself.
   */
  readonly namedBy?: readonly string[];
  readonly timeout: number;
  readonly signal: AbortSignal;
  readonly maxSockets: number;
}

/** A line without a proxy: names are looked up, addresses connected to and TLS spoken here. */
export class DirectLine implements HostLine {
  readonly #options: LineOptions;
  readonly #agent: DialingAgent;
  readonly #looks: LineLook[] = [];
  #origin: Origin;
  #addresses: readonly string[] = [];
  #climb: Promise<Climb> | undefined;
  /** The connection of the climb, for the first request. */
  #spare: Socket | undefined;
  #session: Buffer | undefined;
  #context: HostTrust['context'];

  constructor(options: LineOptions) {
    this.#options = options;
    this.#origin = options.origin;
    this.#agent = new DialingAgent(() => this.#dial(), options.maxSockets);
  }

  climb(): Promise<Climb> {
    this.#climb ??= this.#climbOnce();
    return this.#climb;
  }

  exchange(asked: Exchange): Promise<Exchanged> {
    const { host, port } = this.#origin;
    const { timeout, signal } = this.#options;
    return exchange(asked, { host, port, agent: this.#agent, timeout, signal });
  }

  close(): void {
    this.#spare?.destroy();
    this.#agent.destroy();
  }

  async #climbOnce(): Promise<Climb> {
    // First of all: a file that cannot be read is the user's mistake, whatever the host does.
    const { blindSpots } = await this.#options.trust();
    const why = (await this.#resolve()) ?? (await this.#open());
    const climb = { looks: this.#looks, origin: this.#origin, addresses: this.#addresses, blindSpots };
    return why === undefined ? climb : { ...climb, failure: why };
  }

  async #resolve(): Promise<LookFailure | undefined> {
    const { origin, network } = this.#options;
    if (isIP(origin.host) !== 0) {
      this.#addresses = [origin.host];
      return this.#refusal();
    }
    try {
      this.#addresses = await inTime(network.resolve(origin.host), `lookup ${origin.host}`, this.#options);
    } catch (error) {
      const why = lookupFailure(origin.host, error);
      this.#looks.push({ kind: 'dns', subject: origin.host, failure: why });
      return why;
    }
    this.#looks.push({ kind: 'dns', subject: origin.host, addresses: this.#addresses });
    return this.#refusal();
  }

  /** One bad address of several is enough: a name that leads to them in turn is no accident. */
  #refusal(): LookFailure | undefined {
    const { origin, namedBy } = this.#options;
    const named = isIP(origin.host) === 0;
    const { scheme } = origin;
    const own = namedBy ?? this.#addresses;
    const forbidden = this.#addresses.find((address) => isForbiddenTarget({ address, scheme, named }, own));
    if (forbidden === undefined) return undefined;
    const place = named ? `${origin.host} is at ${forbidden}` : forbidden;
    return forbiddenPlace(place, namedBy !== undefined);
  }

  /** Connects, and speaks TLS where that is wanted; tries plain HTTP where that is allowed. */
  async #open(): Promise<LookFailure | undefined> {
    const { origin, plainHttp } = this.#options;
    if (origin.scheme === 'http') return this.#openPlain(origin, true);
    const raw = await this.#connect(origin.port, true);
    const atUsualPort = origin.port === 443;
    if (raw.socket === undefined) {
      return plainHttp && atUsualPort
        ? this.#openPlain({ ...origin, scheme: 'http', port: 80 }, true)
        : raw.failure;
    }
    const handshake = await this.#handshake(raw.socket);
    if (plainHttp && speaksNoTls(handshake)) {
      return this.#openPlain({ ...origin, scheme: 'http' }, false);
    }
    this.#looks.push({
      kind: 'tls',
      ...(handshake.certificate !== undefined && { certificate: handshake.certificate }),
      ...(handshake.failure !== undefined && { failure: handshake.failure }),
    });
    this.#spare = handshake.socket;
    return handshake.failure;
  }

  async #openPlain(origin: Origin, record: boolean): Promise<LookFailure | undefined> {
    this.#origin = origin;
    const { socket, failure: why } = await this.#connect(origin.port, record);
    this.#spare = socket;
    return why;
  }

  async #connect(
    port: number,
    record: boolean,
  ): Promise<{ readonly socket?: Socket; readonly failure?: LookFailure }> {
    const { network, timeout, signal } = this.#options;
    const { socket, trials } = await connectAddresses(this.#addresses, port, network, { timeout, signal });
    if (record)
      for (const { address, failure: why } of trials) {
        this.#looks.push({
          kind: 'connect',
          subject: addressText(address, port),
          ...(why !== undefined && { failure: why }),
        });
      }
    const answered = trials.findLast((trial) => trial.failure === undefined)?.address;
    // Later connections go straight to what answered.
    if (answered !== undefined)
      this.#addresses = [answered, ...this.#addresses.filter((one) => one !== answered)];
    if (socket !== undefined) return { socket };
    return { failure: trials.at(-1)?.failure ?? failure('unreachable', 'there is no address to connect to') };
  }

  /** With the system's authorities too, when the certificate fails for want of its signer. */
  async #handshake(socket: Socket): Promise<Handshake> {
    const trust = await this.#options.trust();
    const first = await this.#secure(socket, trust.context);
    if (first.untrusted !== true) return first;
    const again = await this.#connect(this.#origin.port, false);
    if (again.socket === undefined) return first;
    return this.#secure(again.socket, await trust.wider());
  }

  #secure(socket: Socket, context: HostTrust['context']): Promise<Handshake> {
    this.#context = context;
    return secureSocket(socket, {
      host: this.#origin.host,
      timeout: this.#options.timeout,
      signal: this.#options.signal,
      ...(context !== undefined && { context }),
      ...(this.#session !== undefined && { session: this.#session }),
    }).then((handshake) => {
      if (handshake.socket !== undefined) this.#keepSession(handshake.socket);
      return handshake;
    });
  }

  #keepSession(socket: TLSSocket): void {
    socket.on('session', (session) => {
      this.#session = session;
    });
  }

  /** A connection for the agent: the one that is there, or another. */
  async #dial(): Promise<Socket> {
    const spare = this.#spare;
    this.#spare = undefined;
    if (spare !== undefined && !spare.destroyed && spare.readable) return spare;
    const { socket, failure: why } = await this.#connect(this.#origin.port, false);
    if (socket === undefined) throw new LineError(why);
    if (this.#origin.scheme === 'http') return socket;
    const handshake = await this.#secure(socket, this.#context);
    if (handshake.socket === undefined) throw new LineError(handshake.failure);
    return handshake.socket;
  }
}

/** Something else came back than TLS, or the server hung up on it. */
function speaksNoTls({ failure: why }: Handshake): boolean {
  return why?.kind === 'plain-http' || why?.kind === 'broken';
}

/** The system's resolver can take half a minute over a name; it cannot be stopped, but not waited for. */
async function inTime<T>(task: Promise<T>, what: string, { timeout, signal }: LineOptions): Promise<T> {
  if (signal.aborted) throw new LineError(outOfTime());
  const began = process.uptime();
  const over = new AbortController();
  const ended = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new Error('i/o timeout')), timeout);
    const giveUp = (): void => reject(new LineError(gaveUp(`${what}: no answer`, began)));
    signal.addEventListener('abort', giveUp, { signal: over.signal });
    over.signal.addEventListener('abort', () => clearTimeout(timer));
  });
  try {
    return await Promise.race([task, ended]);
  } finally {
    over.abort();
  }
}
