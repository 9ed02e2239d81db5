import type { FailingPull, Finding, PullKind, PullOwner } from '../diagnosis/finding.ts';
import type { ClusterEvidence } from '../evidence/evidence.ts';
import { isReference, parseImageReference, type ImageReference } from '../evidence/image/image-reference.ts';
import type { Fault } from '../evidence/message/message-reading.ts';
import type { NodeEvidence } from '../evidence/objects/node.ts';
import type { PodEvidence } from '../evidence/objects/pod.ts';

/** One container of one owner: what a single change would mend, however many pods it has. */
export interface Subject {
  readonly namespace: string;
  readonly owner: PullOwner;
  readonly container: string;
  readonly kind: PullKind;
  /** As the spec has it. */
  readonly image: string;
  readonly pods: readonly string[];
}

/** A finding with everything around it that the planning of remedies asks for. */
export interface Incident {
  readonly finding: Finding;
  readonly evidence: ClusterEvidence;
  /** Most pods first. */
  readonly subjects: readonly Subject[];
  /** The subject that stands for the others; made of placeholders when the finding has no pulls. */
  readonly lead: Subject;
  /** The lead's image, where it can be read at all. */
  readonly reference?: ImageReference;
  /** Names of the nodes where it fails. */
  readonly nodeNames: readonly string[];
  /** Those of them that were seen. */
  readonly nodes: readonly NodeEvidence[];
  /** The innermost thing said, where one pull's message decided. */
  readonly fault?: Fault;
}

const UNKNOWN_SUBJECT: Omit<Subject, 'image'> = {
  namespace: '<NAMESPACE>',
  owner: { apiVersion: 'apps/v1', kind: 'Deployment', name: '<NAME>' },
  container: '<CONTAINER>',
  kind: 'container',
  pods: [],
};

/** Lays a finding out for planning. */
export function readIncident(finding: Finding, evidence: ClusterEvidence): Incident {
  const subjects = readSubjects(finding.pulls.map((pull) => ofNode(pull, evidence)));
  const lead = subjects[0] ?? { ...UNKNOWN_SUBJECT, image: finding.images[0] ?? '<IMAGE>' };
  const parsed = parseImageReference(lead.image);
  const nodeNames = distinct(finding.pulls.flatMap(({ node }) => node ?? []));
  const onNodes = new Set(nodeNames);
  const fault = finding.pulls[0]?.verdict.attempt?.fault;
  return {
    finding,
    evidence,
    subjects,
    lead,
    ...(isReference(parsed) && { reference: parsed }),
    nodeNames,
    nodes: evidence.nodes.filter(({ name }) => onNodes.has(name)),
    ...(fault !== undefined && { fault }),
  };
}

/** A static pod's mirror belongs to its node, whether or not it has an owner that says so. */
function ofNode(pull: FailingPull, evidence: ClusterEvidence): FailingPull {
  const pod = podIndex(evidence).get(`${pull.namespace}/${pull.pod}`);
  if (pull.node === undefined || pod?.mirror !== true) return pull;
  return { ...pull, owner: { apiVersion: 'v1', kind: 'Node', name: pull.node } };
}

/** The pods of a subject that were seen. */
export function podsOf({ evidence }: Incident, { namespace, pods }: Subject): readonly PodEvidence[] {
  const index = podIndex(evidence);
  return pods.flatMap((name) => index.get(`${namespace}/${name}`) ?? []);
}

/** Built once for each evidence: there may be 50,000 pods and hundreds of findings. */
const POD_INDEXES = new WeakMap<ClusterEvidence, ReadonlyMap<string, PodEvidence>>();

function podIndex(evidence: ClusterEvidence): ReadonlyMap<string, PodEvidence> {
  const known = POD_INDEXES.get(evidence);
  if (known !== undefined) return known;
  const index = new Map(evidence.pods.map((pod) => [`${pod.namespace}/${pod.name}`, pod]));
  POD_INDEXES.set(evidence, index);
  return index;
}

/** True where the node, not the API server, says what runs: no secret of the API reaches such a pod. */
export function isStatic({ owner }: Subject): boolean {
  return owner.kind === 'Node';
}

/** The values in their first order, each once. */
export function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}

function readSubjects(pulls: readonly FailingPull[]): readonly Subject[] {
  const byKey = new Map<string, FailingPull[]>();
  for (const pull of pulls) {
    const key = JSON.stringify([
      pull.namespace,
      pull.owner.kind,
      pull.owner.name,
      pull.container,
      pull.image,
    ]);
    const group = byKey.get(key);
    if (group === undefined) byKey.set(key, [pull]);
    else group.push(pull);
  }
  return [...byKey.values()].flatMap(readSubject).sort((a, b) => b.pods.length - a.pods.length);
}

function readSubject(pulls: readonly FailingPull[]): readonly Subject[] {
  const [first] = pulls;
  if (first === undefined) return [];
  const { namespace, owner, container, kind, image } = first;
  return [{ namespace, owner, container, kind, image, pods: distinct(pulls.map(({ pod }) => pod)) }];
}
