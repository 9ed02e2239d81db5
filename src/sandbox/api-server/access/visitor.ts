import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { ApiServerOptions, ApiUser } from '../api-server-options.ts';
import { badRequest, StatusError } from '../status.ts';

/** Who sent a request. */
export interface Visitor {
  readonly name: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly rules: NonNullable<ApiUser['rules']>;
}

const ADMIN: Visitor = {
  name: 'kubernetes-admin',
  groups: ['kubeadm:cluster-admins', 'system:authenticated'],
  rules: 'all',
};
const ANONYMOUS: Visitor = { name: 'system:anonymous', groups: ['system:unauthenticated'], rules: [] };

/** Who it is by bearer token or client certificate; a token nobody has is the 401 of the real server. */
export function visitorOf(request: IncomingMessage, { users }: ApiServerOptions): Visitor {
  if (users === undefined) return ADMIN;
  const byCertificate = certificateUser(request, users);
  if (byCertificate !== undefined) return byCertificate;
  const header = request.headers.authorization;
  if (header === undefined) return ANONYMOUS;
  const token = /^Bearer (?<token>\S+)$/i.exec(header)?.groups?.['token'];
  const user = token === undefined ? undefined : users.find((one) => one.token === token);
  if (user === undefined)
    throw new StatusError({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' });
  return asVisitor(user, user.groups ?? []);
}

/** The visitor under another name, for a user of the options with that name's rules. */
export function impersonated(request: IncomingMessage, { users }: ApiServerOptions): Visitor | undefined {
  const name = headerOf(request, 'impersonate-user');
  const group = headerOf(request, 'impersonate-group');
  if (name === undefined && group !== undefined)
    throw badRequest(`requested [{Group  ${group}    }] without impersonating a user`);
  if (name === undefined) return undefined;
  const groups = (group ?? '').split(', ').filter((one) => one !== '');
  const known = users?.find((one) => one.name === name);
  const uid = headerOf(request, 'impersonate-uid');
  const as = { name, ...(known?.rules === undefined ? {} : { rules: known.rules }) };
  return asVisitor(uid === undefined ? as : { ...as, uid }, groups);
}

function asVisitor(user: ApiUser, groups: readonly string[]): Visitor {
  const inMasters = groups.includes('system:masters');
  return {
    name: user.name,
    ...(user.uid === undefined ? {} : { uid: user.uid }),
    groups: [...new Set([...groups, 'system:authenticated'])],
    rules: inMasters ? 'all' : (user.rules ?? []),
  };
}

function certificateUser(request: IncomingMessage, users: readonly ApiUser[]): Visitor | undefined {
  const { socket } = request;
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const { subject } = socket.getPeerCertificate();
  const name = textsOf(subject?.CN)[0];
  if (name === undefined) return undefined;
  const user = users.find((one) => one.name === name) ?? { name };
  return asVisitor(user, textsOf(subject.O));
}

function textsOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
