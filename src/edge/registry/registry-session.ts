import type { Origin } from '../../core/evidence/registry/credential-target.ts';
import { firstHeader } from '../../core/evidence/registry/http-answer.ts';
import { parseChallenges, type Challenge } from '../../core/evidence/registry/parse-challenge.ts';
import { parseHttpDate } from '../../core/evidence/registry/retry-after.ts';
import type { Credential } from './credential.ts';
import { LoginLedger } from './login-ledger.ts';
import { originOf, originText, parseUrl, registryUrl } from './origin.ts';
import { ProbeDraft } from './probe-draft.ts';
import type { Asked, RegistryLine, Sent } from './registry-line.ts';
import { SignIn, type SignedIn } from './sign-in.ts';

/** What a registry showed before any image was asked about. */
export interface Opening {
  /** The looks of it, for every image's record. */
  readonly draft: ProbeDraft;
  readonly challenges: readonly Challenge[];
  /** Nothing more is to be asked: it cannot be reached, or it is down or wants to be left alone. */
  readonly closed: boolean;
}

/** Being signed in, for one repository. */
export interface Access {
  readonly credential: Credential;
  readonly signedIn: SignedIn;
  readonly scope: string;
  readonly trial?: number;
}

/** The Date header has whole seconds, and the answer was some while on its way. */
const CLOCK_RESOLUTION = 3000;
const PING_BYTES = 65_536;

/** One registry over a whole run: opened once, its logins and tokens remembered. */
export class RegistrySession {
  readonly host: string;
  readonly line: RegistryLine;
  readonly logins: LoginLedger = new LoginLedger();
  readonly signIn: SignIn;
  readonly #now: () => number;
  readonly #names: readonly string[];
  #opening: Promise<Opening> | undefined;
  readonly #checked = new Map<string, Promise<Sent>>();

  /** @param host as the image names it, port and all; `names` are those of certs.d folders besides */
  constructor(host: string, names: readonly string[], line: RegistryLine, now: () => number) {
    this.host = host;
    this.line = line;
    this.signIn = new SignIn(line);
    this.#names = names;
    this.#now = now;
  }

  open(): Promise<Opening> {
    this.#opening ??= this.#openOnce();
    return this.#opening;
  }

  /** An address below `/v2/`. */
  url(path: string): URL {
    const home = this.line.home;
    const url = parseUrl(`${home === undefined ? 'https://invalid' : originText(home)}/v2/${path}`);
    return url ?? new URL('https://invalid/');
  }

  async #openOnce(): Promise<Opening> {
    const draft = new ProbeDraft();
    const origin = this.#origin();
    if (origin === undefined) {
      draft.missed(`registry ${this.host}`, 'this is no name of a host');
      return { draft, challenges: [], closed: true };
    }
    const climb = await this.line.climb(draft, origin, this.host, this.#names);
    if (climb.failure !== undefined) {
      if (climb.looks.every(({ failure }) => failure === undefined)) {
        const host = { name: this.host, role: 'registry' } as const;
        draft.record({ kind: 'connect', host, failure: climb.failure });
      }
      return { draft, challenges: [], closed: true };
    }
    return this.#ping(draft);
  }

  #origin(): Origin | undefined {
    const url = registryUrl(this.host, 'https');
    return url === undefined ? undefined : originOf(url);
  }

  async #ping(draft: ProbeDraft): Promise<Opening> {
    const before = this.#now();
    const asked = { kind: 'ping', role: 'registry', method: 'GET', mostBytes: PING_BYTES } as const;
    const sent = await this.line.send(draft, { ...asked, url: this.url('') });
    const { answer } = sent;
    if (answer === undefined)
      return { draft, challenges: [], closed: sent.failure?.kind !== 'redirect-refused' };
    const server = parseHttpDate(firstHeader(answer.headers, 'date'));
    const skew = server === undefined ? 0 : Math.round(server - (before + this.#now()) / 2);
    if (Math.abs(skew) >= CLOCK_RESOLUTION) draft.clockSkew = skew;
    const closed = answer.status === 429 || answer.status >= 500;
    return { draft, challenges: challengesOf(sent), closed };
  }

  /** Asks whether a Basic login is right at all: `GET /v2/` is for everybody who is let in. */
  checkBasic(draft: ProbeDraft, { credential, signedIn, trial }: Access): Promise<Sent> {
    const asked: Asked = {
      kind: 'ping',
      role: 'registry',
      method: 'GET',
      url: this.url(''),
      mostBytes: PING_BYTES,
      ...(trial !== undefined && { trial }),
    };
    const checked = this.#checked.get(credential.key) ?? this.line.send(draft, authorized(asked, signedIn));
    this.#checked.set(credential.key, checked);
    return checked;
  }

  /** Asks as whoever is signed in; a challenge that was not answered yet is answered once. */
  async ask(
    draft: ProbeDraft,
    access: Access,
    asked: Omit<Asked, 'role'>,
  ): Promise<{ readonly sent: Sent; readonly access: Access }> {
    const { trial, signedIn, credential } = access;
    const whole: Asked = { ...asked, role: 'registry', ...(trial !== undefined && { trial }) };
    const sent = await this.line.send(draft, authorized(whole, signedIn));
    // Behind a redirect somebody else speaks, whose challenges are not this registry's.
    if (sent.answer?.status !== 401 || !this.line.isHome(sent.url)) return { sent, access };
    const challenges = challengesOf(sent);
    const scope = challenges[0]?.parameters.get('scope') ?? access.scope;
    const request = { challenges, credential, scope, ...(trial !== undefined && { trial }) };
    if (challenges.length === 0 || !isNews(challenges, scope, signedIn)) return { sent, access };
    const again = await this.signIn.answer(draft, request);
    if (again.authorization === undefined || again.authorization === signedIn.authorization) {
      return { sent: again.refusal ?? sent, access: { ...access, signedIn: again } };
    }
    const second = await this.line.send(draft, authorized(whole, again));
    return { sent: second, access: { ...access, signedIn: again } };
  }
}

function challengesOf({ answer }: Sent): readonly Challenge[] {
  if (answer?.status !== 401) return [];
  return parseChallenges(answer.headers.get('www-authenticate') ?? []);
}

function authorized(asked: Asked, { authorization }: SignedIn): Asked {
  return authorization === undefined ? asked : { ...asked, authorization };
}

/** Whether a challenge asks for something else than it was given. */
function isNews(challenges: readonly Challenge[], scope: string, { answered, offered }: SignedIn): boolean {
  const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
  if (bearer === undefined) return offered === 'nothing';
  const realm = parseUrl(bearer.parameters.get('realm') ?? '');
  const asks = [realm?.href ?? '', bearer.parameters.get('service') ?? '', scope].join(' ');
  return asks !== answered;
}
