import type { Origin } from '../../core/evidence/registry/credential-target.ts';
import { proxyFor, type ProxySettings } from '../host/proxy-settings.ts';
import { DirectLine, type HostLine } from './host-line.ts';
import type { TrustStore } from './host-trust.ts';
import { hostText, originText } from './origin.ts';
import type { RegistryNetwork } from './registry-network.ts';

export interface LinePoolOptions {
  readonly trust: TrustStore;
  readonly network: RegistryNetwork;
  readonly proxies: ProxySettings;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Plain HTTP will do for every registry, not only for those of this machine. */
  readonly plainHttp: boolean;
  readonly timeout: number;
  readonly signal: AbortSignal;
  readonly maxSockets: number;
}

/** The ways to all hosts of a run, each made once. */
export class LinePool {
  readonly #options: LinePoolOptions;
  readonly #lines = new Map<string, Promise<HostLine>>();

  constructor(options: LinePoolOptions) {
    this.#options = options;
  }

  /**
   * @param namedBy addresses of the registry that sends us there; undefined for a registry itself
   * @param names other names under which certs.d may know the host
   */
  line(origin: Origin, namedBy?: readonly string[], names: readonly string[] = []): Promise<HostLine> {
    const key = `${originText(origin)} ${namedBy?.join(' ') ?? '-'}`;
    const known = this.#lines.get(key) ?? this.#make(origin, namedBy, names);
    this.#lines.set(key, known);
    return known;
  }

  close(): void {
    for (const line of this.#lines.values()) void line.then((made) => made.close()).catch(() => undefined);
    this.#lines.clear();
  }

  async #make(
    origin: Origin,
    namedBy: readonly string[] | undefined,
    names: readonly string[],
  ): Promise<HostLine> {
    const { trust, plainHttp, proxies, ...rest } = this.#options;
    const options = {
      ...rest,
      origin,
      trust: () => trust.of([...new Set([...names, hostText(origin)])]),
      plainHttp: namedBy === undefined && (plainHttp || isLocal(origin.host)),
      ...(namedBy !== undefined && { namedBy }),
    };
    const proxy = proxyFor(proxies, origin);
    if (proxy === undefined) return new DirectLine(options);
    const { ProxiedLine } = await import('./proxied-line.ts');
    return new ProxiedLine({ ...options, proxy });
  }
}

/** Registries of this machine may speak plain HTTP, as for containerd (core/remotes/docker, MatchLocalhost). */
function isLocal(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/u.test(host);
}
