import { request as plainRequest, type Agent, type IncomingMessage, type RequestOptions } from 'node:http';
import type { HttpAnswer, LookFailure } from '../../core/evidence/registry/image-probe.ts';
import type { AnswerHeaders } from '../../core/evidence/registry/http-answer.ts';
import { failure, requestFailure } from './look-failures.ts';
import { gaveUp, outOfTime } from './time-used-up.ts';

/** One request, ready to be sent. */
export interface Exchange {
  readonly method: HttpAnswer['method'];
  /** Path with query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Reading ends behind so many bytes of the body. */
  readonly mostBytes: number;
}

/** How it gets there. */
export interface Wire {
  readonly host: string;
  readonly port: number;
  readonly agent: Agent;
  /** Where the agent does not do TLS itself: `https.request`. */
  readonly send?: typeof plainRequest;
  /** Milliseconds for the whole answer, its body included: a slow drip ends there. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

export interface Answered {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly body: Buffer;
  /** The body had more bytes than were asked for. */
  readonly cut: boolean;
  /** The connection the answer came on; it may serve others by now. */
  readonly socket: IncomingMessage['socket'];
}

export type Exchanged =
  | { readonly answer: Answered; readonly failure?: never }
  | { readonly answer?: never; readonly failure: LookFailure };

const MOST_HEADER_BYTES = 65_536;

/** Sends one request and reads its answer, bounded in time and bytes. Never rejects. */
export function exchange(asked: Exchange, wire: Wire): Promise<Exchanged> {
  return new Promise((resolve) => {
    const target = `${wire.host.includes(':') ? `[${wire.host}]` : wire.host}:${wire.port}`;
    if (wire.signal.aborted) {
      resolve({ failure: outOfTime() });
      return;
    }
    const began = process.uptime();
    const request = (wire.send ?? plainRequest)(optionsOf(asked, wire));
    const finish = (exchanged: Exchanged): void => {
      clearTimeout(timer);
      wire.signal.removeEventListener('abort', abort);
      resolve(exchanged);
      // Whoever still sends is not listened to any more.
      if (exchanged.failure !== undefined || exchanged.answer.cut) request.destroy();
    };
    const abort = (): void => finish({ failure: gaveUp(`${target}: no whole answer`, began) });
    const timer = setTimeout(() => {
      finish({ failure: failure('timeout', `${target}: no whole answer within ${wire.timeout / 1000} s`) });
    }, wire.timeout);
    wire.signal.addEventListener('abort', abort, { once: true });
    request.on('error', (error) => finish({ failure: requestFailure(error, { target }) }));
    request.on('response', (message) => readAnswer(message, asked, target, finish));
    request.end(asked.body);
  });
}

function optionsOf(asked: Exchange, wire: Wire): RequestOptions {
  return {
    method: asked.method,
    path: asked.path,
    headers: asked.headers,
    host: wire.host,
    port: wire.port,
    agent: wire.agent,
    maxHeaderSize: MOST_HEADER_BYTES,
  };
}

function readAnswer(
  message: IncomingMessage,
  asked: Exchange,
  target: string,
  finish: (exchanged: Exchanged) => void,
): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const answered = (cut: boolean): Exchanged => ({
    answer: {
      status: message.statusCode ?? 0,
      headers: headersOf(message),
      body: Buffer.concat(chunks).subarray(0, asked.mostBytes),
      cut,
      socket: message.socket,
    },
  });
  message.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length > asked.mostBytes) finish(answered(true));
  });
  message.on('end', () => {
    if (message.complete) finish(answered(false));
    else finish({ failure: failure('broken', `${target}: unexpected EOF`) });
  });
  message.on('error', () => finish({ failure: failure('broken', `${target}: unexpected EOF`) }));
}

const MOST_VALUES = 16;

function headersOf(message: IncomingMessage): AnswerHeaders {
  const headers = new Map<string, readonly string[]>();
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    if (values !== undefined) headers.set(name, values.slice(0, MOST_VALUES));
  }
  return headers;
}
