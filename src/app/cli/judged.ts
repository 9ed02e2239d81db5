import type { Diagnosis } from '../../core/diagnosis/finding.ts';
import { diagnose } from '../../core/diagnosis/diagnose.ts';
import type { ClusterEvidence, CollectedScope } from '../../core/evidence/evidence.ts';

/** What was read, and what it means. */
export interface Judged {
  readonly evidence: ClusterEvidence;
  readonly diagnosis: Diagnosis;
  /** Absent where all namespaces were looked at. */
  readonly namespace: string | undefined;
}

/** The judgement of a scope, of whatever evidence there comes to be of it. */
export function judgeIn({ namespace, targets }: CollectedScope): (evidence: ClusterEvidence) => Diagnosis {
  const scope = namespace === undefined ? {} : { namespace };
  return (evidence) => diagnose(evidence, { ...scope, ...(targets.length > 0 && { targets }) });
}
