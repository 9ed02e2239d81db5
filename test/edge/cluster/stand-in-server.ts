import { readFileSync } from 'node:fs';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
  type Socket,
} from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { TLSSocket } from 'node:tls';

/** What a test's server does with a request. The path has its query. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface StandIn {
  readonly port: number;
  /** `https://127.0.0.1:1234`. */
  readonly url: string;
  /** Requests as they came, each `GET /path`. */
  readonly requests: readonly string[];
  /** Connections so far. */
  readonly connections: () => number;
}

/** A file of certificates/, as text. */
export function certificate(name: string): string {
  return readFileSync(join(import.meta.dirname, 'certificates', name), 'utf8');
}

export function certificatePath(name: string): string {
  return join(import.meta.dirname, 'certificates', name);
}

/** An API server's TLS on a free port of the loopback; gone with the test. */
export function tlsServer(
  t: TestContext,
  handler: Handler,
  { name = 'server', asksClient = false }: { readonly name?: string; readonly asksClient?: boolean } = {},
): Promise<StandIn> {
  const server = createHttpsServer({
    cert: certificate(`${name}.crt`),
    key: certificate(`${name}.key`),
    ca: certificate('ca.crt'),
    requestCert: asksClient,
    rejectUnauthorized: false,
  });
  return listening(t, server, handler, 'https');
}

export function plainServer(t: TestContext, handler: Handler): Promise<StandIn> {
  return listening(t, createHttpServer(), handler, 'http');
}

async function listening(t: TestContext, server: Server, handler: Handler, scheme: string): Promise<StandIn> {
  const requests: string[] = [];
  let connections = 0;
  server.on('request', (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    handler(request, response);
  });
  server.on('connection', () => {
    connections += 1;
  });
  const port = await listen(server);
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port, url: `${scheme}://127.0.0.1:${port}`, requests, connections: () => connections };
}

/** A server of bare bytes, for what is no HTTP. */
export async function tcpServer(t: TestContext, onSocket: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    onSocket(socket);
  });
  const port = await listen(server);
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return port;
}

export function listen(server: TcpServer): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** A port on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export function sendJson(response: ServerResponse, value: unknown, status: number = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
}

/** The name in the client's certificate; undefined when it showed none that is trusted. */
export function clientName(request: IncomingMessage): string | undefined {
  const socket = request.socket as TLSSocket;
  const name = socket.authorized ? socket.getPeerCertificate().subject?.CN : undefined;
  return typeof name === 'string' ? name : undefined;
}
