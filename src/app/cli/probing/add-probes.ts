import type { Diagnosis } from '../../../core/diagnosis/finding.ts';
import { planProbes } from '../../../core/diagnosis/probing/plan-probes.ts';
import type { PullSecret } from '../../../core/evidence/credentials/pull-secret.ts';
import type { ClusterEvidence } from '../../../core/evidence/evidence.ts';
import type { CommandLine } from '../command-line.ts';
import type { Io } from '../io.ts';
import { askRegistries } from './ask-registries.ts';

/** What was judged without the registries, and what the questions to them are made of. */
export interface Probing {
  readonly diagnosis: Diagnosis;
  readonly evidence: ClusterEvidence;
  readonly pullSecrets: readonly PullSecret[];
  /** Every namespace is looked at. */
  readonly all: boolean;
}

/** Adds to the evidence what the registries say of the failing images; the same evidence when none is worth asking. */
export async function addProbes(
  { diagnosis, evidence, pullSecrets, all }: Probing,
  line: CommandLine,
  io: Io,
): Promise<ClusterEvidence> {
  const requests = planProbes(diagnosis, evidence, pullSecrets, { all });
  if (requests.length === 0) return evidence;
  return { ...evidence, probes: await askRegistries(requests, line, io) };
}
