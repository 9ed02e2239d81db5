/** What a diagnosis uses of a ServiceAccount: the names it hands to new pods, never a token. */
export interface ServiceAccountEvidence {
  readonly namespace: string;
  readonly name: string;
  readonly imagePullSecrets: readonly string[];
  /** Cloud identity annotations that are set (IRSA, GKE and Azure workload identity): key → value. */
  readonly cloudIdentity: Readonly<Record<string, string>>;
}
