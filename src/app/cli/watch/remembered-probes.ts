import type { Diagnosis } from '../../../core/diagnosis/finding.ts';
import { readImageName } from '../../../core/diagnosis/image-name.ts';
import { probeKey } from '../../../core/diagnosis/probing/access-of.ts';
import type { ClusterEvidence } from '../../../core/evidence/evidence.ts';
import type { ImageProbe } from '../../../core/evidence/registry/image-probe.ts';
import type { ProbeRequest } from '../../../core/evidence/registry/probe-request.ts';

/** A registry is not asked again for so long, as long as nothing new fails: some count every question. */
const GOOD_FOR = 10 * 60_000;

/** What registries said of what fails, from one look to the next. */
export class RememberedProbes {
  #key = '';
  #at = -Infinity;
  #answers = new Map<string, ImageProbe>();

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

  /** Keeps the answers that a look ends with; where nothing was worth a question, those that are known are added. */
  addTo(evidence: ClusterEvidence): ClusterEvidence {
    const { probes } = evidence;
    if (probes === undefined)
      return this.#answers.size === 0 ? evidence : { ...evidence, probes: this.#known };
    this.#answers = new Map(probes.map((probe) => [questionOf(probe), probe]));
    return evidence;
  }

  /** What was answered to a question; nothing where it was never asked. */
  answerTo(request: ProbeRequest): ImageProbe | undefined {
    return this.#answers.get(questionOf(request));
  }

  /** Nothing fails: what was answered is of the past. */
  forget(): void {
    this.#key = '';
    this.#answers.clear();
  }

  get #known(): readonly ImageProbe[] {
    return [...this.#answers.values()];
  }
}

function keyOf({ findings }: Diagnosis): string {
  return JSON.stringify(findings.map(({ id, cause, images }) => [id, cause, images]));
}

/** Two spellings of one image are one question. */
function questionOf({ image, access }: Pick<ImageProbe, 'image' | 'access'>): string {
  return probeKey(readImageName(image).normal, access);
}
