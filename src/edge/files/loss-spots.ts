import type { BlindSpot } from '../../core/evidence/observed.ts';
import type { Loss } from './object-sink.ts';

const GRANT = 'save it again: kubectl get pods,events,nodes -A -o json > dump.json';

/**
 * Says what was lost of a file. `mayHidePods`: whether the objects asked for may have been in it; then the
 * answer about them is open. One blind spot for a cut, one for all the damage before.
 */
export function lossSpots(file: string, losses: readonly Loss[], mayHidePods: boolean): readonly BlindSpot[] {
  const hides = mayHidePods ? { hidesTarget: true } : {};
  const cuts = losses.filter(({ toTheEnd }) => toTheEnd);
  const holes = losses.filter(({ toTheEnd }) => !toTheEnd);
  const [first] = holes;
  const spots = cuts.map(({ from, why }) => ({
    what: `${file} from byte ${from} on`,
    why,
    grant: GRANT,
    ...hides,
  }));
  if (first === undefined) return spots;
  const what =
    holes.length === 1
      ? `an object at byte ${first.from} of ${file}`
      : `${holes.length} objects in ${file}, the first at byte ${first.from}`;
  return [{ what, why: first.why, grant: GRANT, ...hides }, ...spots];
}
