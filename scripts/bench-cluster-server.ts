import { parseArgs } from 'node:util';
import { startApiServer } from '../src/sandbox/api-server/api-server.ts';
import { LOOPBACK_TLS } from '../test/sandbox/loopback-tls.ts';
import { clusterObjects } from './make-cluster.ts';

// A made-up cluster behind TLS, in a process of its own so that it does not share a processor's time with what is
// measured. Prints its kubeconfig when it is ready; ends when its stdin does.

const { values } = parseArgs({
  options: {
    pods: { type: 'string', default: '100' },
    failing: { type: 'string', default: '0.05' },
    namespaces: { type: 'string', default: '1' },
  },
});
const objects = clusterObjects({
  pods: Number(values.pods),
  failing: Number(values.failing),
  namespaces: Number(values.namespaces),
});
const users = [{ name: 'bench', token: 'bench-token', groups: ['system:masters'] }];
const server = await startApiServer({ tls: LOOPBACK_TLS, users, objects, clock: () => Date.now() });
process.stdout.write(`${JSON.stringify({ kubeconfig: server.kubeconfig() })}\n`);
for await (const _ of process.stdin) continue;
await server.close().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
});
