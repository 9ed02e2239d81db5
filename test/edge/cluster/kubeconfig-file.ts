import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { connectCluster, type ClusterConnection } from '../../../src/edge/cluster/connect.ts';
import type { ConnectOptions } from '../../../src/edge/cluster/connect-options.ts';
import { certificate } from './stand-in-server.ts';

/** A folder that is gone with the test. */
export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'pulldoctor-cluster-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file into a fresh folder. Out: its path. */
export function fileWith(t: TestContext, text: string, name: string = 'config'): string {
  const path = join(temporaryFolder(t), name);
  writeFileSync(path, text);
  return path;
}

export type Fields = Readonly<Record<string, unknown>>;

/** A kubeconfig of one context called `test`, as JSON, which is YAML too. */
export function kubeconfigText(cluster: Fields, user: Fields, context: Fields = {}): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    contexts: [{ name: 'test', context: { cluster: 'there', user: 'dana', ...context } }],
    clusters: [{ name: 'there', cluster }],
    users: [{ name: 'dana', user }],
  });
}

export function trusting(server: string, more: Fields = {}): Fields {
  return { server, 'certificate-authority-data': base64(certificate('ca.crt')), ...more };
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

export const NO_ENVIRONMENT: Readonly<Record<string, string>> = { PATH: process.env['PATH'] ?? '' };

/** Connects by a kubeconfig of one context; the client is closed with the test. */
export async function connected(
  t: TestContext,
  cluster: Fields,
  user: Fields = { token: 'token-of-dana' },
  options: Partial<ConnectOptions> = {},
): Promise<ClusterConnection> {
  const connection = await connectCluster({
    kubeconfig: fileWith(t, kubeconfigText(cluster, user)),
    env: NO_ENVIRONMENT,
    stdinIsTerminal: false,
    ...options,
  });
  t.after(() => connection.client.close());
  return connection;
}
