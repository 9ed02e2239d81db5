import type { BlindSpot } from '../../evidence/observed.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { Diagnosis } from '../finding.ts';

/** How many registries were asked; nothing where none was to be asked. */
export function registriesAsked(index: ClusterIndex): Pick<Diagnosis['looked'], 'registries'> {
  const { probes } = index.evidence;
  if (probes === undefined) return {};
  return { registries: new Set(probes.map(({ image }) => index.image(image).host)).size };
}

/** What was wanted of registries and could not be asked, each once. */
export function unaskedOf({ evidence }: ClusterIndex): readonly BlindSpot[] {
  const spots = (evidence.probes ?? []).flatMap(({ blindSpots }) => blindSpots);
  return [...new Map(spots.map((spot) => [`${spot.what}\n${spot.why}`, spot])).values()];
}
