/** One thing the lane held pulldoctor to beyond the table of cases. */
export interface Check {
  readonly part: PartName;
  /** What was held against what, in a few words. */
  readonly what: string;
  /** What pulldoctor said, as far as it matters. */
  readonly said: string;
  readonly faults: readonly string[];
}

/** The parts of the lane beside the table, in the order they are run. */
export const PART_NAMES = [
  'rights',
  'targets',
  'transport',
  'collect',
  'probe',
  'node-logs',
  'canary',
  'watch',
] as const;
export type PartName = (typeof PART_NAMES)[number];

/** Collects the checks of one part. */
export class Checks {
  readonly #part: PartName;
  readonly list: Check[] = [];

  constructor(part: PartName) {
    this.#part = part;
  }

  /** Notes a check; faults that are undefined are none. */
  note(what: string, said: string, faults: readonly (string | undefined)[]): void {
    this.list.push({
      part: this.#part,
      what,
      said: said.trim(),
      faults: faults.filter((one) => one !== undefined),
    });
  }
}

/** A fault unless it holds. */
export function unless(holds: boolean, fault: string): string | undefined {
  return holds ? undefined : fault;
}

/** A fault unless the text has it, however its lines are broken. */
export function unlessSays(text: string, wanted: RegExp): string | undefined {
  return wanted.test(text.replaceAll(/\s+/gu, ' ')) ? undefined : `does not say ${wanted.source}`;
}

/** A fault unless the program ended so. */
export function unlessCode(code: number, wanted: number): string | undefined {
  return code === wanted ? undefined : `exit code ${code}, not ${wanted}`;
}
