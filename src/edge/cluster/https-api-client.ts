import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { ApiBreak, type ApiAnswer, type ApiClient, type ApiFailure, type ApiRequest } from './api-client.ts';
import { firstText, unpacked, wholeText } from './answer-body.ts';
import type { ApiAgents } from './api-agents.ts';
import { startCall, type ApiCall } from './api-call.ts';
import { exchange, type ExchangeOutcome } from './api-exchange.ts';
import { headerLines, type Log } from './api-log.ts';
import { nextAttempt, NO_ATTEMPTS } from './api-retry.ts';
import { requestBody, requestHeaders, requestTarget } from './api-target.ts';
import type { Credential, CredentialSource } from './credential.ts';
import type { FailurePlace } from './failure-place.ts';
import { pause } from './pause.ts';
import { statusFailure } from './status-answer.ts';

/** All that an API client is made of. */
export interface ClientSetup {
  readonly place: FailurePlace;
  readonly agents: ApiAgents;
  readonly login: CredentialSource;
  /** Sent with each request: user agent, impersonation. */
  readonly headers: OutgoingHttpHeaders;
  /** Milliseconds for one answer; 0 is none. */
  readonly timeout: number;
  readonly log: Log;
}

/** The longest body of an error that is read for its words. */
const LONGEST_ERROR = 64 << 10;

type Head = ApiAnswer<{ readonly response: IncomingMessage; readonly credential: Credential }>;

/** {@link ApiClient} on node:https. */
export class HttpsApiClient implements ApiClient {
  readonly server: string;
  readonly #setup: ClientSetup;

  constructor(setup: ClientSetup) {
    this.#setup = setup;
    this.server = setup.place.server.url;
  }

  readonly fetch = async (request: ApiRequest): Promise<ApiAnswer<unknown>> => {
    const answer = await this.#begin(request);
    if (!answer.ok) return answer;
    const { head, call } = answer.value;
    try {
      const text = await wholeText(head.response);
      return await this.#parsed(text, head.response, request);
    } catch (error) {
      return await this.#failed(error, call, head.credential);
    } finally {
      call.done();
    }
  };

