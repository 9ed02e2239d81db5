import { connect as connectPlain, isIP, type NetConnectOpts, type Socket } from 'node:net';
import { checkServerIdentity, connect as connectTls, type ConnectionOptions } from 'node:tls';
import type { ServerAddress } from '../../login/server-address.ts';
import { requestHead } from './request-head.ts';
import { hungUp, type Wire, type WireOutcome, type WireRequest } from './wire.ts';
import { WireConnection } from './wire-connection.ts';

/** Few: an API server counts requests, and what is slow is its answer. */
const MOST_CONNECTIONS = 8;
/** Milliseconds for one of several addresses of a name. Node's own 250 give up on a cluster far away. */
const ADDRESS_TIMEOUT = 5000;
/** A server that answers the first packet within so many milliseconds is near. */
const NEAR = 5;
/** Milliseconds for which a request waits for a connection to a server that is near, before another is made. */
const PATIENCE = 100;

interface Waiting {
  readonly request: WireRequest;
  readonly head: string;
  readonly resolve: (outcome: WireOutcome) => void;
}

/**
 * Connections to one server, kept open. Making one takes two more round trips and, with TLS, the time of several
 * small answers: where the server is near, requests wait for a connection that is busy with a brief one; where it is
 * far, each has its own.
 */
export class WirePool implements Wire {
  readonly #server: ServerAddress;
  readonly #tls: ConnectionOptions;
  /** For the header Host. */
  readonly #host: string;
  readonly #connections = new Set<WireConnection>();
  readonly #making = new Set<Socket>();
  readonly #waiting: Waiting[] = [];
  #isNear: boolean | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(server: ServerAddress, tls: ConnectionOptions) {
    this.#server = server;
    this.#tls = tls;
    this.#host = hostOf(server);
  }

  readonly send = (request: WireRequest): Promise<WireOutcome> => {
    if (this.#isClosed || request.ending.ended) return Promise.resolve(failed(hungUp()));
    const head = headOf(request, this.#host);
    if (typeof head !== 'string') return Promise.resolve(head);
    return new Promise((resolve) => {
      const waiting: Waiting = { request, head, resolve };
      this.#waiting.push(waiting);
      request.ending.onEnd(() => this.#leave(waiting));
      this.#run();
      this.#makeMore();
    });
  };

  readonly close = (): void => {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    for (const socket of this.#making) socket.destroy();
    for (const connection of this.#connections) connection.destroy();
    for (const { resolve } of this.#waiting.splice(0)) resolve(failed(hungUp()));
  };

  #leave(waiting: Waiting): void {
    const at = this.#waiting.indexOf(waiting);
    if (at < 0) return;
    this.#waiting.splice(at, 1);
    waiting.resolve(failed(hungUp()));
    // Nobody waits for the connection any more that was to be made.
    if (this.#waiting.length === 0) for (const socket of this.#making) socket.destroy();
  }

  /** Gives waiting requests to idle connections; the one used last is the one most surely still open. */
  #run(): void {
    for (const connection of [...this.#connections].toReversed()) {
      if (this.#waiting.length === 0) return;
      if (!connection.isIdle) continue;
      const next = this.#waiting.shift();
      if (next !== undefined) void connection.send(next.request, next.head).then(next.resolve);
    }
  }

  /** Makes connections for the requests that wait, unless waiting is the shorter way. */
  #makeMore(): void {
    const wanted = this.#waiting.length - this.#making.size;
    if (wanted <= 0 || this.#isClosed) return;
    const mayWait =
      this.#making.size > 0 || [...this.#connections].some(({ isBrieflyBusy }) => isBrieflyBusy);
    if (mayWait && this.#isNear !== false) this.#makeMoreLater();
    else for (let more = wanted; more > 0; more -= 1) this.#make();
  }

  #makeMoreLater(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#waiting.length > this.#making.size) this.#make();
      this.#makeMore();
    }, PATIENCE).unref();
  }

  #make(): void {
    if (this.#connections.size + this.#making.size >= MOST_CONNECTIONS) return;
    const { secure, host, port } = this.#server;
    const where = { host, port, noDelay: true, autoSelectFamilyAttemptTimeout: ADDRESS_TIMEOUT };
    let startedAt = Date.now();
    const socket = secure ? connectTls({ ...this.#tls, ...where }) : connectPlain(where as NetConnectOpts);
    this.#making.add(socket);
    // The name has been looked up.
    socket.on('connectionAttempt', () => (startedAt = Date.now()));
    socket.once('connect', () => {
      this.#isNear = Date.now() - startedAt < NEAR;
      if (!this.#isNear) this.#makeMore();
    });
    let error: unknown;
    const onError = (reason: unknown): void => {
      error = reason;
    };
    const onClose = (): void => this.#notMade(socket, error);
    socket.once('error', onError);
    socket.once('close', onClose);
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      socket.off('error', onError);
      socket.off('close', onClose);
      this.#made(socket);
    });
  }

  #made(socket: Socket): void {
    this.#making.delete(socket);
    const connection = new WireConnection(socket, () => this.#run());
    socket.setKeepAlive(true, 1000);
    this.#connections.add(connection);
    socket.once('close', () => {
      this.#connections.delete(connection);
      this.#makeMore();
    });
    this.#run();
  }

  /** One request hears of it; the others get a try of their own. */
  #notMade(socket: Socket, error: unknown): void {
    if (!this.#making.delete(socket)) return;
    this.#waiting.shift()?.resolve(failed(error ?? hungUp()));
    this.#makeMore();
  }
}

function hostOf({ host, port, secure }: ServerAddress): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === (secure ? 443 : 80) ? name : `${name}:${port}`;
}

/** What cannot be sent is found before a connection is made for it. */
function headOf(request: WireRequest, host: string): string | WireOutcome {
  try {
    return requestHead(request, host);
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): WireOutcome {
  return { kind: 'error', error, reused: false };
}

/** The name the certificate has to bear. An address is never sent as a server name (RFC 6066). */
export function namedServer(name: string): ConnectionOptions {
  if (isIP(name) === 0) return { servername: name };
  return { servername: '', checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate) };
}
