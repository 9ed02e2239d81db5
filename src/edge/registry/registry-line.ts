/**
 * Asking one registry and the hosts it names: every request goes through here, so that the budget, the
 * number at a time, retries, redirects and what is said of an answer are dealt with in one place.
 */
import { sameOrigin, type Origin } from '../../core/evidence/registry/credential-target.ts';
import { firstHeader, readHttpAnswer } from '../../core/evidence/registry/http-answer.ts';
import type {
  HttpAnswer,
  LookFailure,
  LookKind,
  RegistryLook,
} from '../../core/evidence/registry/image-probe.ts';
import { readRateLimit } from '../../core/evidence/registry/rate-limit-header.ts';
import type { HostRole } from '../../core/evidence/message/message-reading.ts';
import type { Answered, Exchanged } from './exchange.ts';
import type { Gate } from './gate.ts';
import { hideSecrets } from './hide-secrets.ts';
import type { Climb, HostLine } from './host-line.ts';
import type { LinePool } from './line-pool.ts';
import { failure } from './look-failures.ts';
import { hostText, originOf, parseUrl } from './origin.ts';
import type { ProbeDraft } from './probe-draft.ts';
import type { RequestBudget } from './request-budget.ts';

/** What is asked, and what it is for. */
export interface Asked {
  readonly kind: LookKind;
  readonly role: HostRole;
  readonly subject?: string;
  readonly trial?: number;
  readonly method: HttpAnswer['method'];
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent to the origin of `url` and nowhere else. */
  readonly authorization?: string;
  readonly body?: string;
  /** A longer body is a bad answer; with 0 nobody looks at it. */
  readonly mostBytes: number;
  /** What is wrong with an answer of 2xx, where something is. */
  readonly check?: (answer: Answered) => LookFailure | undefined;
  /** What else is to be told of the look. */
  readonly more?: (answer: Answered) => Partial<RegistryLook>;
}

/** The last answer, or why there is none; and which look tells of it. */
export interface Sent {
  readonly look: number;
  readonly url: URL;
  readonly answer?: Answered;
  readonly told?: HttpAnswer;
  readonly failure?: LookFailure;
}

export interface RegistryLineOptions {
  readonly pool: LinePool;
  readonly budget: RequestBudget;
  /** At most so many requests at a time: to this registry, and in all. */
  readonly gate: Gate;
  readonly wholeGate: Gate;
  readonly now: () => number;
  readonly userAgent: string;
  readonly log: (level: number, line: string) => void;
}

const MOST_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const ERROR_BYTES = 65_536;

export class RegistryLine {
  readonly #options: RegistryLineOptions;
  /** Addresses the registry itself was reached at; until it was climbed there are none. */
  addresses: readonly string[] = [];
  /** The registry, once climbed. */
  home: Origin | undefined;
  /** As it was asked for, before plain HTTP was found to be its way. */
  #asked: Origin | undefined;
  #name = '';

  constructor(options: RegistryLineOptions) {
    this.#options = options;
  }

  get budget(): RequestBudget {
    return this.#options.budget;
  }

  /** Sends a request; redirects are followed without the credential, each hop looked at before. */
  async send(draft: ProbeDraft, asked: Asked): Promise<Sent> {
    let sent = await this.#sendOnce(draft, asked);
    let { method } = asked;
    for (let hop = 0; isRedirect(sent.answer); hop++) {
      const next = hop < MOST_REDIRECTS ? nextOf(sent) : 'too many redirects';
      if (typeof next === 'string') return this.#refused(draft, asked, sent, next);
      if (sent.answer?.status === 303) method = 'GET';
      sent = await this.#sendOnce(draft, behindRedirect(asked, method, next));
    }
    return sent;
  }

  #refused(draft: ProbeDraft, asked: Asked, { url }: Sent, why: string): Sent {
    const refusal = failure('redirect-refused', `${url.host}: ${why}`);
    return { look: this.#record(draft, asked, url, { failure: refusal }), url, failure: refusal };
  }

