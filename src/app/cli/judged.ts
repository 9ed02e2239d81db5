import type { Diagnosis } from '../../core/diagnosis/finding.ts';
import type { ClusterEvidence, CollectedScope } from '../../core/evidence/evidence.ts';

/** What was read, and what it means. */
export interface Judged {
  readonly evidence: ClusterEvidence;
  readonly diagnosis: Diagnosis;
  /** Absent where all namespaces were looked at. */
  readonly namespace: string | undefined;
}

/** Core's judgement of a scope, handed to bundles that are loaded on demand so that none carries it again. */
export type JudgeIn = (scope: CollectedScope) => (evidence: ClusterEvidence) => Diagnosis;
