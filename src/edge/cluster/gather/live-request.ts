import type { PullSecret } from '../../../core/evidence/credentials/pull-secret.ts';
import type { ClusterEvidence } from '../../../core/evidence/evidence.ts';
import type { TypeMeta } from '../../../core/evidence/objects/cluster-object.ts';
import type { Look } from '../../../core/diagnosis/looks/look.ts';
import type { Target } from '../../../core/diagnosis/targets.ts';

/** What a live cluster is asked for. */
export interface LiveRequest {
  /** All namespaces when left out. */
  readonly namespace?: string;
  /** Only these; every pod of the scope when empty. */
  readonly targets: readonly Target[];
  /** As `kubectl get -l` and `--field-selector` take them. */
  readonly selector?: string;
  readonly fieldSelector?: string;
  /** Whether pull secrets may be read. */
  readonly secrets: 'read' | 'never';
  readonly now: () => number;
  readonly signal?: AbortSignal;
  /** Hears how far a long list is: `12,500 pods read, 37,500 to go`. */
  readonly progress?: (text: string) => void;
  /**
   * Sees every object as the API gave it, secrets with their values among them. An item of a list does not say
   * what it is: `type` does.
   */
  readonly onObject?: (json: unknown, type: TypeMeta) => void;
}

/** What was read. */
export interface LiveReading {
  readonly evidence: ClusterEvidence;
  /** Logins of the pull secrets that were read: beside the evidence, never in it. */
  readonly pullSecrets: readonly PullSecret[];
  /** Looks at more; those that were taken before are not taken again. Out: everything, the new among it. */
  readonly look: (looks: readonly Look[]) => Promise<LiveReading>;
}
