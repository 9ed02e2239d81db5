import type { Diagnosis } from '../../../core/diagnosis/finding.ts';
import { planProbes } from '../../../core/diagnosis/probing/plan-probes.ts';
import { unaskedImages } from '../../../core/diagnosis/probing/unasked-images.ts';
import type { PullSecret } from '../../../core/evidence/credentials/pull-secret.ts';
import type { ClusterEvidence } from '../../../core/evidence/evidence.ts';
import type { ImageProbe } from '../../../core/evidence/registry/image-probe.ts';
import type { CommandLine } from '../command-line.ts';
import type { Io } from '../io.ts';
import { AnswersSoFar } from './answers-so-far.ts';
import type { AnswerListener } from './ask-registries.ts';
import type { Onlooker } from './onlooker.ts';

/** What was judged without the registries, and what the questions to them are made of. */
export interface Probing {
  readonly diagnosis: Diagnosis;
  readonly evidence: ClusterEvidence;
  readonly pullSecrets: readonly PullSecret[];
  /** Every namespace is looked at. */
  readonly all: boolean;
}

/**
 * Adds to the evidence what the registries say of the failing images; the same evidence when none is worth asking.
 * An onlooker is told of every answer while others are still out.
 */
export async function addProbes(
  { diagnosis, evidence, pullSecrets, all }: Probing,
  line: CommandLine,
  io: Io,
  onlooker?: Onlooker,
): Promise<ClusterEvidence> {
  const requests = planProbes(diagnosis, evidence, pullSecrets, { all });
  const answered = (probes: readonly ImageProbe[]): ClusterEvidence => {
    const unasked = unaskedImages({ diagnosis, evidence, pullSecrets, options: { all } }, probes);
    if (requests.length === 0 && unasked.length === 0) return evidence;
    return { ...evidence, blindSpots: [...evidence.blindSpots, ...unasked], probes };
  };
  if (requests.length === 0) return answered([]);
  const { askRegistries } = await import('./ask-registries.ts');
  if (onlooker === undefined) return answered(await askRegistries(requests, line, io));
  const answers = new AnswersSoFar(requests, onlooker.remembered);
  if (!onlooker.asksAgain) return answered(answers.probes);
  const tell = (): void => {
    const { registries } = answers;
    if (registries > 0) onlooker.onAnswer({ evidence: () => answered(answers.probes), registries });
  };
  tell();
  const onAnswer: AnswerListener['onAnswer'] = (request, answer) => {
    answers.take(request, answer);
    tell();
  };
  return answered(await askRegistries(requests, line, io, { signal: onlooker.signal, onAnswer }));
}
