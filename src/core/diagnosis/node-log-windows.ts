/** Which nodes' logs may hold what the API does not show, and which part of them. */
import type { ClusterEvidence } from '../evidence/evidence.ts';
import type { BlindSpot, Instant } from '../evidence/observed.ts';
import { counted, latest } from './clock-time.ts';
import type { FailingPull, Finding } from './finding.ts';
import { readImageName } from './image-name.ts';

/** A part of one node's logs. */
export interface NodeLogWindow {
  readonly node: string;
  /** Of the pods whose pulls fail there; empty where they are of several. */
  readonly namespace: string;
  /** Services whose logs are asked for, as systemd and the log folder name them. */
  readonly services: readonly string[];
  readonly since: Instant;
  readonly until: Instant;
  /** A line has to hold one of these, in any case. */
  readonly words: readonly string[];
}

export interface NodeLogPlan {
  readonly windows: readonly NodeLogWindow[];
  readonly blindSpots: readonly BlindSpot[];
}

/** Around a failure: a credential plugin runs just before, a mirror's warning stands there too. */
const AROUND = 120_000;
/** Where no failure bears a time: the longest back-off and what comes on top. */
const LOOKED_BACK = 360_000;
/** So many nodes are asked, those with the most failing pulls first. */
const MOST_NODES = 5;

/** What appears in a node's logs and nowhere else: plugins, mirror settings, the runtime's own trouble. */
const EVERYWHERE: readonly string[] = [
  'credential provider',
  'credential-provider',
  'credentialprovider',
  'hosts.toml',
  'certs.d',
  'registries.conf',
  'dockerconfig',
  'image pull secret',
];

/** In: findings and the evidence behind them. Out: one window for each node worth asking. */
export function planNodeLogs(findings: readonly Finding[], evidence: ClusterEvidence): NodeLogPlan {
  const byNode = new Map<string, FailingPull[]>();
  for (const pull of findings.flatMap(({ pulls }) => pulls)) {
    if (pull.node === undefined) continue;
    byNode.set(pull.node, [...(byNode.get(pull.node) ?? []), pull]);
  }
  const nodes = [...byNode].toSorted(([, a], [, b]) => b.length - a.length);
  const left = nodes.slice(MOST_NODES);
  return {
    windows: nodes.slice(0, MOST_NODES).map(([node, pulls]) => windowOf(node, pulls, evidence)),
    blindSpots:
      left.length === 0
        ? []
        : [
            {
              what: `logs of ${counted(left.length, 'more node')}`,
              why: `those of the ${MOST_NODES} nodes with the most failing pulls were read`,
            },
          ],
  };
}

function windowOf(node: string, pulls: readonly FailingPull[], evidence: ClusterEvidence): NodeLogWindow {
  const last = latest(pulls.flatMap(({ quote }) => quote?.at ?? []));
  const runtime = evidence.nodes.find(({ name }) => name === node)?.runtime.name;
  const namespaces = new Set(pulls.map(({ namespace }) => namespace));
  return {
    node,
    namespace: namespaces.size === 1 ? (pulls[0]?.namespace ?? '') : '',
    services: ['kubelet', ...runtimeServices(runtime)],
    since: last === undefined ? evidence.asOf - LOOKED_BACK : last - AROUND,
    until: last === undefined ? evidence.asOf : Math.min(last + AROUND, evidence.asOf),
    words: [...new Set([...EVERYWHERE, ...pulls.flatMap(({ image }) => imageWords(image))])],
  };
}

function runtimeServices(runtime: string | undefined): readonly string[] {
  if (runtime === 'cri-o') return ['crio'];
  return runtime === 'docker' ? ['docker', 'cri-docker'] : ['containerd'];
}

/** The host and the repository in it, by which logs speak of an image. */
function imageWords(image: string): readonly string[] {
  const { host, repository } = readImageName(image);
  return [host, repository.slice(host === '' ? 0 : host.length + 1)].filter((word) => word !== '');
}
