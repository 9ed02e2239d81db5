import type { Socket } from 'node:net';
import { LONGEST_HEAD, parseAnswerHead, type AnswerHead } from './answer-head.ts';
import { bodyFrames, type BodyFrames } from './body-frames.ts';
import { BodyQueue } from './body-queue.ts';
import { brokenOff, hungUp, noHttp, type WireOutcome, type WireRequest } from './wire.ts';

/** A request under way: first without an answer, then with one whose body comes in. */
interface Exchange {
  readonly brief: boolean;
  readonly settle: (outcome: WireOutcome) => void;
  readonly unwatch: () => void;
  body?: { readonly queue: BodyQueue; readonly frames: BodyFrames; readonly kept: number };
}

const NOTHING = Buffer.alloc(0);

/** One connection, made already, with one request at a time on it. */
export class WireConnection {
  readonly #socket: Socket;
  readonly #onIdle: () => void;
  #exchange: Exchange | undefined;
  /** What has come in of an answer's head. */
  #head: Buffer = NOTHING;
  #requests = 0;
  #keptUntil = Infinity;
  #error: unknown;

  /** `onIdle` is called whenever the connection can take another request. */
  constructor(socket: Socket, onIdle: () => void) {
    this.#socket = socket;
    this.#onIdle = onIdle;
    socket.on('data', (bytes: Buffer) => this.#take(bytes));
    socket.on('error', (error) => (this.#error = error));
    socket.on('end', () => socket.destroy());
    socket.on('close', () => this.#ended(this.#error));
  }

  /** Whether it can take a request. One that the server is about to close is closed. */
  get isIdle(): boolean {
    if (this.#exchange !== undefined || this.#socket.destroyed) return false;
    if (Date.now() >= this.#keptUntil) this.destroy();
    return !this.#socket.destroyed && this.#socket.writable;
  }

  /** Whether it is worth waiting for. */
  get isBrieflyBusy(): boolean {
    return this.#exchange?.brief === true;
  }

  /** Only for an idle connection. In: the request, and its head as it goes out. */
  send(request: WireRequest, head: string): Promise<WireOutcome> {
    return new Promise((resolve) => {
      this.#begin(request, resolve);
      this.#socket.ref();
      this.#socket.write(head, 'latin1');
      if (request.body !== undefined) this.#socket.write(request.body, 'utf8');
    });
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #begin({ brief, ending }: WireRequest, settle: (outcome: WireOutcome) => void): void {
    this.#head = NOTHING;
    this.#requests += 1;
    this.#exchange = { brief, settle, unwatch: ending.onEnd(() => this.destroy()) };
  }

  #take(bytes: Buffer): void {
    const exchange = this.#exchange;
    // A server that speaks without being asked is not understood any more.
    if (exchange === undefined) return this.destroy();
    try {
      const rest = exchange.body === undefined ? this.#takeHead(bytes, exchange) : bytes;
      if (rest !== undefined) this.#takeBody(rest, exchange);
    } catch (error) {
      this.#ended(error);
      this.destroy();
    }
  }

  /** Out: the bytes behind the head, when it is complete. */
  #takeHead(bytes: Buffer, exchange: Exchange): Buffer | undefined {
    let rest = this.#head.length === 0 ? bytes : Buffer.concat([this.#head, bytes]);
    for (;;) {
      const end = rest.indexOf('\r\n\r\n', 0, 'latin1');
      if ((end < 0 ? rest.length : end) > LONGEST_HEAD || !beginsLikeHttp(rest)) throw noHttp('no head');
      if (end < 0) {
        this.#head = rest;
        return undefined;
      }
      const head = parseAnswerHead(rest.toString('latin1', 0, end));
      rest = rest.subarray(end + 4);
      if (head.status === 101) throw noHttp('another protocol');
      // 100 Continue and the like stand before the answer.
      if (head.status < 200) continue;
      this.#answer(head, exchange);
      return rest;
    }
  }

  #answer({ status, headers, bodyEnd, kept }: AnswerHead, exchange: Exchange): void {
    const queue = new BodyQueue({
      pause: () => this.#socket.pause(),
      resume: () => this.#socket.resume(),
      leave: () => this.#leave(exchange),
    });
    exchange.body = { queue, frames: bodyFrames(bodyEnd), kept };
    exchange.settle({
      kind: 'answer',
      answer: { status, headers, body: queue, destroy: () => this.#leave(exchange) },
    });
  }

  #takeBody(bytes: Buffer, exchange: Exchange): void {
    const { body } = exchange;
    if (body === undefined) return;
    const used = body.frames.push(bytes, body.queue.push);
    if (used < 0) return;
    this.#exchange = undefined;
    exchange.unwatch();
    body.queue.end();
    this.#keptUntil = Date.now() + body.kept;
    if (used < bytes.length || body.kept === 0) return this.destroy();
    // A connection in wait must not keep the program.
    this.#socket.unref();
    this.#onIdle();
  }

  /** The reader wants no more of an answer: what is left of it cannot be told from the next one. */
  #leave(exchange: Exchange): void {
    if (this.#exchange === exchange) this.destroy();
  }

  /** The connection is at its end, or what comes from it is no HTTP. */
  #ended(error: unknown): void {
    const exchange = this.#exchange;
    this.#exchange = undefined;
    if (exchange === undefined) return;
    exchange.unwatch();
    const { body } = exchange;
    if (body === undefined) {
      exchange.settle({ kind: 'error', error: error ?? hungUp(), reused: this.#requests > 1 });
    } else if (body.frames.endsWithConnection && error === undefined) body.queue.end();
    else body.queue.fail(error ?? brokenOff());
  }
}

/** Other protocols are told by their first bytes; waiting for the end of their head would be in vain. */
function beginsLikeHttp(bytes: Buffer): boolean {
  const sign = 'HTTP/1.';
  return sign.startsWith(bytes.toString('latin1', 0, sign.length));
}