  async #sendOnce(draft: ProbeDraft, asked: Asked): Promise<Sent> {
    const { url } = asked;
    const origin = originOf(url);
    if (origin === undefined) {
      const why = failure('redirect-refused', `${url.protocol} is no way to reach a registry`);
      return { look: this.#record(draft, asked, url, { failure: why }), url, failure: why };
    }
    const line = await this.#lineTo(origin);
    const climb = await line.climb();
    this.#recordClimb(draft, asked, url, climb);
    if (climb.failure !== undefined) {
      const why = named(climb.failure, asked);
      return { look: this.#record(draft, asked, url, { failure: why }), url, failure: why };
    }
    const exchanged = await this.#exchange(line, asked, climb.origin);
    return this.#tell(draft, asked, exchanged);
  }

  #lineTo(origin: Origin): Promise<HostLine> {
    const isHome = this.home !== undefined && sameOrigin(origin, this.home);
    return isHome
      ? this.#options.pool.line(this.#asked ?? origin)
      : this.#options.pool.line(origin, this.addresses);
  }

  /** Climbs the way to the registry itself. */
  async climb(draft: ProbeDraft, origin: Origin, host: string, names: readonly string[]): Promise<Climb> {
    this.#asked = origin;
    this.#name = host;
    const line = await this.#options.pool.line(origin, undefined, names);
    const climb = await line.climb();
    this.home = climb.origin;
    this.addresses = climb.addresses;
    draft.climbed.add(host);
    draft.blindSpots.push(...climb.blindSpots);
    for (const look of climb.looks) draft.record({ ...look, host: { name: host, role: 'registry' } });
    return climb;
  }

  #recordClimb(draft: ProbeDraft, asked: Asked, url: URL, climb: Climb): void {
    const host = this.#nameOf(url);
    if (draft.climbed.has(host)) return;
    draft.climbed.add(host);
    for (const look of climb.looks) draft.record({ ...look, host: { name: host, role: asked.role } });
  }

  async #exchange(line: HostLine, asked: Asked, origin: Origin): Promise<Exchanged> {
    const first = await this.#exchangeOnce(line, asked, origin);
    return worthRetrying(first) ? this.#exchangeOnce(line, asked, origin) : first;
  }

  #exchangeOnce(line: HostLine, asked: Asked, origin: Origin): Promise<Exchanged> {
    const { budget, gate, wholeGate, userAgent, log } = this.#options;
    const { method, url, authorization, body, mostBytes } = asked;
    return gate.run(() =>
      wholeGate.run(async () => {
        if (!budget.take()) return { failure: overBudget(origin) };
        const exchanged = await line.exchange({
          method,
          path: url.pathname + url.search,
          headers: {
            host: hostText(origin),
            'user-agent': userAgent,
            ...asked.headers,
            ...(authorization !== undefined && { authorization }),
          },
          mostBytes: Math.max(mostBytes, ERROR_BYTES),
          ...(body !== undefined && { body }),
        });
        const outcome = exchanged.failure?.says ?? String(exchanged.answer?.status);
        log(6, `${method} ${url.protocol}//${url.host}${url.pathname} ${outcome}`);
        return exchanged;
      }),
    );
  }

  #tell(draft: ProbeDraft, asked: Asked, { answer, failure: broken }: Exchanged): Sent {
    const { url } = asked;
    if (broken !== undefined) {
      const look = this.#record(draft, asked, url, { failure: broken });
      return { look, url, failure: broken };
    }
    const told = this.#readAnswer(draft, asked, answer);
    const good = answer.status >= 200 && answer.status < 300;
    const why = good ? (tooLong(asked, answer) ?? asked.check?.(answer)) : undefined;
    const more = asked.more?.(answer) ?? {};
    const look = this.#record(draft, asked, url, {
      ...more,
      answer: told,
      ...(why !== undefined && { failure: why }),
    });
    if (asked.role === 'registry') {
      draft.rateLimit = readRateLimit((name) => firstHeader(answer.headers, name)) ?? draft.rateLimit;
    }
    return { look, url, answer, told, ...(why !== undefined && { failure: why }) };
  }

  #record(
    draft: ProbeDraft,
    { kind, role, subject, trial }: Asked,
    url: URL,
    { answer, failure: why, granted }: Partial<RegistryLook>,
  ): number {
    return draft.record({
      kind,
      host: { name: this.#nameOf(url), role },
      ...(subject !== undefined && { subject }),
      ...(trial !== undefined && { trial }),
      ...(granted !== undefined && { granted }),
      ...(answer !== undefined && { answer }),
      ...(why !== undefined && { failure: why }),
    });
  }

  /** Whether an address is the registry's own. */
  isHome(url: URL): boolean {
    const origin = originOf(url);
    return origin !== undefined && this.home !== undefined && sameOrigin(origin, this.home);
  }

  /** The registry goes by the name the image gave it, port and all. */
  #nameOf(url: URL): string {
    return this.isHome(url) ? this.#name : url.host.toLowerCase();
  }

  #readAnswer(draft: ProbeDraft, asked: Asked, answer: Answered): HttpAnswer {
    const secrets = [...draft.secrets];
    const text = hideSecrets(answer.body.subarray(0, ERROR_BYTES).toString('utf8'), secrets);
    const headers = new Map(
      [...answer.headers].map(([name, values]): [string, readonly string[]] => [
        name,
        values.map((value) => hideSecrets(value, secrets)),
      ]),
    );
    return readHttpAnswer(
      { method: asked.method, status: answer.status, headers, text },
      this.#options.now(),
    );
  }
}

