import { objectOf, textOf } from '../../../core/evidence/objects/json-value.ts';
import type { Credential } from './credential.ts';
import type { KubeCluster } from './kubeconfig.ts';
import { pemOf, readNamedFile } from './named-file.ts';
import { dirname, resolve } from 'node:path';

/** The versions of the ExecCredential that client-go knows (pkg/apis/clientauthentication). */
export const EXEC_VERSIONS: readonly string[] = [
  'client.authentication.k8s.io/v1',
  'client.authentication.k8s.io/v1beta1',
];

/** What a plugin printed: a credential with its end in milliseconds since the epoch, or what is wrong with it. */
export type ExecReading =
  | { readonly ok: true; readonly credential: Credential; readonly expires?: number }
  | { readonly ok: false; readonly says: string };

/** Reads what a plugin printed. Any text gives a value; it is never quoted, since it holds a secret. */
export function readExecCredential(text: string, apiVersion: string): ExecReading {
  if (text.trim() === '') return refused('printed nothing where an ExecCredential was to come');
  const value = parsed(text);
  if (value === undefined) return refused('printed something that is no JSON, not an ExecCredential');
  const json = objectOf(value);
  if (textOf(json['kind']) === '') return refused('printed JSON without a kind, not an ExecCredential');
  if (json['kind'] !== 'ExecCredential')
    return refused(`printed a ${name(json['kind'])}, not an ExecCredential`);
  if (json['apiVersion'] !== apiVersion) {
    return refused(`is configured to use "${apiVersion}", but printed "${name(json['apiVersion'])}"`);
  }
  const { status = null } = json;
  if (status === null) return refused('printed an ExecCredential without a status');
  if (typeof status !== 'object' || Array.isArray(status))
    return refused('printed an ExecCredential whose status is no object');
  return readStatus(objectOf(status));
}

const TEXTS = ['token', 'clientCertificateData', 'clientKeyData'] as const;

function readStatus(status: Readonly<Record<string, unknown>>): ExecReading {
  const noText = TEXTS.find((field) => typeof (status[field] ?? '') !== 'string');
  if (noText !== undefined) return refused(`gave a status.${noText} that is no text`);
  const token = textOf(status['token']).trim();
  const cert = textOf(status['clientCertificateData']);
  const key = textOf(status['clientKeyData']);
  const fault = tokenFault(token) ?? pairFault(cert, key);
  if (fault !== undefined) return refused(fault);
  if (token === '' && cert === '')
    return refused(
      `gave neither a token nor a certificate with its key: its status has no ${TEXTS[0]}, ${TEXTS[1]} or ${TEXTS[2]}`,
    );
  const ends = status['expirationTimestamp'] ?? undefined;
  const expires = typeof ends === 'string' ? Date.parse(ends) : NaN;
  if (ends !== undefined && Number.isNaN(expires))
    return refused('gave an expirationTimestamp that is no time');
  return {
    ok: true,
    credential: {
      ...(token !== '' && { authorization: `Bearer ${token}` }),
      ...(cert !== '' && { certificate: { cert, key } }),
    },
    ...(ends !== undefined && { expires }),
  };
}

/** What may stand in the value of a header (RFC 9110, 5.5), a byte a character. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

function tokenFault(token: string): string | undefined {
  return HEADER_VALUE.test(token)
    ? undefined
    : 'gave a token (status.token) with a character that no header can carry';
}

function pairFault(cert: string, key: string): string | undefined {
  if (cert === '' && key === '') return undefined;
  if (cert === '') return 'gave a clientKeyData without a clientCertificateData';
  if (key === '') return 'gave a clientCertificateData without a clientKeyData';
  if (!isPem(cert)) return 'gave a clientCertificateData that is not in PEM form';
  return isPem(key) ? undefined : 'gave a clientKeyData that is not in PEM form';
}

function isPem(text: string): boolean {
  return text.includes('-----BEGIN ');
}

function refused(says: string): ExecReading {
  return { ok: false, says };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function name(value: unknown): string {
  return textOf(value).slice(0, 100) || 'nothing';
}

/** The variable KUBERNETES_EXEC_INFO: what the plugin is asked for, and for which cluster when it asks to know. */
export function execInfo(apiVersion: string, interactive: boolean, cluster: KubeCluster | undefined): string {
  return JSON.stringify({
    kind: 'ExecCredential',
    apiVersion,
    spec: { ...(cluster !== undefined && { cluster: clusterInfo(cluster) }), interactive },
  });
}

/** Fields and names as in clientauthentication/v1 Cluster; empty ones are left out, as Go leaves them out. */
function clusterInfo(cluster: KubeCluster): Readonly<Record<string, unknown>> {
  return {
    server: cluster.server,
    ...(cluster.tlsServerName !== '' && { 'tls-server-name': cluster.tlsServerName }),
    ...(cluster.insecure && { 'insecure-skip-tls-verify': true }),
    ...caInfo(cluster),
    ...(cluster.proxyUrl !== '' && { 'proxy-url': cluster.proxyUrl }),
    ...(cluster.disableCompression && { 'disable-compression': true }),
    config: cluster.execConfig ?? null,
  };
}

/** A file is handed over as data: the plugin need not stand where it can read it. */
function caInfo(cluster: KubeCluster): Readonly<Record<string, string>> {
  const { certificateAuthorityData: data, certificateAuthority: path } = cluster;
  if (data !== '') return { 'certificate-authority-data': Buffer.from(pemOf(data)).toString('base64') };
  if (path === '') return {};
  const pem = readNamedFile(resolve(dirname(cluster.file), path), 'the certificate-authority');
  return { 'certificate-authority-data': Buffer.from(pem).toString('base64') };
}
