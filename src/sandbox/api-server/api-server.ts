import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '../../core/evidence/objects/json-value.ts';
import { takenApart } from './api-object.ts';
import type { ApiServerOptions, ServingCertificate } from './api-server-options.ts';
import { handleRequest } from './handle-request.ts';
import { kubeconfigText } from './kubeconfig-text.ts';
import type { RequestRecord } from './request-record.ts';
import { type Resource, resourceOfKind } from './resource.ts';
import { applyObject, createState, type ServerState } from './server-state.ts';

/** A running server. */
export interface ApiServer {
  /** `https://127.0.0.1:43210` */
  readonly url: string;
  /** Every request answered so far, oldest first. */
  readonly requests: readonly RequestRecord[];
  /** Makes or replaces an object as its controllers would: no admission, no validation. */
  readonly apply: (object: JsonObject) => void;
  /** Removes an object at once; gives whether it was there. `kind` as in the object: `Pod`. */
  readonly remove: (kind: string, name: string, namespace?: string) => boolean;
  /** The object as it stands now. */
  readonly find: (kind: string, name: string, namespace?: string) => JsonObject | undefined;
  /** Forgets all history, as etcd's compaction does: older continue tokens and watches are expired. */
  readonly compact: () => void;
  /** Sends a bookmark to every watch that allowed them. */
  readonly bookmark: () => void;
  /** Cuts every open connection, watches too, as a load balancer's restart does; the server goes on. */
  readonly dropConnections: () => void;
  /** A kubeconfig for a user (the first one when left out), as kubectl writes it. */
  readonly kubeconfig: (user?: string) => string;
  /** The surprising requests so far, which are forgiven with this. */
  readonly takeSurprises: () => readonly RequestRecord[];
  /** Throws when a request came that a real client has no business to send. */
  readonly assertNoSurprises: () => void;
  /** Ends every connection and the server; rejects when there were surprises. */
  readonly close: () => Promise<void>;
}

/**
 * A Kubernetes API server in this process, on a free port of 127.0.0.1. It speaks HTTP/1.1 and JSON only, and
 * takes as a surprise what the real one would overlook or never be asked.
 */
export async function startApiServer(options: ApiServerOptions = {}): Promise<ApiServer> {
  const state = createState(options);
  const requests: RequestRecord[] = [];
  let forgiven = 0;
  const server = createServer(options.tls, (request, response) => {
    const enter = (record: RequestRecord): void => {
      requests.push(record);
      options.onRequest?.(record);
    };
    // A client that leaves early is no fault of the server.
    handleRequest(state, request, response, enter).catch(() => response.destroy());
  });
  const url = `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${await listen(server)}`;
  const takeSurprises = (): readonly RequestRecord[] => {
    const surprises = requests.slice(forgiven).filter(({ surprise }) => surprise !== undefined);
    forgiven = requests.length;
    return surprises;
  };
  const assertNoSurprises = (): void => complain(takeSurprises());
  return {
    url,
    requests,
    ...objectDoors(state),
    dropConnections: () => server.closeAllConnections(),
    kubeconfig: (user) => kubeconfigText(url, options, user),
    takeSurprises,
    assertNoSurprises,
    close: async () => {
      state.kubelet?.close();
      await stop(server);
      assertNoSurprises();
    },
  };
}

type ObjectDoors = Pick<ApiServer, 'apply' | 'remove' | 'find' | 'compact' | 'bookmark'>;

function objectDoors({ store, bookmarks }: ServerState): ObjectDoors {
  return {
    apply: (object) => {
      for (const one of takenApart(object)) applyObject(store, one);
    },
    remove: (kind, name, namespace = '') => {
      const resource = served(kind);
      if (store.get(resource, namespace, name) === undefined) return false;
      store.remove(resource, namespace, name);
      return true;
    },
    find: (kind, name, namespace = '') => store.get(served(kind), namespace, name),
    compact: () => store.compact(),
    bookmark: () => {
      for (const send of bookmarks) send();
    },
  };
}

function served(kind: string): Resource {
  const resource = resourceOfKind(kind);
  if (resource === undefined) throw new Error(`the sandbox serves no ${kind}`);
  return resource;
}

function createServer(tls: ServingCertificate | undefined, listener: RequestListener): Server {
  if (tls === undefined) return createHttpServer(listener);
  const { certificate, key, clientCa } = tls;
  const asked = clientCa === undefined ? {} : { ca: clientCa, requestCert: true, rejectUnauthorized: false };
  return createHttpsServer({ cert: certificate, key, ...asked }, listener);
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function complain(surprises: readonly RequestRecord[]): void {
  if (surprises.length === 0) return;
  const lines = surprises.map(({ method, path, surprise }) => `${method} ${path}: ${surprise ?? ''}`);
  throw new Error(`the API server did not expect this:\n${lines.join('\n')}`);
}
