import {
  ApiBreak,
  type ApiAnswer,
  type ApiClient,
  type ApiFailure,
  type ApiRequest,
} from '../../../src/edge/cluster/api-client.ts';

/** What a scripted server answers: a value sent as JSON, or why there is none. */
export type Script = (request: ApiRequest) => { readonly value: unknown } | { readonly failure: ApiFailure };

export interface ScriptedClient extends ApiClient {
  readonly requests: readonly ApiRequest[];
  /** Bodies that were left before their end. */
  readonly left: () => number;
}

/** A client whose answers are a function of the request; bodies come in pieces of so many bytes. */
export function scriptedClient(script: Script, piece: number = 64): ScriptedClient {
  const requests: ApiRequest[] = [];
  let left = 0;
  const answer = (request: ApiRequest): ApiAnswer<unknown> => {
    requests.push(request);
    const made = script(request);
    return 'failure' in made ? { ok: false, failure: made.failure } : { ok: true, value: made.value };
  };
  return {
    server: 'https://scripted',
    requests,
    left: () => left,
    fetch: (request) => Promise.resolve(answer(request)),
    open: (request) => {
      const made = answer(request);
      if (!made.ok) return Promise.resolve(made);
      const bytes = Buffer.from(typeof made.value === 'string' ? made.value : JSON.stringify(made.value));
      return Promise.resolve({ ok: true, value: pieces(bytes, piece, () => left++) });
    },
    close: () => {},
  };
}

async function* pieces(bytes: Buffer, piece: number, leave: () => void): AsyncGenerator<Uint8Array> {
  let ended = false;
  try {
    // Bytes of a network never come at once.
    await Promise.resolve();
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
    if (bytes.includes('!cut!')) {
      throw new ApiBreak({ kind: 'broken', says: 'the answer ended early' });
    }
    ended = true;
  } finally {
    if (!ended) leave();
  }
}
