import { planNodeLogs, type NodeLogWindow } from '../../core/diagnosis/node-log-windows.ts';
import type { Finding } from '../../core/diagnosis/finding.ts';
import type { ClusterEvidence } from '../../core/evidence/evidence.ts';
import type { NodeDisk, NodeLog } from '../../core/evidence/node/node-log.ts';
import { parseNodeLog } from '../../core/evidence/node/parse-node-log.ts';
import { parseStatsSummary } from '../../core/evidence/node/parse-stats-summary.ts';
import { readLogRefusal } from '../../core/evidence/node/read-log-answer.ts';
import { accessGrant } from '../../core/remedy/access/access-grant.ts';
import type { BlindSpot } from '../../core/evidence/observed.ts';
import type { ApiClient, ApiFailure } from './api-client.ts';
import { isForbidden, userIn } from './gather/failed-look.ts';

/** A node's log of a few minutes is far smaller; what is longer is cut. */
const LARGEST_LOG = 4 << 20;
const TAIL_LINES = 2_000;

/** What a look at the nodes came to. */
interface NodeLooks {
  readonly logs: readonly NodeLog[];
  readonly disks: readonly NodeDisk[];
  readonly blindSpots: readonly BlindSpot[];
}

/**
 * Reads, of the nodes on which pulls fail, the log lines about those pulls around the time of their last
 * failure (NodeLogQuery) and the disk that images lie on (stats/summary), and adds both to the evidence.
 * What cannot be read is a blind spot. Both go through `nodes/proxy`, which is far more than a right to
 * read: call it only where somebody asked for it.
 */
export async function addNodeLogs<Reading extends { readonly evidence: ClusterEvidence }>(
  reading: Reading,
  findings: readonly Finding[],
  client: ApiClient,
): Promise<Reading> {
  const { evidence } = reading;
  const plan = planNodeLogs(findings, evidence);
  const looks = await Promise.all(plan.windows.map((window) => lookAtNode(client, window)));
  return {
    ...reading,
    evidence: {
      ...evidence,
      nodeLogs: [...(evidence.nodeLogs ?? []), ...looks.flatMap(({ logs }) => logs)],
      nodeDisks: [...(evidence.nodeDisks ?? []), ...looks.flatMap(({ disks }) => disks)],
      blindSpots: [
        ...evidence.blindSpots,
        ...looks.flatMap(({ blindSpots }) => blindSpots),
        ...plan.blindSpots,
      ],
    },
  };
}

async function lookAtNode(client: ApiClient, window: NodeLogWindow): Promise<NodeLooks> {
  const [disk, ...logs] = await Promise.all([
    readDisk(client, window),
    ...window.services.map((service) => readLog(client, window, service)),
  ]);
  const spots = [disk, ...logs].flatMap((look) => ('why' in look ? look : []));
  return {
    logs: logs.flatMap((look) => ('lines' in look ? look : [])),
    disks: 'imageFs' in disk ? [disk] : [],
    blindSpots: joinSpots(spots, window.node),
  };
}

async function readDisk(client: ApiClient, window: NodeLogWindow): Promise<NodeDisk | BlindSpot> {
  const { node } = window;
  const answer = await client.fetch({ path: `${proxyPath(node)}/stats/summary` });
  const what = `the disk of node ${node}`;
  if (!answer.ok) return blind(what, answer.failure, window);
  return parseStatsSummary(node, answer.value) ?? { what, why: 'the kubelet says nothing of it' };
}

async function readLog(
  client: ApiClient,
  window: NodeLogWindow,
  service: string,
): Promise<NodeLog | BlindSpot> {
  const { node, since, until, words } = window;
  const what = `the log of ${service} on node ${node}`;
  const answer = await client.open({
    path: `${proxyPath(node)}/logs/`,
    query: {
      query: service,
      sinceTime: wholeSecond(since),
      untilTime: wholeSecond(until + 999),
      tailLines: TAIL_LINES,
    },
    accept: 'text/plain, */*',
  });
  if (!answer.ok) return blind(what, answer.failure, window);
  const read = await readText(answer.value);
  if (read === undefined) return { what, why: 'the answer broke off' };
  const refusal = readLogRefusal(read);
  if (refusal !== undefined) return { what, why: refusal, grant: ENABLED_BY };
  return { node, service, lines: parseNodeLog(read, until, words) };
}

const ENABLED_BY =
  "enableSystemLogHandler and enableSystemLogQuery in the kubelet's configuration (Kubernetes 1.30 and newer)";

function proxyPath(node: string): string {
  return `/api/v1/nodes/${encodeURIComponent(node)}/proxy`;
}

/** RFC 3339 as the kubelet parses it: a fraction is allowed, and journalctl is not given one. */
function wholeSecond(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

async function readText(bytes: AsyncIterable<Uint8Array>): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const piece of bytes) {
      text += decoder.decode(piece, { stream: true });
      if (text.length >= LARGEST_LOG) break;
    }
  } catch {
    return undefined;
  }
  return text;
}

function blind(what: string, failure: ApiFailure, { namespace }: NodeLogWindow): BlindSpot {
  const { says } = failure;
  if (isForbidden(failure)) {
    const grant = accessGrant({ resource: 'nodes/proxy', verb: 'get', namespace, user: userIn(says) });
    return { what, why: says, ...(grant !== undefined && { grant }) };
  }
  // The kubelet's own words for a handler that is off.
  const off = failure.status === 404 || failure.status === 405;
  return off ? { what, why: says, grant: ENABLED_BY } : { what, why: says };
}

/** One reason for all that was asked of a node is said once. */
function joinSpots(spots: readonly BlindSpot[], node: string): readonly BlindSpot[] {
  const [first, ...others] = spots;
  if (first === undefined || others.length === 0) return spots;
  const same = others.every(({ why, grant }) => why === first.why && grant === first.grant);
  return same ? [{ ...first, what: `logs and disk of node ${node}` }] : spots;
}
