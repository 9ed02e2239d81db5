import type { ServerResponse } from 'node:http';
import { misbehave, type Misbehaviour, type Purpose } from './misbehaviour.ts';
import type { Claimant, SandboxAccounts } from './sandbox-accounts.ts';
import type { SandboxContents } from './sandbox-contents.ts';
import type { SandboxContent } from './sandbox-image.ts';
import type { SandboxRegistryOptions } from './sandbox-registry-options.ts';
import type { SandboxRequest } from './sandbox-request.ts';
import { repositoryOfScope, type SandboxTokens } from './sandbox-tokens.ts';
import { errorsBody, type Refusal, type Situation, type VendorStyle } from './vendor-style.ts';

export interface RegistryAnswersOptions {
  readonly options: SandboxRegistryOptions & { readonly host: string };
  readonly style: VendorStyle;
  readonly contents: SandboxContents;
  readonly accounts: SandboxAccounts;
  readonly tokens: SandboxTokens;
  readonly surprised: (what: string) => void;
}

/** What a path below `/v2/` asks for. */
interface Target {
  readonly purpose: Purpose;
  readonly repository: string;
  readonly reference: string;
}

type Headers = Record<string, string>;

const BLOB_PATH = /^\/store\/(sha256:[0-9a-f]{64})$/u;
const SCOPE_PATH = /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/u;
const TAGS_PATH = /^\/v2\/(.+)\/tags\/list$/u;

/** The protocol: who is asked for what, and what a vendor's registry says to it. */
export class RegistryAnswers {
  readonly #all: RegistryAnswersOptions;
  readonly #auth: VendorStyle['auth'];
  readonly #tokenPath: string;
  readonly #done = new Map<Misbehaviour, number>();

  constructor(all: RegistryAnswersOptions) {
    this.#all = all;
    this.#auth = all.options.auth ?? all.style.auth;
    this.#tokenPath = all.style.token?.path ?? '/token';
  }

  registry(request: SandboxRequest, response: ServerResponse): void {
    const { options } = this.#all;
    if (options.tokenHost === undefined && request.path === this.#tokenPath)
      return this.token(request, response);
    const target = targetOf(request);
    if (target === undefined || !isAllowed(request, target)) return this.#surprise(request, response);
    const wrong = this.#misbehaviour(target.purpose);
    if (wrong !== undefined && wrong.does !== 'wrong-digest' && wrong.does !== 'no-digest') {
      return misbehave(wrong, request, response);
    }
    const refusal = this.#refusal(request, target);
    if (refusal !== undefined) return this.#refuse(response, request, refusal, target.repository);
    return this.#give(request, response, target, wrong);
  }

  token(request: SandboxRequest, response: ServerResponse): void {
    const { accounts, tokens } = this.#all;
    if (request.path !== this.#tokenPath) return this.#surprise(request, response);
    const wrong = this.#misbehaviour('token');
    if (wrong !== undefined) return misbehave(wrong, request, response);
    const form = request.method === 'POST' ? new URLSearchParams(request.body) : request.query;
    const claimant = accounts.claimant(request.authorization, form);
    const bad = this.#badLogin(claimant);
    // A server that gives anybody a token still says no where only the login is asked about.
    const strict = bad?.at === 'token' || (bad !== undefined && !form.has('scope'));
    if (bad !== undefined && strict)
      return this.#refuse(response, request, { ...bad, challenge: 'none' }, '');
    const repositories = form
      .getAll('scope')
      .map(repositoryOfScope)
      .filter((name) => name !== undefined);
    for (const repository of repositories) {
      const refusal = this.#accessRefusal(claimant, repository);
      if (refusal?.at === 'token')
        return this.#refuse(response, request, { ...refusal, challenge: 'none' }, '');
    }
    const granted = repositories.filter((name) => accounts.mayRead(claimant, name));
    const token = tokens.issue({ repositories: granted, named: claimant.kind === 'account' });
    return sendJson(response, 200, {}, { token, access_token: token, expires_in: 300 });
  }

  blobs(request: SandboxRequest, response: ServerResponse): void {
    const [, digest = ''] = BLOB_PATH.exec(request.path) ?? [];
    const content = this.#all.contents.anyBlob(digest);
    if (digest === '') return this.#surprise(request, response);
    if (request.method === 'HEAD' && this.#all.options.blobsByGetOnly === true) {
      response.writeHead(403).end();
      return;
    }
    if (content === undefined) {
      response
        .writeHead(404, { 'content-type': 'application/xml' })
        .end('<Error><Code>NoSuchKey</Code></Error>');
    } else sendContent(request, response, {}, content);
  }

  #surprise(request: SandboxRequest, response: ServerResponse): void {
    this.#all.surprised(`${request.role} ${request.method} ${request.path}`);
    response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n');
  }

  #misbehaviour(purpose: Purpose): Misbehaviour | undefined {
    const found = this.#all.options.misbehaves?.find(
      (one) =>
        (one.on === purpose || one.on === 'any') && (this.#done.get(one) ?? 0) < (one.times ?? Infinity),
    );
    if (found !== undefined) this.#done.set(found, (this.#done.get(found) ?? 0) + 1);
    return found;
  }

