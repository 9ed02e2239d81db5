import type { BlindSpot } from '../../evidence/observed.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { Diagnosis } from '../finding.ts';
import type { JudgedPull } from '../pulls/judged-pull.ts';
import type { ProbedPull } from './probed-pull.ts';

/** How many registries were asked; nothing where none was to be asked. */
export function registriesAsked(index: ClusterIndex): Pick<Diagnosis['looked'], 'registries'> {
  const { probes } = index.evidence;
  if (probes === undefined) return {};
  return { registries: new Set(probes.map(({ image }) => index.image(image).host)).size };
}

/** What was wanted of registries and could not be asked, each once. */
export function unaskedOf(pulls: readonly JudgedPull[], index: ClusterIndex): readonly BlindSpot[] {
  const told = (index.evidence.probes ?? []).flatMap(({ blindSpots }) => blindSpots);
  const ours = pulls.flatMap(({ probed, site }) =>
    probed === undefined ? [] : ownWord(probed, index.image(site.image).host),
  );
  return [...new Map([...told, ...ours].map((spot) => [`${spot.what}\n${spot.why}`, spot])).values()];
}

/** Why we gave up, or would not ask; nothing where whoever asked has said so. */
function ownWord({ ours, says, probe }: ProbedPull, host: string): readonly BlindSpot[] {
  if (ours !== true || says === '') return [];
  // `no answer within 3.0 s; then the time was used up` says the shorter one too.
  const told = probe.blindSpots.some(({ why }) => says.endsWith(why));
  return told ? [] : [{ what: `answers of registry ${host}`, why: says }];
}
