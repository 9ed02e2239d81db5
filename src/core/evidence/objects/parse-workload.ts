import { countOf, known, listOf, objectOf, objectsOf, textOf, type JsonObject } from './json-value.ts';
import { parseConditions } from './parse-conditions.ts';
import { parseObjectMarks, parseObjectMeta, type ObjectMeta } from './parse-object-meta.ts';
import { parseSecretNames } from './parse-pod.ts';
import type { TemplateContainer, WorkloadEvidence } from './workload.ts';

/** Annotations that number the revisions: the Deployment controller's and Argo Rollouts'. */
const REVISIONS = ['deployment.kubernetes.io/revision', 'rollout.argoproj.io/revision'];

/**
 * Reads any object that makes pods from a template: apps/v1 and batch/v1 kinds, ReplicationController,
 * and custom kinds that keep the template where those do (Argo Rollout, CloneSet, Knative Service …).
 * In: the parsed JSON and, for an item of a list that does not say them itself, its kind and API version.
 * Out: the workload, or undefined when it has no name, no kind or no pod template.
 */
export function parseWorkload(
  json: unknown,
  kind: string = textOf(objectOf(json)['kind']),
  apiVersion: string = textOf(objectOf(json)['apiVersion']),
): WorkloadEvidence | undefined {
  const object = objectOf(json);
  const meta = parseObjectMeta(object);
  const spec = objectOf(object['spec']);
  const template = podTemplate(spec);
  if (meta === undefined || kind === '' || template === undefined) return undefined;
  const status = objectOf(object['status']);
  return {
    apiVersion,
    kind,
    namespace: meta.namespace,
    name: meta.name,
    uid: meta.uid,
    owners: meta.owners,
    marks: parseObjectMarks(meta),
    containers: parseTemplateContainers(template),
    imagePullSecrets: parseSecretNames(template['imagePullSecrets']),
    replicas: parseReplicas(kind, spec, status),
    conditions: parseConditions(status['conditions']),
    // Deployments and rollouts are paused, jobs and cron jobs suspended: no new pods either way.
    paused: spec['paused'] === true || spec['suspend'] === true,
    ...known({ createdAt: meta.createdAt, revision: parseRevision(meta) }),
  };
}

/** The pod spec in `spec.template.spec`, or in `spec.jobTemplate.spec.template.spec` (CronJob). */
function podTemplate(spec: JsonObject): JsonObject | undefined {
  const jobSpec = objectOf(objectOf(spec['jobTemplate'])['spec']);
  for (const owner of [spec, jobSpec]) {
    const podSpec = objectOf(objectOf(owner['template'])['spec']);
    if (Array.isArray(podSpec['containers'])) return podSpec;
  }
  return undefined;
}

function parseTemplateContainers(podSpec: JsonObject): readonly TemplateContainer[] {
  const read = (list: string, init: boolean): readonly TemplateContainer[] =>
    objectsOf(podSpec[list]).map((container) => ({
      name: textOf(container['name']),
      image: textOf(container['image']),
      init,
    }));
  return [...read('initContainers', true), ...read('containers', false)];
}

/** The counts each kind keeps under names of its own; a count that is not there is 0, a wish not uttered 1. */
function parseReplicas(kind: string, spec: JsonObject, status: JsonObject): WorkloadEvidence['replicas'] {
  const number = (value: unknown): number => countOf(value) ?? 0;
  switch (kind) {
    case 'DaemonSet':
      return {
        desired: number(status['desiredNumberScheduled']),
        current: number(status['currentNumberScheduled']),
        ready: number(status['numberReady']),
        available: number(status['numberAvailable']),
      };
    case 'Job': {
      const ready = number(status['ready']);
      return {
        desired: countOf(spec['parallelism']) ?? 1,
        current: number(status['active']),
        ready,
        available: ready,
      };
    }
    case 'CronJob':
      return { desired: 0, current: listOf(status['active']).length, ready: 0, available: 0 };
    default:
      return {
        desired: countOf(spec['replicas']) ?? 1,
        current: number(status['replicas']),
        ready: number(status['readyReplicas']),
        available: number(status['availableReplicas']),
      };
  }
}

function parseRevision({ annotations }: ObjectMeta): number | undefined {
  const text = REVISIONS.map((name) => textOf(annotations[name])).find((value) => value !== '') ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
