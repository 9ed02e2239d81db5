/** One entry of `metadata.ownerReferences`. */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller: boolean;
}

/**
 * Who manages an object, as labels and annotations tell: the fix belongs there, since the tool
 * would undo a change made to the object itself.
 */
export interface ObjectMarks {
  /** Annotation `meta.helm.sh/release-name` (or label `app.kubernetes.io/managed-by: Helm` + `instance`). */
  readonly helmRelease?: string;
  /** Argo CD application: annotation `argocd.argoproj.io/tracking-id` or label `argocd.argoproj.io/instance`. */
  readonly argoApplication?: string;
  /** Flux object: `Kustomization/name` or `HelmRelease/name` from the toolkit.fluxcd.io labels. */
  readonly fluxSource?: string;
}
