import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { JsonObject } from '../../../src/core/evidence/objects/json-value.ts';
import type { ApiClient } from '../../../src/edge/cluster/api-client.ts';
import { connectCluster } from '../../../src/edge/cluster/connect.ts';
import type { AccessRule, ApiServerOptions } from '../../../src/sandbox/api-server/api-server-options.ts';
import { startApiServer, type ApiServer } from '../../../src/sandbox/api-server/api-server.ts';
import { planRoles, type RoleRequest } from '../../../src/core/remedy/access/plan-roles.ts';
import { LOOPBACK_TLS } from '../../sandbox/loopback-tls.ts';

export interface LiveCluster {
  readonly server: ApiServer;
  readonly client: ApiClient;
  /** For `KUBECONFIG`. */
  readonly kubeconfig: string;
  /** `list pods`, `get nodes/node-1`: what was asked, sorted. */
  readonly asked: () => readonly string[];
}

/**
 * A cluster that answers until the test ends, which fails where it was asked for what no client should ask.
 * With `rules` the user is `dev`, who may do no more than that.
 */
export async function liveCluster(
  t: TestContext,
  objects: readonly JsonObject[],
  options: Omit<ApiServerOptions, 'objects'> & { readonly rules?: readonly AccessRule[] } = {},
): Promise<LiveCluster> {
  const { rules, ...others } = options;
  const server = await startApiServer({
    ...others,
    objects,
    ...(rules !== undefined && { tls: LOOPBACK_TLS, users: [{ name: 'dev', token: 'dev-token', rules }] }),
  });
  const folder = mkdtempSync(join(tmpdir(), 'pulldoctor-live-'));
  const kubeconfig = join(folder, 'config');
  writeFileSync(kubeconfig, server.kubeconfig());
  const { client } = await connectCluster({ kubeconfig, env: {}, stdinIsTerminal: false });
  t.after(async () => {
    client.close();
    rmSync(folder, { recursive: true });
    await server.close();
  });
  const asked = (): readonly string[] =>
    server.requests
      .map(({ verb, resource, name }) => `${verb} ${resource}${name === '' ? '' : `/${name}`}`)
      .toSorted();
  return { server, client, kubeconfig, asked };
}

/** The rights that `pulldoctor rbac` gives, as the server wants them. */
export function rulesOf(request: Omit<RoleRequest, 'subject'>): readonly AccessRule[] {
  return planRoles({ ...request, subject: { kind: 'User', name: 'dev' } }).flatMap((role) =>
    role.rules.map(({ apiGroup, resources, verbs }) => ({
      apiGroups: [apiGroup],
      resources,
      verbs,
      ...(role.namespace !== undefined && { namespaces: [role.namespace] }),
    })),
  );
}
