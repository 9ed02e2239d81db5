import type { Diagnosis } from '../../../core/diagnosis/finding.ts';
import type { ClusterEvidence } from '../../../core/evidence/evidence.ts';

/** A registry is not asked again for so long, as long as nothing new fails: some count every question. */
const GOOD_FOR = 10 * 60_000;

/** What registries said of what fails, from one look to the next. */
export class RememberedProbes {
  #key = '';
  #at = -Infinity;
  #probes: ClusterEvidence['probes'];

  /** Whether registries are worth asking again: something else fails, or their answers are old. */
  areDue(diagnosis: Diagnosis, now: number): boolean {
    const key = keyOf(diagnosis);
    const due = key !== this.#key || now - this.#at > GOOD_FOR;
    if (due) {
      this.#key = key;
      this.#at = now;
    }
    return due;
  }

  /** The evidence with the answers that are known; new ones are kept. */
  addTo(evidence: ClusterEvidence): ClusterEvidence {
    if (evidence.probes !== undefined) this.#probes = evidence.probes;
    return this.#probes === undefined ? evidence : { ...evidence, probes: this.#probes };
  }

  /** Nothing fails: what was answered is of the past. */
  forget(): void {
    this.#key = '';
    this.#probes = undefined;
  }
}

function keyOf({ findings }: Diagnosis): string {
  return JSON.stringify(findings.map(({ id, cause, images }) => [id, cause, images]));
}