  #badLogin({ kind }: Claimant): Refusal | undefined {
    const { refusals } = this.#all.style;
    if (kind === 'wrong') return refusals['wrong-login'];
    return kind === 'expired' ? refusals['expired-login'] : undefined;
  }

  /** Why whoever asks does not get to the repository; undefined when they do. */
  #accessRefusal(claimant: Claimant, repository: string): Refusal | undefined {
    const { accounts, contents, style } = this.#all;
    const missing = style.refusals['no-repository'];
    if (accounts.mayRead(claimant, repository)) {
      return missing.at === 'token' && !contents.has(repository) ? missing : undefined;
    }
    const hidden = style.hides || contents.has(repository);
    const situation: Situation =
      claimant.kind === 'account'
        ? hidden && !contents.has(repository)
          ? 'no-repository'
          : 'no-right'
        : 'no-login';
    return style.refusals[situation];
  }

  #refusal(request: SandboxRequest, { purpose, repository }: Target): Refusal | undefined {
    if (this.#auth === 'none') return undefined;
    return this.#auth === 'basic'
      ? this.#basicRefusal(request, purpose, repository)
      : this.#bearerRefusal(request, purpose, repository);
  }

  #basicRefusal(
    { authorization }: SandboxRequest,
    purpose: Purpose,
    repository: string,
  ): Refusal | undefined {
    const claimant = this.#all.accounts.claimant(authorization);
    const bad = this.#badLogin(claimant);
    if (bad !== undefined) return bad;
    if (purpose === 'ping' || purpose === 'catalog') {
      return claimant.kind === 'account' ? undefined : this.#all.style.refusals['no-login'];
    }
    return this.#accessRefusal(claimant, repository);
  }

  #bearerRefusal(
    { authorization }: SandboxRequest,
    purpose: Purpose,
    repository: string,
  ): Refusal | undefined {
    const issued = this.#all.tokens.read(authorization);
    if (issued === undefined) return UNASKED;
    if (purpose === 'ping' || purpose === 'catalog' || issued.repositories.includes(repository))
      return undefined;
    const { refusals } = this.#all.style;
    const refusal = refusals[issued.named ? 'no-right' : 'no-login'];
    return refusal.at === 'registry' ? refusal : UNASKED;
  }

  #give(
    request: SandboxRequest,
    response: ServerResponse,
    target: Target,
    wrong: Misbehaviour | undefined,
  ): void {
    const { style, contents } = this.#all;
    const { purpose, repository, reference } = target;
    const headers: Headers = { ...style.headers, ...this.#rateHeaders(purpose) };
    if (purpose === 'ping') return sendJson(response, 200, headers, {});
    if (purpose === 'catalog') return sendJson(response, 200, headers, { repositories: contents.names() });
    if (!contents.has(repository))
      return this.#refuse(response, request, style.refusals['no-repository'], repository);
    if (purpose === 'tags') return this.#sendTags(request, response, repository, headers);
    if (purpose === 'blob') return this.#sendBlob(request, response, target, headers);
    const content = contents.manifest(repository, reference);
    if (content === undefined) return this.#refuse(response, request, style.refusals['no-tag'], repository);
    if (!request.accept.includes(content.mediaType)) {
      const body = errorsBody(
        'MANIFEST_UNKNOWN',
        `${content.mediaType} found, but accept header does not support it`,
      );
      response.writeHead(404, { 'content-type': 'application/json' }).end(body);
      return;
    }
    const digest = wrong?.does === 'wrong-digest' ? `sha256:${'0'.repeat(64)}` : content.digest;
    const named: Headers =
      wrong?.does === 'no-digest' ? headers : { ...headers, 'docker-content-digest': digest };
    return sendContent(request, response, named, content);
  }

  #rateHeaders(purpose: Purpose): Headers {
    const { rateLimit } = this.#all.options;
    if (rateLimit === undefined || purpose !== 'manifest') return {};
    const { limit, remaining, window, source } = rateLimit;
    return {
      'ratelimit-limit': `${limit};w=${window}`,
      'ratelimit-remaining': `${remaining};w=${window}`,
      ...(source !== undefined && { 'docker-ratelimit-source': source }),
    };
  }

  #sendTags(request: SandboxRequest, response: ServerResponse, repository: string, headers: Headers): void {
    const all = this.#all.contents.tags(repository);
    const last = request.query.get('last') ?? '';
    const asked = Number(request.query.get('n') ?? '1000');
    const size = Math.min(asked, this.#all.options.pageSize ?? 1000);
    const rest = all.filter((tag) => tag > last);
    const page = rest.slice(0, size);
    const link = `</v2/${repository}/tags/list?n=${size}&last=${page.at(-1) ?? ''}>; rel="next"`;
    const more: Headers = rest.length > page.length ? { ...headers, link } : headers;
    sendJson(response, 200, more, { name: repository, tags: page });
  }

  #sendBlob(
    request: SandboxRequest,
    response: ServerResponse,
    { repository, reference }: Target,
    headers: Headers,
  ): void {
    const content = this.#all.contents.blob(repository, reference);
    const { blobHost, tls } = this.#all.options;
    if (content === undefined) {
      const body = errorsBody('BLOB_UNKNOWN', 'blob unknown to registry');
      response
        .writeHead(404, { 'content-type': 'application/json' })
        .end(request.method === 'HEAD' ? '' : body);
    } else if (blobHost === undefined) sendContent(request, response, headers, content);
    else {
      const location = `${tls === undefined ? 'http' : 'https'}://${blobHost}/store/${reference}?signature=abc`;
      response.writeHead(307, { ...headers, location }).end();
    }
  }

  #refuse(response: ServerResponse, request: SandboxRequest, refusal: Refusal, repository: string): void {
    const { status, code, message = '', text, type } = refusal;
    const body = text ?? (code === undefined ? '' : errorsBody(code, message));
    const headers: Headers = {
      ...this.#all.style.headers,
      ...refusal.headers,
      'content-type': type ?? 'application/json',
    };
    const challenge = status === 401 ? this.#challenge(refusal, repository) : undefined;
    if (challenge !== undefined) headers['www-authenticate'] = challenge;
    response.writeHead(status, headers).end(request.method === 'HEAD' ? '' : body);
  }

  #challenge({ challenge }: Refusal, repository: string): string | undefined {
    if (challenge === 'none') return undefined;
    const { style, options } = this.#all;
    if (this.#auth !== 'bearer') return 'Basic realm="Registry"';
    const scheme = options.tls === undefined ? 'http' : 'https';
    const realm = `${scheme}://${options.tokenHost ?? options.host}${this.#tokenPath}`;
    const scope = repository === '' ? '' : `,scope="repository:${repository}:pull"`;
    const error = challenge === undefined || challenge === 'plain' ? '' : `,error="${challenge}"`;
    return `Bearer realm="${realm}",service="${style.token?.service ?? 'sandbox'}"${scope}${error}`;
  }
}

