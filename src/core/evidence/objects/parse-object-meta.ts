import type { Instant } from '../observed.ts';
import { parseInstant } from './instant.ts';
import { known, objectOf, objectsOf, textOf, type Filled, type JsonObject } from './json-value.ts';
import type { ObjectMarks, OwnerReference } from './object-meta.ts';
import { unshared, type Share } from './share-texts.ts';

/** What every reader needs of `metadata`. Labels and annotations stay unread: see the functions below. */
export interface ObjectMeta {
  /** Empty for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly createdAt?: Instant;
  readonly deletedAt?: Instant;
  /** Which write of the object this is: higher is newer; 0 when the object does not say. */
  readonly resourceVersion: number;
  readonly labels: JsonObject;
  readonly annotations: JsonObject;
  readonly owners: readonly OwnerReference[];
}

const NO_OWNERS: readonly OwnerReference[] = Object.freeze([]);
const NO_MARKS: ObjectMarks = Object.freeze({});

/**
 * Reads `metadata` of any object (apimachinery `meta/v1` ObjectMeta).
 * Undefined when it has no name: such a thing is no stored object.
 */
export function parseObjectMeta(json: JsonObject, share: Share = unshared): ObjectMeta | undefined {
  const meta = objectOf(json['metadata']);
  const name = textOf(meta['name']);
  if (name === '') return undefined;
  const read: Filled<ObjectMeta> = {
    namespace: share(textOf(meta['namespace'])),
    name,
    uid: textOf(meta['uid']),
    resourceVersion: parseResourceVersion(meta['resourceVersion']),
    labels: objectOf(meta['labels']),
    annotations: objectOf(meta['annotations']),
    owners: parseOwners(meta['ownerReferences'], share),
  };
  const createdAt = parseInstant(meta['creationTimestamp']);
  if (createdAt !== undefined) read.createdAt = createdAt;
  const deletedAt = parseInstant(meta['deletionTimestamp']);
  if (deletedAt !== undefined) read.deletedAt = deletedAt;
  return read;
}

/** Resource versions are opaque by contract and numbers in every API server there is (KEP-5504 says so since 1.35). */
function parseResourceVersion(value: unknown): number {
  const text = textOf(value);
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

function parseOwners(value: unknown, share: Share): readonly OwnerReference[] {
  const owners = objectsOf(value);
  if (owners.length === 0) return NO_OWNERS;
  return owners.map((owner) => ({
    apiVersion: share(textOf(owner['apiVersion'])),
    kind: share(textOf(owner['kind'])),
    name: share(textOf(owner['name'])),
    uid: share(textOf(owner['uid'])),
    controller: owner['controller'] === true,
  }));
}

/** Who manages the object: Helm, Argo CD, Flux, by the marks each of them leaves. */
export function parseObjectMarks(meta: ObjectMeta, share: Share = unshared): ObjectMarks {
  const helm = helmRelease(meta);
  const argo = argoApplication(meta);
  const flux = fluxSource(meta.labels);
  if (helm === undefined && argo === undefined && flux === undefined) return NO_MARKS;
  return known({
    helmRelease: helm && share(helm),
    argoApplication: argo && share(argo),
    fluxSource: flux && share(flux),
  });
}

/** Helm 3.2 and newer annotate; charts by convention also set the two recommended labels. */
function helmRelease({ labels, annotations }: ObjectMeta): string | undefined {
  const release = textOf(annotations['meta.helm.sh/release-name']);
  if (release !== '') return release;
  const managed = textOf(labels['app.kubernetes.io/managed-by']) === 'Helm';
  return managed ? textOf(labels['app.kubernetes.io/instance']) || undefined : undefined;
}

/** A tracking id is `application:group/Kind:namespace/name`. */
function argoApplication({ labels, annotations }: ObjectMeta): string | undefined {
  const trackingId = textOf(annotations['argocd.argoproj.io/tracking-id']);
  const application = trackingId.split(':', 1)[0] ?? '';
  return application || textOf(labels['argocd.argoproj.io/instance']) || undefined;
}

/** A HelmRelease is the nearer source: the Kustomization only brought the HelmRelease. */
function fluxSource(labels: JsonObject): string | undefined {
  const release = textOf(labels['helm.toolkit.fluxcd.io/name']);
  if (release !== '') return `HelmRelease/${release}`;
  const kustomization = textOf(labels['kustomize.toolkit.fluxcd.io/name']);
  return kustomization === '' ? undefined : `Kustomization/${kustomization}`;
}