function isRedirect(answer: Answered | undefined): boolean {
  return (
    answer !== undefined && REDIRECTS.has(answer.status) && firstHeader(answer.headers, 'location') !== ''
  );
}

/** Where a redirect leads, or what is wrong with it. */
function nextOf({ answer, url }: Sent): URL | string {
  const location = answer === undefined ? '' : firstHeader(answer.headers, 'location');
  const next = location.length > 8192 ? undefined : parseUrl(location, url);
  if (next === undefined || originOf(next) === undefined) return 'redirects to what is no address';
  next.username = '';
  next.password = '';
  return next;
}

/** The same question for another address: without the credential, and without what a form held. */
function behindRedirect(asked: Asked, method: Asked['method'], url: URL): Asked {
  const next: { -readonly [K in keyof Asked]: Asked[K] } = { ...asked, method, url, role: roleBehind(asked) };
  delete next.authorization;
  delete next.body;
  return next;
}

/** Behind a redirect there is a store of blobs, or another registry for the rest. */
function roleBehind({ kind, role }: Asked): HostRole {
  return kind === 'layer' || kind === 'config' ? 'blob' : role;
}

/** An address that is not to be followed is told by who gave it. */
function named(why: LookFailure, { kind }: Asked): LookFailure {
  return why.kind === 'redirect-refused' && kind === 'token' ? { ...why, kind: 'realm-refused' } : why;
}

/** Once more where the network broke or a server stumbled; a refusal stays one. */
function worthRetrying({ answer, failure: why }: Exchanged): boolean {
  return why === undefined
    ? answer !== undefined && answer.status >= 500 && answer.status !== 501
    : why.kind === 'broken';
}

function overBudget(origin: Origin): LookFailure {
  return failure('budget', `no further request was sent to ${hostText(origin)}: enough were`);
}

function tooLong({ mostBytes }: Asked, { body, cut }: Answered): LookFailure | undefined {
  if (mostBytes === 0 || (!cut && body.length <= mostBytes)) return undefined;
  return failure('bad-answer', `longer than ${mostBytes} bytes`);
}
