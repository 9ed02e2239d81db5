import { readFileSync } from 'node:fs';
import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { KeyPair } from '../cluster/certificates.ts';
import type { RequestJournal } from './request-journal.ts';
import { readRequest, refuse, type Responder } from './registry-request.ts';

/** Responders by host name. */
export type Hosts = ReadonlyMap<string, Responder>;

/** Most of what any client of the lane sends in one request. */
const MOST_BODY = 1 << 20;

function handle(
  hosts: Hosts,
  journal: RequestJournal,
): (message: IncomingMessage, answer: ServerResponse) => void {
  return (message, answer) => {
    let body = '';
    message.setEncoding('utf8');
    message.on('data', (chunk: string) => {
      if (body.length < MOST_BODY) body += chunk;
    });
    message.on('error', () => undefined);
    message.on('end', () => {
      const asked = readRequest(message, body);
      const { 'user-agent': agent = '', authorization = '' } = message.headers;
      const { host, method, path } = asked;
      journal.note({ host, method, path, agent, authorization, body });
      const responder = hosts.get(asked.host);
      if (responder === undefined) refuse(answer, { status: 421, text: 'no such host here' });
      else responder(asked, answer);
    });
  };
}

function listen(server: Server, address: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => resolve(server));
  });
}

function contextOf(pair: KeyPair): SecureContext {
  return createSecureContext({ cert: readFileSync(pair.certificate), key: readFileSync(pair.key) });
}

/** Serves all hosts over TLS on one address; the certificate follows the name that is asked for. */
export function serveSecure(
  address: string,
  hosts: Hosts,
  journal: RequestJournal,
  usual: KeyPair,
  special: ReadonlyMap<string, KeyPair>,
): Promise<Server> {
  const contexts = new Map([...special].map(([name, pair]) => [name, contextOf(pair)]));
  const fallback = contextOf(usual);
  const server = createSecureServer(
    {
      cert: readFileSync(usual.certificate),
      key: readFileSync(usual.key),
      SNICallback: (name, done) => done(null, contexts.get(name) ?? fallback),
    },
    handle(hosts, journal),
  );
  server.on('tlsClientError', () => undefined);
  return listen(server, address, 443);
}

export function servePlain(
  address: string,
  port: number,
  hosts: Hosts,
  journal: RequestJournal,
): Promise<Server> {
  return listen(createPlainServer(handle(hosts, journal)), address, port);
}

/** Takes each connection and resets it when the client has spoken. */
export function serveResets(address: string): Promise<Server> {
  const server = createTcpServer((socket: Socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.resetAndDestroy());
  });
  return listen(server, address, 443);
}

/** Takes each connection and never says anything. */
export function serveSilence(address: string): Promise<Server> {
  const server = createTcpServer((socket: Socket) => {
    socket.on('error', () => undefined);
    socket.resume();
  });
  return listen(server, address, 443);
}
