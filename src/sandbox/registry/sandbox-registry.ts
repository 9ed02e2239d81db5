import { createServer as createPlainServer, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { RegistryAnswers } from './registry-answers.ts';
import { SandboxAccounts } from './sandbox-accounts.ts';
import { SandboxContents } from './sandbox-contents.ts';
import type { SandboxImage } from './sandbox-image.ts';
import type { SandboxRegistryOptions } from './sandbox-registry-options.ts';
import { readRequest, type SandboxRequest, type SandboxRole } from './sandbox-request.ts';
import { SandboxTokens } from './sandbox-tokens.ts';
import { DISTRIBUTION } from './vendors/distribution.ts';

/** A registry in this process. */
export interface SandboxRegistry {
  /** `127.0.0.1:40123`, or the name it was given. */
  readonly host: string;
  /** Port of each server on 127.0.0.1. */
  readonly ports: Readonly<Record<SandboxRole, number>>;
  /** Every request to any of its servers, in order. */
  readonly requests: readonly SandboxRequest[];
  /** Requests that no client of the specification would send. */
  readonly surprises: readonly string[];
  readonly push: (repository: string, tag: string | undefined, image: SandboxImage) => void;
  readonly lose: (repository: string, digest: string) => void;
  /** Throws when there was a surprise. */
  readonly assertNoSurprises: () => void;
  readonly close: () => Promise<void>;
}

/** Starts a registry on loopback, with a token server and a store of blobs where it has those. */
export async function startRegistry(options: SandboxRegistryOptions = {}): Promise<SandboxRegistry> {
  const requests: SandboxRequest[] = [];
  const surprises: string[] = [];
  const contents = new SandboxContents();
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const handlers = new Map<SandboxRole, (request: SandboxRequest, response: ServerResponse) => void>();
  const open = async (role: SandboxRole): Promise<number> => {
    const server = makeServer(options, role, (request, response) => {
      requests.push(request);
      response.once('close', () => {
        request.status = response.statusCode;
      });
      handlers.get(role)?.(request, response);
    });
    servers.push(server);
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    return listen(server);
  };
  const registry = await open('registry');
  const token = options.tokenHost === undefined ? registry : await open('token');
  const blobs = options.blobHost === undefined ? registry : await open('blobs');
  const host = options.host ?? `127.0.0.1:${registry}`;
  const answers = new RegistryAnswers({
    options: { ...options, host },
    style: options.style ?? DISTRIBUTION,
    contents,
    accounts: new SandboxAccounts(options.accounts ?? [], options.open ?? ['']),
    tokens: new SandboxTokens(),
    surprised: (what) => surprises.push(what),
  });
  handlers.set('registry', (request, response) => answers.registry(request, response));
  handlers.set('token', (request, response) => answers.token(request, response));
  handlers.set('blobs', (request, response) => answers.blobs(request, response));
  return {
    host,
    ports: { registry, token, blobs },
    requests,
    surprises,
    push: (repository, tag, image) => contents.push(repository, tag, image),
    lose: (repository, digest) => contents.lose(repository, digest),
    assertNoSurprises: () => {
      if (surprises.length > 0) throw new Error(`nobody expected: ${surprises.join('; ')}`);
    },
    close: async () => {
      const closed = Promise.all(servers.map(closeServer));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function makeServer(
  { tls }: SandboxRegistryOptions,
  role: SandboxRole,
  handle: (request: SandboxRequest, response: ServerResponse) => void,
): Server {
  const listener = (message: Parameters<typeof readRequest>[1], response: ServerResponse): void => {
    response.on('error', () => undefined);
    readRequest(role, message).then(
      (request) => handle(request, response),
      () => response.destroy(),
    );
  };
  const server = tls === undefined ? createPlainServer(listener) : createSecureServer(tls, listener);
  // What comes by TLS to a server without it gets the answer that Go's server gives, too.
  server.on('clientError', (_error, socket) =>
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'),
  );
  server.on('tlsClientError', () => undefined);
  return server;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
