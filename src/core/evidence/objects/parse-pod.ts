import { isCanary } from '../node/canary-mark.ts';
import { parseConditions } from './parse-conditions.ts';
import { parseInstant } from './instant.ts';
import { objectOf, objectsOf, textFieldsOf, textOf, type Filled, type JsonObject } from './json-value.ts';
import { parseContainers } from './parse-containers.ts';
import type { PodCondition } from './condition.ts';
import { parseObjectMarks, parseObjectMeta, type ObjectMeta } from './parse-object-meta.ts';
import { isServing } from './is-serving.ts';
import type { ImageVolume, PodEvidence } from './pod.ts';
import type { ShareParts } from './share-parts.ts';
import { unshared, type Share } from './share-texts.ts';

const NO_NAMES: readonly string[] = Object.freeze([]);
const NO_VOLUMES: readonly ImageVolume[] = Object.freeze([]);
const NO_SELECTOR: Readonly<Record<string, string>> = Object.freeze({});
const NO_CONDITIONS: readonly PodCondition[] = Object.freeze([]);

/** What whoever reads many pods knows, and does without. */
export interface PodReading {
  /** The pod's `metadata`, where it was read already. */
  readonly meta?: ObjectMeta;
  /**
   * Conditions of a pod that serves are not read: they are all true, and half of what there is to read. What it has in
   * common with others is taken from them.
   */
  readonly brief?: ShareParts;
}

/**
 * Reads a core/v1 Pod as any API server since 1.24 gives it.
 * In: the parsed JSON. Out: the pod, every field of a wrong type as if it were not there; undefined for
 * a value without `metadata.name`. Environment, arguments, annotations and everything else that a
 * diagnosis does not need stay behind. `share` keeps equal texts of many pods as one.
 */
export function parsePod(
  json: unknown,
  share: Share = unshared,
  { meta = parseObjectMeta(objectOf(json), share), brief }: PodReading = {},
): PodEvidence | undefined {
  const pod = objectOf(json);
  if (meta === undefined) return undefined;
  const spec = objectOf(pod['spec']);
  const status = objectOf(pod['status']);
  const imageVolumes = parseImageVolumes(spec['volumes']);
  const phase = share(textOf(status['phase']));
  const containers = parseContainers(spec, status, imageVolumes, share);
  const { createdAt, deletedAt } = meta;
  const serves = brief !== undefined && deletedAt === undefined && isServing({ phase, containers });
  const evidence: Filled<PodEvidence> = {
    namespace: meta.namespace,
    name: meta.name,
    uid: meta.uid,
    phase,
    statusReason: textOf(status['reason']),
    statusMessage: textOf(status['message']),
    // `serviceAccount` is the deprecated twin; the admission plugin puts in `default` where both are empty.
    serviceAccount: share(textOf(spec['serviceAccountName']) || textOf(spec['serviceAccount']) || 'default'),
    imagePullSecrets: parseSecretNames(spec['imagePullSecrets'], share),
    nodeSelector: spec['nodeSelector'] === undefined ? NO_SELECTOR : textFieldsOf(spec['nodeSelector']),
    containers,
    imageVolumes,
    conditions: serves ? NO_CONDITIONS : parseConditions(status['conditions'], share),
    mirror: isMirror(meta),
    owners: meta.owners,
    marks: parseObjectMarks(meta, share),
  };
  if (createdAt !== undefined) evidence.createdAt = createdAt;
  if (deletedAt !== undefined) evidence.deletedAt = deletedAt;
  const startedAt = parseInstant(status['startTime']);
  if (startedAt !== undefined) evidence.startedAt = startedAt;
  const nodeName = share(textOf(spec['nodeName']));
  if (nodeName !== '') evidence.nodeName = nodeName;
  if (isCanary(meta, pod)) evidence.canary = true;
  if (serves) brief(evidence);
  return evidence;
}

/** Names in a list of LocalObjectReference; empty ones are skipped, as the kubelet does. */
export function parseSecretNames(value: unknown, share: Share = unshared): readonly string[] {
  const references = objectsOf(value);
  if (references.length === 0) return NO_NAMES;
  return references.map((reference) => share(textOf(reference['name']))).filter((name) => name !== '');
}

/** `spec.volumes[].image` (KEP-4639). */
function parseImageVolumes(value: unknown): readonly ImageVolume[] {
  const volumes = objectsOf(value).filter((volume) => volume['image'] !== undefined);
  return volumes.length === 0 ? NO_VOLUMES : volumes.map(parseImageVolume);
}

function parseImageVolume(volume: JsonObject): ImageVolume {
  const image = objectOf(volume['image']);
  const pullPolicy = textOf(image['pullPolicy']);
  return {
    name: textOf(volume['name']),
    reference: textOf(image['reference']),
    ...(pullPolicy !== '' && { pullPolicy }),
  };
}

/**
 * A static pod, of which the API server holds only a mirror (kubelet `pkg/kubelet/types`): it may not
 * use pull secrets. `config.source` tells the same of a pod that was read from the kubelet itself.
 */
function isMirror({ annotations, owners }: ObjectMeta): boolean {
  if (textOf(annotations['kubernetes.io/config.mirror']) !== '') return true;
  const source = textOf(annotations['kubernetes.io/config.source']);
  return source === 'file' || source === 'http' || owners.some((owner) => owner.kind === 'Node');
}
