/**
 * Signing in: from a registry's challenge and a credential to an Authorization header, by Basic or by a token
 * (distribution's token specification; OAuth2 for identity tokens and for servers that know nothing else).
 */
import { mayReceiveCredentials, type Origin } from '../../core/evidence/registry/credential-target.ts';
import type { LookFailure } from '../../core/evidence/registry/image-probe.ts';
import type { Challenge } from '../../core/evidence/registry/parse-challenge.ts';
import { plainWords } from '../../core/evidence/registry/plain-words.ts';
import { readTokenAnswer, type TokenGrant } from '../../core/evidence/registry/token-answer.ts';
import { basicAuthorization, secretsOf, type Credential } from './credential.ts';
import type { Answered } from './exchange.ts';
import { failure } from './look-failures.ts';
import { originOf, originText, parseUrl } from './origin.ts';
import type { ProbeDraft } from './probe-draft.ts';
import type { Asked, RegistryLine, Sent } from './registry-line.ts';

export interface SignedIn {
  readonly authorization?: string;
  readonly offered: 'nothing' | 'basic' | 'token';
  /** The look that ended it: no token was given. */
  readonly refusal?: Sent;
  /** What the challenge was answered with: the same again would not help. */
  readonly answered?: string;
}

export interface SignInRequest {
  readonly challenges: readonly Challenge[];
  readonly credential: Credential;
  /** `repository:NAME:pull`; without one a token server only checks the login. */
  readonly scope?: string;
  readonly trial?: number;
}

/** What a token is asked for with. */
interface TokenQuestion extends SignInRequest {
  readonly realm: URL;
  readonly service: string;
}

const TOKEN_BYTES = 262_144;
const CLIENT = 'pulldoctor';

/** Signs in to one registry and keeps what it was given, one token for each realm, service, scope and login. */
export class SignIn {
  readonly #line: RegistryLine;
  readonly #tokens = new Map<string, { readonly draft: ProbeDraft; readonly sent: Promise<Token> }>();

  constructor(line: RegistryLine) {
    this.#line = line;
  }

  /** Chooses a challenge as containerd does, Bearer before Basic, and answers it. */
  async answer(draft: ProbeDraft, request: SignInRequest): Promise<SignedIn> {
    const { challenges, credential } = request;
    for (const secret of secretsOf(credential)) draft.secrets.add(secret);
    const bearer = challenges.find(
      ({ scheme, parameters }) => scheme === 'bearer' && parameters.has('realm'),
    );
    if (bearer !== undefined) return this.#answerBearer(draft, request, bearer);
    const basic = challenges.some(({ scheme }) => scheme === 'basic')
      ? basicAuthorization(credential)
      : undefined;
    if (basic === undefined) return { offered: 'nothing' };
    return { offered: 'basic', authorization: basic, answered: 'basic' };
  }