  readonly open = async (request: ApiRequest): Promise<ApiAnswer<AsyncIterable<Uint8Array>>> => {
    const answer = await this.#begin(request);
    if (!answer.ok) return answer;
    return { ok: true, value: this.#chunks(answer.value.head, answer.value.call) };
  };

  readonly close = (): void => {
    this.#setup.login.close();
    void this.#setup.agents.close();
  };

  async *#chunks(head: Opened['head'], call: ApiCall): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for await (const chunk of await unpacked(head.response)) yield chunk as Uint8Array;
    } catch (error) {
      const answer = await this.#failed(error, call, head.credential);
      throw answer.ok ? error : new ApiBreak(answer.failure);
    } finally {
      call.done();
      head.response.destroy();
    }
  }

  /** Up to the head of an answer that is no error; the call goes on until its body is read. */
  async #begin(request: ApiRequest): Promise<ApiAnswer<Opened>> {
    // A login has a time of its own: a person may be typing.
    const login = await this.#setup.login.current();
    if (!login.ok) return { ok: false, failure: await this.#plain(login.failure, {}) };
    const call = startCall(request.timeout ?? this.#setup.timeout, request.signal);
    const head = await this.#answered(request, call, login.value);
    if (head.ok) return { ok: true, value: { head: head.value, call } };
    call.done();
    this.#setup.log(4, `${request.method ?? 'GET'} ${request.path}: ${head.failure.says}`);
    return head;
  }

  async #answered(request: ApiRequest, call: ApiCall, first: Credential): Promise<Head> {
    let credential = first;
    let isRenewed = false;
    let tried = NO_ATTEMPTS;
    for (;;) {
      const outcome = await this.#send(request, call, credential);
      if (isSuccess(outcome)) return { ok: true, value: { response: outcome.response, credential } };
      if (isUnauthorized(outcome) && !isRenewed) {
        isRenewed = true;
        const renewed = await this.#setup.login.renewed(credential);
        if (renewed?.ok === false) this.#setup.log(4, renewed.failure.says);
        if (renewed?.ok === true) {
          credential = renewed.value;
          drop(outcome);
          continue;
        }
      }
      const isRead = (request.method ?? 'GET') === 'GET';
      const next = isRead && call.ended() === undefined && nextAttempt(outcome, tried, call.left());
      if (!next) return this.#outcomeFailed(outcome, call, credential);
      drop(outcome);
      tried = next.tried;
      if (next.wait > 0) await pause(next.wait, call.signal);
    }
  }

  async #send(request: ApiRequest, call: ApiCall, credential: Credential): Promise<ExchangeOutcome> {
    const { place, agents, log } = this.#setup;
    const startedAt = Date.now();
    const body = requestBody(request);
    const headers = requestHeaders(request, body, this.#setup.headers, credential);
    const method = request.method ?? 'GET';
    const target = requestTarget(place.server.basePath, request);
    for (const line of headerLines(headers, '>')) log(8, line);
    const outcome = await agents.agentFor(credential.certificate).then(
      (agent) => {
        const { server } = place;
        return exchange({
          server,
          agent,
          method,
          target,
          headers,
          signal: call.signal,
          ...(body !== undefined && { body }),
        });
      },
      (error: unknown): ExchangeOutcome => ({ kind: 'error', error, reused: false }),
    );
    const came = outcome.kind === 'answer' ? String(outcome.response.statusCode) : 'no answer';
    const took = Date.now() - startedAt;
    log(6, `${method} ${this.server}${target.slice(place.server.basePath.length)} ${came} in ${took} ms`);
    if (outcome.kind === 'answer')
      for (const line of headerLines(outcome.response.headers, '<')) log(8, line);
    return outcome;
  }

  async #outcomeFailed(outcome: ExchangeOutcome, call: ApiCall, credential: Credential): Promise<Head> {
    if (outcome.kind === 'error') return this.#failed(outcome.error, call, credential);
    const { response } = outcome;
    const body = await firstText(response, LONGEST_ERROR);
    response.destroy();
    const { 'content-type': contentType = '', 'retry-after': wait, location } = response.headers;
    const failure = statusFailure({
      status: response.statusCode ?? 0,
      contentType,
      body,
      ...(wait !== undefined && { retryAfter: wait }),
      ...(location !== undefined && { location }),
    });
    return { ok: false, failure: await this.#plain(failure, credential) };
  }

  async #parsed(text: string, response: IncomingMessage, request: ApiRequest): Promise<ApiAnswer<unknown>> {
    const contentType = response.headers['content-type'] ?? '';
    const wantsText = request.accept !== undefined && !request.accept.includes('json');
    if (wantsText && !contentType.includes('json')) return { ok: true, value: text };
    try {
      return { ok: true, value: JSON.parse(text) as unknown };
    } catch {
      const { noJson } = await import('./failure-words.ts');
      return { ok: false, failure: noJson(contentType, text, this.#setup.place) };
    }
  }

  async #failed(
    error: unknown,
    call: ApiCall,
    credential: Credential,
  ): Promise<{ readonly ok: false; readonly failure: ApiFailure }> {
    const { errorFailure } = await import('./failure-words.ts');
    const place = { ...this.#setup.place, credential, time: call.time };
    const failure = await errorFailure(error, call.ended(), place);
    return { ok: false, failure: await this.#plain(failure, credential) };
  }

  /** The last stop of every failure: who asked is added to a 401, and what must not be said is taken out. */
  async #plain(failure: ApiFailure, credential: Credential): Promise<ApiFailure> {
    const { plainFailure } = await import('./failure-words.ts');
    return plainFailure(failure, { ...this.#setup.place, credential, time: this.#setup.timeout });
  }
}

interface Opened {
  readonly head: { readonly response: IncomingMessage; readonly credential: Credential };
  readonly call: ApiCall;
}

function isSuccess(outcome: ExchangeOutcome): outcome is Extract<ExchangeOutcome, { kind: 'answer' }> {
  const status = outcome.kind === 'answer' ? (outcome.response.statusCode ?? 0) : 0;
  return status >= 200 && status < 300;
}

function isUnauthorized(outcome: ExchangeOutcome): boolean {
  return outcome.kind === 'answer' && outcome.response.statusCode === 401;
}

/** An answer nobody reads holds its connection until it is read. */
function drop(outcome: ExchangeOutcome): void {
  if (outcome.kind === 'answer') outcome.response.resume();
}
