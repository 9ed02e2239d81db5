import { ApiBreak, type ApiAnswer, type ApiClient, type ApiFailure, type ApiRequest } from '../api-client.ts';
import { drop, firstText, unpacked, wholeText } from './answer-body.ts';
import { startCall, type ApiCall } from './api-call.ts';
import { headerLines, type Log } from './api-log.ts';
import { nextAttempt, NO_ATTEMPTS } from './api-retry.ts';
import { requestBody, requestHeaders, requestTarget } from './api-target.ts';
import type { ApiWires } from './api-wires.ts';
import type { Credential, CredentialSource } from '../login/credential.ts';
import { signalOf } from './ending.ts';
import type { FailurePlace } from './failure-place.ts';
import { pause } from '../pause.ts';
import { statusFailure } from './status-answer.ts';
import type { WireAnswer, WireHeaders, WireOutcome } from './wire/wire.ts';

/** All that an API client is made of. */
export interface ClientSetup {
  readonly place: FailurePlace;
  readonly wires: ApiWires;
  readonly login: CredentialSource;
  /** Sent with each request: user agent, impersonation. */
  readonly headers: WireHeaders;
  /** Milliseconds for one answer; 0 is none. */
  readonly timeout: number;
  readonly log: Log;
}

/** The longest body of an error that is read for its words. */
const LONGEST_ERROR = 64 << 10;

type Head = ApiAnswer<{ readonly answer: WireAnswer; readonly credential: Credential }>;

/** {@link ApiClient} on HTTP/1.1. */
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
      const text = await wholeText(head.answer);
      return await this.#parsed(text, head.answer, request);
    } catch (error) {
      return await this.#failed(error, call, head.credential);
    } finally {
      call.done();
    }
  };

  readonly open = async (request: ApiRequest): Promise<ApiAnswer<AsyncIterable<Uint8Array>>> => {
    const answer = await this.#begin(request);
    if (!answer.ok) return answer;
    return { ok: true, value: await this.#chunks(answer.value.head, answer.value.call) };
  };

  readonly close = (): void => {
    this.#setup.login.close();
    void this.#setup.wires.close();
  };

  /** The body as it comes. No generator: one takes three turns for each piece. */
  async #chunks({ answer, credential }: Opened['head'], call: ApiCall): Promise<AsyncIterable<Uint8Array>> {
    const pieces = (await unpacked(answer))[Symbol.asyncIterator]();
    const end = (): void => {
      call.done();
      answer.destroy();
    };
    const iterator: AsyncIterator<Uint8Array, undefined> = {
      next: async () => {
        try {
          const piece = await pieces.next();
          if (piece.done !== true) return piece;
        } catch (error) {
          end();
          throw new ApiBreak((await this.#failed(error, call, credential)).failure);
        }
        end();
        return END;
      },
      return: async () => {
        end();
        await pieces.return?.();
        return END;
      },
    };
    return { [Symbol.asyncIterator]: () => iterator };
  }

  /** Up to the head of an answer that is no error; the call goes on until its body is read. */
  async #begin(request: ApiRequest): Promise<ApiAnswer<Opened>> {
    if (NO_NAME.test(request.path)) return { ok: false, failure: NAMELESS };
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
      if (isSuccess(outcome)) return { ok: true, value: { answer: outcome.answer, credential } };
      if (isUnauthorized(outcome) && !isRenewed) {
        isRenewed = true;
        const renewed = await this.#setup.login.renewed(credential);
        if (renewed?.ok === false) this.#setup.log(4, renewed.failure.says);
        if (renewed?.ok === true) {
          credential = renewed.value;
          await dropped(outcome);
          continue;
        }
      }
      const isRead = (request.method ?? 'GET') === 'GET';
      const next = isRead && call.ended() === undefined && nextAttempt(outcome, tried, call.left());
      if (!next) return this.#outcomeFailed(outcome, call, credential);
      await dropped(outcome);
      tried = next.tried;
      if (next.wait > 0) await pause(next.wait, signalOf(call.ending));
    }
  }

  async #send(request: ApiRequest, call: ApiCall, credential: Credential): Promise<WireOutcome> {
    const { place, wires, log } = this.#setup;
    const startedAt = Date.now();
    const body = requestBody(request);
    const headers = requestHeaders(request, body, this.#setup.headers, credential);
    const method = request.method ?? 'GET';
    const target = requestTarget(place.server.basePath, request);
    for (const line of headerLines(headers, '>')) log(8, line);
    const sent = { method, target, headers, ending: call.ending, brief: isBrief(request) };
    const outcome = await wires.wireFor(credential.certificate).then(
      (wire) => wire.send(body === undefined ? sent : { ...sent, body }),
      (error: unknown): WireOutcome => ({ kind: 'error', error, reused: false }),
    );
    const came = outcome.kind === 'answer' ? String(outcome.answer.status) : 'no answer';
    const took = Date.now() - startedAt;
    log(6, `${method} ${this.server}${target.slice(place.server.basePath.length)} ${came} in ${took} ms`);
    if (outcome.kind === 'answer') for (const line of headerLines(outcome.answer.headers, '<')) log(8, line);
    return outcome;
  }

  async #outcomeFailed(outcome: WireOutcome, call: ApiCall, credential: Credential): Promise<Head> {
    if (outcome.kind === 'error') return this.#failed(outcome.error, call, credential);
    const { answer } = outcome;
    const body = await firstText(answer, LONGEST_ERROR);
    answer.destroy();
    const { 'content-type': contentType = '', 'retry-after': wait, location } = answer.headers;
    const failure = statusFailure({
      status: answer.status,
      contentType,
      body,
      ...(wait !== undefined && { retryAfter: wait }),
      ...(location !== undefined && { location }),
    });
    return { ok: false, failure: await this.#plain(failure, credential) };
  }

  async #parsed(text: string, { headers }: WireAnswer, request: ApiRequest): Promise<ApiAnswer<unknown>> {
    const contentType = headers['content-type'] ?? '';
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

/**
 * A path through `.` or `..` asks for something else than was named, where a server or a proxy walks it
 * (IsValidPathSegmentName of apimachinery): no object has such a name.
 */
const NO_NAME = /\/\.\.?(?:\/|$)/u;
const NAMELESS: ApiFailure = {
  kind: 'status',
  status: 404,
  reason: 'NotFound',
  says: 'no object can be called "." or ".."',
};

const END: IteratorReturnResult<undefined> = { done: true, value: undefined };

interface Opened {
  readonly head: { readonly answer: WireAnswer; readonly credential: Credential };
  readonly call: ApiCall;
}

function isSuccess(outcome: WireOutcome): outcome is Extract<WireOutcome, { kind: 'answer' }> {
  const status = outcome.kind === 'answer' ? outcome.answer.status : 0;
  return status >= 200 && status < 300;
}

function isUnauthorized(outcome: WireOutcome): boolean {
  return outcome.kind === 'answer' && outcome.answer.status === 401;
}

/** A watch ends by its signal, and a list that goes on is long: nothing is to wait behind either. */
function isBrief({ timeout, query }: ApiRequest): boolean {
  return timeout !== 0 && query?.['watch'] === undefined && query?.['continue'] === undefined;
}

/** An answer nobody reads holds its connection until it is read. */
async function dropped(outcome: WireOutcome): Promise<void> {
  if (outcome.kind === 'answer') await drop(outcome.answer);
}