  async #answerBearer(
    draft: ProbeDraft,
    request: SignInRequest,
    { parameters }: Challenge,
  ): Promise<SignedIn> {
    const text = parameters.get('realm') ?? '';
    const realm = parseUrl(text);
    const service = parameters.get('service') ?? '';
    const refused = this.#refuseRealm(realm, text, request.credential);
    if (realm === undefined || refused !== undefined)
      return { offered: 'nothing', refusal: tellRefusal(draft, request, text, refused) };
    realm.username = '';
    realm.password = '';
    realm.hash = '';
    const question = { ...request, realm, service };
    const answered = [realm.href, service, request.scope ?? ''].join(' ');
    const key = `${answered} ${request.credential.key}`;
    const known = this.#tokens.get(key) ?? { draft, sent: this.#ask(draft, question) };
    this.#tokens.set(key, known);
    const { sent, grant } = await known.sent;
    if (grant === undefined)
      return { offered: 'nothing', refusal: copyLook(draft, known.draft, sent, request.trial), answered };
    draft.secrets.add(grant.token);
    return { offered: 'token', authorization: `Bearer ${grant.token}`, answered };
  }

  #refuseRealm(realm: URL | undefined, text: string, credential: Credential): LookFailure | undefined {
    const origin = realm === undefined ? undefined : originOf(realm);
    const home = this.#line.home;
    if (origin === undefined || home === undefined || text.length > 2048) {
      return failure('realm-refused', 'the registry names a token server that is no address');
    }
    if (credential.reveal() === undefined || mayReceiveCredentials(home, origin)) return undefined;
    return failure('realm-refused', realmWords(home, origin));
  }

  async #ask(draft: ProbeDraft, question: TokenQuestion): Promise<Token> {
    if (question.credential.identity) return this.#post(draft, question);
    const token = await this.#get(draft, question);
    const status = token.sent.answer?.status;
    // Some servers know OAuth2 only. The same login again, but not one that was refused.
    const wantsForm = (status === 404 || status === 405) && question.credential.reveal() !== undefined;
    return wantsForm ? this.#post(draft, question) : token;
  }

  #get(draft: ProbeDraft, question: TokenQuestion): Promise<Token> {
    const url = new URL(question.realm);
    if (question.service !== '') url.searchParams.set('service', question.service);
    if (question.scope !== undefined) url.searchParams.set('scope', question.scope);
    const authorization = basicAuthorization(question.credential);
    return this.#send(draft, question, {
      method: 'GET',
      url,
      ...(authorization !== undefined && { authorization }),
    });
  }

  #post(draft: ProbeDraft, question: TokenQuestion): Promise<Token> {
    const login = question.credential.reveal();
    const form = new URLSearchParams({
      client_id: CLIENT,
      service: question.service,
      ...(question.scope !== undefined && { scope: question.scope }),
      ...(question.credential.identity
        ? { grant_type: 'refresh_token', refresh_token: login?.password ?? '' }
        : { grant_type: 'password', username: login?.user ?? '', password: login?.password ?? '' }),
    });
    return this.#send(draft, question, {
      method: 'POST',
      url: question.realm,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
    });
  }

  async #send(
    draft: ProbeDraft,
    question: TokenQuestion,
    how: Pick<Asked, 'method' | 'url'> & Partial<Pick<Asked, 'headers' | 'body' | 'authorization'>>,
  ): Promise<Token> {
    const { scope, trial } = question;
    const sent = await this.#line.send(draft, {
      kind: 'token',
      role: 'token',
      ...(scope !== undefined && { subject: scope }),
      ...(trial !== undefined && { trial }),
      mostBytes: TOKEN_BYTES,
      check: (answer) =>
        grantIn(answer) === undefined ? failure('bad-answer', 'there is no token in the answer') : undefined,
      more: (answer) => {
        const granted = grantIn(answer)?.granted;
        return granted === undefined ? {} : { granted };
      },
      ...how,
    });
    const good = sent.failure === undefined && sent.answer !== undefined && sent.answer.status < 300;
    const grant = good && sent.answer !== undefined ? grantIn(sent.answer) : undefined;
    return grant === undefined ? { sent } : { sent, grant };
  }
}

interface Token {
  readonly sent: Sent;
  readonly grant?: TokenGrant;
}

function grantIn(answer: Answered): TokenGrant | undefined {
  try {
    return readTokenAnswer(JSON.parse(answer.body.toString('utf8')) as unknown);
  } catch {
    return undefined;
  }
}

function realmWords(home: Origin, realm: Origin): string {
  const there = plainWords(originText(realm), 120);
  return home.scheme === 'https'
    ? `the token server ${there} does not speak TLS: no login is sent there`
    : `${originText(home)} names another host as token server (${there}), and over plain HTTP anybody could have said so: no login is sent there`;
}

function tellRefusal(
  draft: ProbeDraft,
  { scope, trial }: SignInRequest,
  realm: string,
  why: LookFailure | undefined,
): Sent {
  const url = parseUrl(realm) ?? new URL('https://invalid/');
  const refusal = why ?? failure('realm-refused', 'the registry names no token server');
  const look = draft.record({
    kind: 'token',
    host: { name: plainWords(url.host, 120), role: 'token' },
    ...(scope !== undefined && { subject: scope }),
    ...(trial !== undefined && { trial }),
    failure: refusal,
  });
  return { look, url, failure: refusal };
}

/** What another image learned of the same question is told of this one too. */
function copyLook(draft: ProbeDraft, from: ProbeDraft, sent: Sent, trial: number | undefined): Sent {
  const look = from.looks[sent.look];
  if (draft === from || look === undefined) return sent;
  return { ...sent, look: draft.record({ ...look, ...(trial !== undefined && { trial }) }) };
}
