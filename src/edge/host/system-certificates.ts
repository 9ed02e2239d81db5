import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import tls from 'node:tls';

// Where Linux and BSD distributions keep the certificates they trust, in the order in which Go's crypto/x509
// looks (root_linux.go, root_bsd.go): kubectl and containerd trust by these.
const BUNDLES: readonly string[] = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
  '/usr/local/etc/ssl/cert.pem',
];
const FOLDERS: readonly string[] = ['/etc/ssl/certs', '/etc/pki/tls/certs'];

const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The certificates this machine trusts beside those Node comes with, as PEM, one a string: SSL_CERT_FILE and
 * SSL_CERT_DIR as Go reads them, else the distribution's bundle; on macOS and Windows the system's store (from
 * Node 22.15). Files that cannot be read count as empty: whoever lacks a certificate learns it from TLS.
 */
export async function systemCertificates(env: Environment): Promise<readonly string[]> {
  const named = await fromFiles(env);
  // Node 20 has no such call.
  if (process.platform === 'linux' || typeof tls.getCACertificates !== 'function') return [...new Set(named)];
  return [...new Set([...named, ...tls.getCACertificates('system')])];
}

/**
 * What is trusted where nobody names certificates, for the option `ca`, which replaces Node's list: the system's
 * and NODE_EXTRA_CA_CERTS. On Linux Node's own list takes part only where the system has none: Go trusts no
 * list of its own either, and reading both takes 16 ms in place of 5.
 */
export async function trustedCertificates(env: Environment): Promise<readonly string[]> {
  const path = env['NODE_EXTRA_CA_CERTS'] ?? '';
  const [system, extra] = await Promise.all([systemCertificates(env), path === '' ? '' : text(path)]);
  const isWhole = process.platform === 'linux' && system.length > 0;
  return [...new Set([...(isWhole ? [] : tls.rootCertificates), ...system, ...certificatesIn(extra)])];
}

/** The certificates of a PEM text, whatever stands between them. */
export function certificatesIn(pem: string): readonly string[] {
  const found: string[] = [];
  for (let at = pem.indexOf(BEGIN); at >= 0; at = pem.indexOf(BEGIN, at + 1)) {
    const end = pem.indexOf(END, at);
    if (end < 0) break;
    found.push(pem.slice(at, end + END.length));
  }
  return found;
}

async function fromFiles(env: Environment): Promise<readonly string[]> {
  const file = env['SSL_CERT_FILE'] ?? '';
  const folders = env['SSL_CERT_DIR'] ?? '';
  const bundle = await firstBundle(file === '' ? BUNDLES : [file]);
  // The folders hold the bundle's certificates one by one: read only when they were named, or are all there is.
  if (folders === '' && bundle.length > 0) return bundle;
  const listed = await Promise.all((folders === '' ? FOLDERS : folders.split(':')).map(fromFolder));
  return [...bundle, ...listed.flat()];
}

async function firstBundle(paths: readonly string[]): Promise<readonly string[]> {
  for (const path of paths) {
    const found = certificatesIn(await text(path));
    if (found.length > 0) return found;
  }
  return [];
}

async function fromFolder(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((): readonly string[] => []);
  const texts = await Promise.all(names.map((name) => text(join(folder, name))));
  return texts.flatMap(certificatesIn);
}

/** A file's text; nothing when it cannot be read. */
function text(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
