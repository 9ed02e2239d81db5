import { createHash } from 'node:crypto';
import type { ProbeLogin } from '../../core/evidence/registry/probe-request.ts';

/** Docker's name for "the password is an identity token" (docker-credential-helpers). */
const IDENTITY_USER = '<token>';

/** A login as it is offered to a registry; nothing but `nobody` is anonymous. */
export interface Credential {
  /** The same for the same user and password, and nothing that leads back to them. */
  readonly key: string;
  /** User and password in plain, as long as a request is being made of them. */
  readonly reveal: () => { readonly user: string; readonly password: string } | undefined;
  /** The password is a refresh token, to be exchanged for an access token. */
  readonly identity: boolean;
  readonly anonymous: boolean;
}

export const NOBODY: Credential = {
  key: '',
  reveal: () => undefined,
  identity: false,
  anonymous: true,
};

/**
 * What containerd makes of a login: without a user or without a password nothing is sent
 * (internal/cri/server/images, ParseAuth; core/remotes/docker, authorizer). Only a user's own login may be an
 * identity token: the kubelet drops those.
 */
export function credentialOf({ login, kubelets }: ProbeLogin): Credential {
  const { username, password } = login;
  const empty = username === '' || password.length === 0;
  const reveal = (): ReturnType<Credential['reveal']> =>
    empty ? undefined : { user: username, password: password.reveal() };
  const identity = !kubelets && username === IDENTITY_USER;
  return {
    key: empty ? 'empty' : digestOf(`${identity ? 'token' : 'login'}\n${username}\n${password.reveal()}`),
    reveal,
    identity,
    anonymous: false,
  };
}

/** `Basic …`; undefined when there is nothing to send. */
export function basicAuthorization(credential: Credential): string | undefined {
  const login = credential.reveal();
  if (login === undefined || credential.identity) return undefined;
  return `Basic ${Buffer.from(`${login.user}:${login.password}`, 'utf8').toString('base64')}`;
}

/** Every form in which a server might quote a credential back. */
export function secretsOf(credential: Credential): readonly string[] {
  const login = credential.reveal();
  if (login === undefined) return [];
  const basic = Buffer.from(`${login.user}:${login.password}`, 'utf8').toString('base64');
  const password = Buffer.from(login.password, 'utf8').toString('base64');
  return [login.password, encodeURIComponent(login.password), basic, basic.replaceAll('=', ''), password];
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
