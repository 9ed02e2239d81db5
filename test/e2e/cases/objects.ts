import { DOMAIN } from '../cluster/addresses.ts';
import type { KubeObject } from '../cluster/kube-api.ts';
import { ACCOUNT } from '../registries/docker-registry.ts';
import { CASE_LABEL, STACK_LABEL, type Place } from './case.ts';

/** A container as a pod's spec has it. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  readonly restartPolicy?: 'Always';
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}

/** What a case may say of its pod beyond the image. */
export interface PodRequest {
  readonly image?: string;
  readonly policy?: Container['imagePullPolicy'];
  /** Names of pull secrets. */
  readonly secrets?: readonly string[];
  readonly account?: string;
  readonly containers?: readonly Container[];
  readonly init?: readonly Container[];
  readonly volumes?: readonly unknown[];
  readonly restart?: 'Always' | 'OnFailure' | 'Never';
  /** In the pod network; by default in the node's, which costs a node far less. */
  readonly podNetwork?: boolean;
}

/** `team/app:1.0` at the open registry, `private/…` at another of the lane. */
export function at(host: string, rest: string): string {
  return `${host}.${DOMAIN}/${rest}`;
}

/** An image that every node can pull. */
export const SOUND_IMAGE: string = at('registry', 'team/app:1.0');

function containersOf({ image = SOUND_IMAGE, policy, containers }: PodRequest): readonly Container[] {
  return containers ?? [{ name: 'app', image, ...(policy === undefined ? {} : { imagePullPolicy: policy }) }];
}

/** Spec of a pod of this stack's node. */
export function podSpec({ stack }: Place, request: PodRequest): Readonly<Record<string, unknown>> {
  const { secrets = [], account, init, volumes, restart, podNetwork = false } = request;
  return {
    ...(stack === 'any' ? {} : { nodeSelector: { [STACK_LABEL]: stack } }),
    ...(podNetwork ? {} : { hostNetwork: true }),
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 0,
    containers: containersOf(request),
    ...(init === undefined ? {} : { initContainers: init }),
    ...(volumes === undefined ? {} : { volumes }),
    ...(secrets.length === 0 ? {} : { imagePullSecrets: secrets.map((name) => ({ name })) }),
    ...(account === undefined ? {} : { serviceAccountName: account }),
    ...(restart === undefined ? {} : { restartPolicy: restart }),
  };
}

export function labelsOf(name: string): Readonly<Record<string, string>> {
  return { [CASE_LABEL]: name };
}

export function pod(place: Place, name: string, request: PodRequest): KubeObject {
  const metadata = { name, namespace: place.namespace, labels: labelsOf(name) };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: podSpec(place, request) };
}

/** A pod template of a workload. */
export function template(place: Place, name: string, request: PodRequest): Readonly<Record<string, unknown>> {
  return { metadata: { labels: labelsOf(name) }, spec: podSpec(place, request) };
}

/** A workload of the `apps/v1` group with one pod. */
export function workload(
  place: Place,
  kind: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'ReplicaSet',
  name: string,
  request: PodRequest,
  metadata: Readonly<Record<string, unknown>> = {},
): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { ...metadata, name, namespace: place.namespace },
    spec: {
      ...(kind === 'DaemonSet' ? {} : { replicas: 1 }),
      ...(kind === 'StatefulSet' ? { serviceName: name } : {}),
      selector: { matchLabels: labelsOf(name) },
      template: template(place, name, request),
    },
  };
}

/** A secret of any type, with text data. */
export function secret(
  { namespace }: Pick<Place, 'namespace'>,
  name: string,
  type: string,
  data: Readonly<Record<string, string>>,
): KubeObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type, stringData: data };
}

/** One entry of a docker configuration's `auths`. */
export type AuthEntry = Readonly<Record<string, string>>;

export function authOf(user: string, password: string): AuthEntry {
  return { auth: Buffer.from(`${user}:${password}`).toString('base64') };
}

export const RIGHT_AUTH: AuthEntry = authOf(ACCOUNT.user, ACCOUNT.password);

/** A pull secret of today's type for these servers. */
export function pullSecret(
  place: Place,
  name: string,
  auths: Readonly<Record<string, AuthEntry>>,
): KubeObject {
  return secret(place, name, 'kubernetes.io/dockerconfigjson', {
    '.dockerconfigjson': JSON.stringify({ auths }),
  });
}

export function serviceAccount({ namespace }: Place, name: string, secrets: readonly string[]): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace },
    imagePullSecrets: secrets.map((secret) => ({ name: secret })),
  };
}
