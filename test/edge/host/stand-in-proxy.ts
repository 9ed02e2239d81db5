import { connect, createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import { certificate, listen } from '../cluster/stand-in-server.ts';

export interface StandInProxy {
  readonly port: number;
  /** What it was asked: request line and headers of a CONNECT, or `host:port` and the login of a SOCKS request. */
  readonly asked: readonly string[];
}

/** An HTTP proxy for CONNECT. `names` says where a name leads (it has its own DNS); `status` other than 200 refuses. */
export async function connectProxy(
  t: TestContext,
  {
    status = 200,
    tls = false,
    names = {},
  }: { status?: number; tls?: boolean; names?: Record<string, string> } = {},
): Promise<StandInProxy> {
  const asked: string[] = [];
  const onSocket = (socket: Socket): void => {
    let head = '';
    const onData = (chunk: Buffer): void => {
      head += chunk.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      socket.off('data', onData);
      asked.push(head.trim());
      const [, host = '', port = ''] = /^CONNECT \[?([^ \]]*)\]?:(\d+) /.exec(head) ?? [];
      if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 2\r\n\r\nno`);
      pipe(socket, connect(Number(port), names[host] ?? host), () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    };
    socket.on('data', onData);
  };
  const server = tls
    ? createTlsServer({ cert: certificate('server.crt'), key: certificate('server.key') }, onSocket)
    : createServer(onSocket);
  return { port: await open(t, server), asked };
}

/** A SOCKS5 proxy (RFC 1928), with a login (RFC 1929) when one is offered. `reply` other than 0 refuses. */
export async function socksProxy(
  t: TestContext,
  { reply = 0, names = {} }: { reply?: number; names?: Record<string, string> } = {},
): Promise<StandInProxy> {
  const asked: string[] = [];
  const server = createServer((socket) => {
    let step = 0;
    const onData = (chunk: Buffer): void => {
      step += 1;
      if (step === 1) {
        const wantsLogin = chunk.subarray(2).includes(2);
        if (!wantsLogin) step = 2;
        return void socket.write(Buffer.from([5, wantsLogin ? 2 : 0]));
      }
      if (step === 2) {
        const user = chunk.subarray(2, 2 + (chunk[1] ?? 0));
        const password = chunk.subarray(3 + user.length);
        asked.push(`login ${user.toString()} ${password.toString()}`);
        return void socket.write(Buffer.from([1, 0]));
      }
      socket.off('data', onData);
      const { host, port } = destination(chunk);
      asked.push(`${host}:${port}`);
      const answer = Buffer.from([5, reply, 0, 1, 0, 0, 0, 0, 0, 0]);
      if (reply !== 0) return void socket.end(answer);
      pipe(socket, connect(port, names[host] ?? host), () => socket.write(answer));
    };
    socket.on('data', onData);
  });
  return { port: await open(t, server), asked };
}

function destination(request: Buffer): { readonly host: string; readonly port: number } {
  const isName = request[3] === 3;
  const length = isName ? (request[4] ?? 0) : 4;
  const start = isName ? 5 : 4;
  const bytes = request.subarray(start, start + length);
  return { host: isName ? bytes.toString() : bytes.join('.'), port: request.readUInt16BE(start + length) };
}

function pipe(near: Socket, far: Socket, onConnect: () => void): void {
  far.once('connect', onConnect);
  far.on('error', () => near.destroy());
  near.on('error', () => far.destroy());
  near.on('close', () => far.destroy());
  near.pipe(far).pipe(near);
}

async function open(t: TestContext, server: ReturnType<typeof createServer>): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
  });
  const port = await listen(server);
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return port;
}