/** Nobody has come with a token yet. */
const UNASKED: Refusal = {
  at: 'registry',
  status: 401,
  code: 'UNAUTHORIZED',
  message: 'authentication required',
};

function targetOf({ path }: SandboxRequest): Target | undefined {
  if (path === '/v2/' || path === '/v2') return { purpose: 'ping', repository: '', reference: '' };
  if (path === '/v2/_catalog') return { purpose: 'catalog', repository: '', reference: '' };
  const [, tagged] = TAGS_PATH.exec(path) ?? [];
  if (tagged !== undefined) return { purpose: 'tags', repository: tagged, reference: '' };
  const [, repository, kind, reference] = SCOPE_PATH.exec(path) ?? [];
  if (repository === undefined || reference === undefined) return undefined;
  return { purpose: kind === 'blobs' ? 'blob' : 'manifest', repository, reference };
}

/** A client that reads sends nothing but GET and HEAD, and says which manifests it takes. */
function isAllowed({ method, accept }: SandboxRequest, { purpose }: Target): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  return purpose !== 'manifest' || accept !== '';
}

function sendJson(response: ServerResponse, status: number, headers: Headers, value: unknown): void {
  response.writeHead(status, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function sendContent(
  request: SandboxRequest,
  response: ServerResponse,
  headers: Headers,
  content: SandboxContent,
): void {
  response.writeHead(200, {
    ...headers,
    'content-type': content.mediaType,
    'content-length': String(content.bytes.length),
  });
  response.end(request.method === 'HEAD' ? '' : content.bytes);
}
