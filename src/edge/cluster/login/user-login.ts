import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UserError } from '../../files/user-error.ts';
import type { ClusterAccess } from './cluster-access.ts';
import type { ConnectOptions } from '../connect-options.ts';
import {
  loginFailure,
  type ClientCertificate,
  type Credential,
  type CredentialSource,
} from './credential.ts';
import type { KubeUser } from './kubeconfig.ts';
import { pemOf, readNamedFile } from './named-file.ts';

/**
 * How a user of a kubeconfig logs in, in kubectl's order: a client certificate beside everything else; of the
 * others --token or a token, a token file, user and password, and only then an exec plugin. Throws a UserError
 * for what cannot work, before anything is asked.
 */
export async function openLogin(access: ClusterAccess, options: ConnectOptions): Promise<CredentialSource> {
  const { user } = access;
  const certificate = readClientCertificate(access);
  const withCertificate = certificate === undefined ? {} : { certificate };
  const token = user.token.trim();
  if (user.tokenFile !== '') return fileLogin(access, withCertificate, options);
  if (token !== '')
    return fixedLogin(options.token === undefined ? 'the token' : TOKEN_FLAG, {
      ...withCertificate,
      authorization: `Bearer ${token}`,
    });
  if (user.username !== '' || user.password !== '') {
    const login = Buffer.from(`${user.username}:${user.password}`).toString('base64');
    return fixedLogin('the password', { ...withCertificate, authorization: `Basic ${login}` });
  }
  if (certificate !== undefined) return fixedLogin('the client certificate', withCertificate);
  if (user.exec !== undefined) {
    const { openExecLogin } = await import('./exec-login.ts');
    return openExecLogin(access, user.exec, options);
  }
  if (user.authProvider !== '') throw new UserError(await legacyProvider(user));
  return anonymousLogin();
}

/** Nobody's of the kubeconfig. */
const TOKEN_FLAG = 'the token of --token';

/** Nobody in particular. */
export function anonymousLogin(): CredentialSource {
  return fixedLogin('no credentials', {});
}

async function legacyProvider(user: KubeUser): Promise<string> {
  return (await import('./exec-words.ts')).legacyProvider(user.authProvider, user.file);
}

function readClientCertificate({ user, userName }: ClusterAccess): ClientCertificate | undefined {
  const cert = readPart(
    user,
    user.clientCertificateData,
    user.clientCertificate,
    'client-certificate',
    userName,
  );
  if (cert === undefined) return undefined;
  const key = readPart(user, user.clientKeyData, user.clientKey, 'client-key', userName);
  if (key === undefined) {
    throw new UserError(`${user.file}: the user "${userName}" has a client-certificate but no client-key`);
  }
  return { cert, key };
}

function readPart(
  user: KubeUser,
  data: string,
  path: string,
  field: string,
  name: string,
): string | undefined {
  if (data === '' && path === '') return undefined;
  const whole = resolve(dirname(user.file), path);
  const pem = data === '' ? readNamedFile(whole, `the ${field} of the user "${name}"`) : pemOf(data);
  if (pem.includes('-----BEGIN ')) return pem;
  const where = data === '' ? whole : `${user.file}: ${field}-data of the user "${name}"`;
  throw new UserError(`${where} is not in PEM form`);
}

function fixedLogin(by: string, credential: Credential): CredentialSource {
  return {
    by,
    current: () => Promise.resolve({ ok: true, value: credential }),
    renewed: () => Promise.resolve(undefined),
    close: () => undefined,
  };
}

/** Half of the time the kubelet leaves between writing a new token and the old one's end; as in client-go. */
const REREAD = 50_000;

/** A token in a file that somebody else renews: the kubelet, or an agent. */
function fileLogin(access: ClusterAccess, fixed: Credential, options: ConnectOptions): CredentialSource {
  const path = resolve(dirname(access.user.file), access.user.tokenFile);
  let token = access.user.token.trim();
  let readAt = -Infinity;
  let given: Credential | undefined;
  const reread = (): void => {
    readAt = Date.now();
    const fresh = readToken(path);
    if (fresh === '') options.log?.(4, `${path}: the token file is empty or cannot be read`);
    if (fresh === '' || fresh === token) return;
    token = fresh;
    given = undefined;
  };
  const credential = (): Credential => (given ??= { ...fixed, authorization: `Bearer ${token}` });
  return {
    by: `the token in ${path}`,
    current: () => {
      if (Date.now() - readAt >= REREAD) reread();
      if (token !== '') return Promise.resolve({ ok: true, value: credential() });
      return Promise.resolve(loginFailure(`${path}: the token file is empty or cannot be read`));
    },
    renewed: (refused) => {
      reread();
      const fresh = credential();
      const isSame = fresh.authorization === refused.authorization;
      return Promise.resolve(isSame ? undefined : { ok: true, value: fresh });
    },
    close: () => undefined,
  };
}

function readToken(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
