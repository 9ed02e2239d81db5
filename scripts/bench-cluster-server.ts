import { parseArgs } from 'node:util';
import { startApiServer } from '../src/sandbox/api-server/api-server.ts';
import { makeImage } from '../src/sandbox/registry/sandbox-image.ts';
import { startRegistry } from '../src/sandbox/registry/sandbox-registry.ts';
import { LOOPBACK_TLS } from '../test/sandbox/loopback-tls.ts';
import type { Json } from './cluster-names.ts';
import { clusterObjects } from './make-cluster.ts';

// A made-up cluster behind TLS, in a process of its own so that it does not share a processor's time with what is
// measured. Prints its kubeconfig when it is ready; ends when its stdin does.

/** As many repositories as the made-up images name (cluster-names.ts). */
const SERVICES = 400;

function* inRegistry(all: Iterable<Json>, host: string): Generator<Json> {
  for (const object of all)
    yield JSON.parse(JSON.stringify(object).replaceAll(/registry-\d\.example\.com/gu, host)) as Json;
}

const { values } = parseArgs({
  options: {
    pods: { type: 'string', default: '100' },
    failing: { type: 'string', default: '0.05' },
    namespaces: { type: 'string', default: '1' },
    // Every image is in a registry of this process, without the tag that is wanted.
    registry: { type: 'boolean', default: false },
  },
});
const objects = clusterObjects({
  pods: Number(values.pods),
  failing: Number(values.failing),
  namespaces: Number(values.namespaces),
});
const registry = values.registry ? await startRegistry({ auth: 'none' }) : undefined;
for (let service = 0; service < SERVICES; service += 1)
  registry?.push(`team/service-${service}`, 'v0.9.0', makeImage());
const served = registry === undefined ? objects : inRegistry(objects, registry.host);
const users = [{ name: 'bench', token: 'bench-token', groups: ['system:masters'] }];
const server = await startApiServer({ tls: LOOPBACK_TLS, users, objects: served, clock: () => Date.now() });
process.stdout.write(`${JSON.stringify({ kubeconfig: server.kubeconfig() })}\n`);
for await (const _ of process.stdin) continue;
await registry?.close();
await server.close().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
});
