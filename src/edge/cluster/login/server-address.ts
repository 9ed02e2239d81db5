import { UserError } from '../../files/user-error.ts';

/** Where an API server is spoken to. */
export interface ServerAddress {
  readonly secure: boolean;
  /** IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** What stands before each path, such as Rancher's `/k8s/clusters/c-abc`; without a slash at its end. */
  readonly basePath: string;
  /** For words: `https://10.0.0.1:6443`, without user and password. */
  readonly url: string;
}

/**
 * The `server` of a cluster as client-go's rest.DefaultServerURL reads it: without a scheme it is https when
 * there is anything of TLS to it. In: the text, whether TLS is set up, and where it stands, for the UserError.
 */
export function parseServer(server: string, hasTls: boolean, where: string): ServerAddress {
  const url = urlOf(server, hasTls);
  if (url === undefined || url.hostname === '' || !/^https?:$/.test(url.protocol)) {
    throw new UserError(`the server of ${where} is no http or https address: ${server.slice(0, 200)}`);
  }
  const secure = url.protocol === 'https:';
  const basePath = url.pathname.replace(/\/$/, '');
  return {
    secure,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    basePath,
    url: `${url.protocol}//${url.host}${basePath}`,
  };
}

function urlOf(server: string, hasTls: boolean): URL | undefined {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(server)) return URL.canParse(server) ? new URL(server) : undefined;
  const whole = `${hasTls ? 'https' : 'http'}://${server}`;
  return server !== '' && URL.canParse(whole) ? new URL(whole) : undefined;
}
