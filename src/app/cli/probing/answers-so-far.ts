import { readImageName } from '../../../core/diagnosis/image-name.ts';
import type { ImageProbe } from '../../../core/evidence/registry/image-probe.ts';
import type { ProbeRequest } from '../../../core/evidence/registry/probe-request.ts';

/** Questions to registries while they are being answered. */
export class AnswersSoFar {
  readonly #answers: Map<ProbeRequest, ImageProbe | undefined>;
  /** How many questions each registry has still to answer. */
  readonly #open = new Map<string, number>();

  /** `remembered` gives what was answered to a question before, which counts until it is answered anew. */
  constructor(
    requests: readonly ProbeRequest[],
    remembered: (request: ProbeRequest) => ImageProbe | undefined,
  ) {
    this.#answers = new Map(requests.map((request) => [request, remembered(request)]));
    for (const { image } of requests) this.#count(image, 1);
  }

  /** Takes the answer to one of the questions. */
  take(request: ProbeRequest, answer: ImageProbe): void {
    this.#answers.set(request, answer);
    this.#count(request.image, -1);
  }

  /** What is known, in the order of the questions. */
  get probes(): readonly ImageProbe[] {
    return [...this.#answers.values()].flatMap((answer) => answer ?? []);
  }

  /** Registries that have still to answer. */
  get registries(): number {
    return this.#open.size;
  }

  #count(image: string, by: 1 | -1): void {
    const { host } = readImageName(image);
    const open = (this.#open.get(host) ?? 0) + by;
    if (open > 0) this.#open.set(host, open);
    else this.#open.delete(host);
  }
}
