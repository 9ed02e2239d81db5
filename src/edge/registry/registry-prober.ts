import { setMaxListeners } from 'node:events';
import {
  isReference,
  parseImageReference,
  registryHostOf,
} from '../../core/evidence/image/image-reference.ts';
import type { ImageReference } from '../../core/evidence/image/image-reference.ts';
import type { ImageProbe } from '../../core/evidence/registry/image-probe.ts';
import type { ProbeRequest } from '../../core/evidence/registry/probe-request.ts';
import { readProxySettings } from '../host/proxy-settings.ts';
import { Gate } from './gate.ts';
import { TrustStore } from './host-trust.ts';
import { LinePool } from './line-pool.ts';
import { ProbeDraft } from './probe-draft.ts';
import { probeImage } from './probe-image.ts';
import { RegistryLine } from './registry-line.ts';
import { SYSTEM_NETWORK, type RegistryNetwork } from './registry-network.ts';
import { RegistrySession } from './registry-session.ts';
import { RequestBudget } from './request-budget.ts';

/** Asks registries, and remembers over a run what it learned of each: one prober for all images. */
export interface RegistryProber {
  /**
   * Everything seen of one image with one set of credentials. What cannot be seen is told in the probe; only
   * files of the user's that cannot be read reject, with a UserError.
   */
  readonly probe: (request: ProbeRequest) => Promise<ImageProbe>;
  /** Ends every connection. */
  readonly close: () => void;
}

export interface RegistryProberOptions {
  /** Proxies, and where certificates are. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** `name/version (os/arch)`. */
  readonly userAgent?: string;
  /** PEM files trusted for every registry. */
  readonly caFiles?: readonly string[];
  /** Folders laid out as containerd's or Docker's certs.d. */
  readonly certsDirs?: readonly string[];
  /** Plain HTTP for registries that do not speak TLS; those of this machine may without. */
  readonly plainHttp?: boolean;
  /** Milliseconds for one answer. */
  readonly requestTimeout?: number;
  /** Milliseconds for everything together, counted from the first probe; 0 is no end. */
  readonly deadline?: number;
  /** Requests to one registry, in place of so many for each image. */
  readonly maxRequests?: number;
  readonly signal?: AbortSignal;
  readonly log?: (level: number, line: string) => void;
  readonly network?: RegistryNetwork;
}

const REQUEST_TIMEOUT = 10_000;
const DEADLINE = 20_000;
const AT_ONE_REGISTRY = 6;
const IN_ALL = 16;
const BASE_REQUESTS = 40;
/** Requests granted for another image, by what is asked of it. */
const FOR_AN_IMAGE = { manifest: 8, layers: 80, deep: 80 } as const;

/** @param options see there; the prober holds sockets until it is closed */
export function createRegistryProber(options: RegistryProberOptions): RegistryProber {
  const run = new ProbeRun(options);
  return { probe: (request) => run.probe(request), close: () => run.close() };
}

class ProbeRun {
  readonly #options: RegistryProberOptions;
  readonly #over: AbortController = new AbortController();
  readonly #pool: LinePool;
  readonly #wholeGate: Gate = new Gate(IN_ALL);
  readonly #sessions = new Map<string, RegistrySession>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: RegistryProberOptions) {
    this.#options = options;
    const { env, caFiles = [], certsDirs = [], plainHttp = false, signal } = options;
    // Every request under way listens.
    setMaxListeners(0, this.#over.signal);
    if (signal?.aborted === true) this.#over.abort();
    signal?.addEventListener('abort', () => this.#over.abort(), { once: true });
    this.#pool = new LinePool({
      trust: new TrustStore({ env, caFiles, certsDirs }),
      network: options.network ?? SYSTEM_NETWORK,
      proxies: readProxySettings(env),
      env,
      plainHttp,
      timeout: options.requestTimeout ?? REQUEST_TIMEOUT,
      signal: this.#over.signal,
      maxSockets: AT_ONE_REGISTRY,
    });
  }

  async probe(request: ProbeRequest): Promise<ImageProbe> {
    const { now, deadline = DEADLINE } = this.#options;
    if (deadline > 0) this.#timer ??= setTimeout(() => this.#over.abort(), deadline).unref();
    const at = now();
    const draft = new ProbeDraft();
    const image = parseImageReference(request.image);
    if (isReference(image)) await this.#probeImage(draft, request, image);
    else draft.missed(`image ${request.image}`, image.error);
    if (this.#over.signal.aborted && isReference(image)) {
      // By registry: a hundred images of one that hangs are one thing that was not seen.
      draft.missed(
        `answers of registry ${registryHostOf(image)}`,
        'the time for asking registries was used up',
      );
    }
    return draft.finish({ image: request.image, access: request.access, at, took: now() - at });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#over.abort();
    this.#pool.close();
  }

  async #probeImage(draft: ProbeDraft, request: ProbeRequest, image: ImageReference): Promise<void> {
    const session = this.#sessionOf(image);
    session.line.budget.grant(FOR_AN_IMAGE[request.depth]);
    await probeImage(session, draft, request, image);
  }

  #sessionOf(image: ImageReference): RegistrySession {
    const host = registryHostOf(image);
    const known = this.#sessions.get(host);
    if (known !== undefined) return known;
    const { now, log = () => undefined, userAgent = 'pulldoctor', maxRequests } = this.#options;
    const line = new RegistryLine({
      pool: this.#pool,
      budget: new RequestBudget(maxRequests, BASE_REQUESTS),
      gate: new Gate(AT_ONE_REGISTRY),
      wholeGate: this.#wholeGate,
      now,
      userAgent,
      log,
    });
    const names = image.domain === '' ? [host] : [image.domain, host];
    const session = new RegistrySession(host, names, line, now);
    this.#sessions.set(host, session);
    return session;
  }
}
