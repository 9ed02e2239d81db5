/** What people put into a tag: a version, a day, a commit, and the words around it. */

export interface VersionForm {
  /** What stands before the numbers, without a `v`: `release-` of `release-v1.2`. */
  readonly before: string;
  readonly numbers: readonly number[];
  /** What follows: `-alpine`, `-rc.1`. */
  readonly after: string;
}

/** A day in a tag: `2026-11-20`, `20261120`, `nightly-2026.11.20`. */
export interface DayForm {
  readonly around: string;
  /** Days since 1970. */
  readonly day: number;
}

/** A commit in a tag: `sha-1a2b3c4`, `main-1a2b3c4d`, the full forty digits. */
export interface CommitForm {
  readonly hex: string;
}

const VERSION = /^([^0-9]{0,40})([0-9]{1,9}(?:\.[0-9]{1,9}){0,3})(?![0-9])(.{0,128})$/u;

/** A tag that begins with a version, after a `v` or words; nothing of any other. */
export function versionForm(tag: string): VersionForm | undefined {
  const [, before, numbers, after] = VERSION.exec(tag) ?? [];
  if (before === undefined || numbers === undefined || after === undefined) return undefined;
  const words = /v$/iu.test(before) ? before.slice(0, -1) : before;
  return {
    before: words.toLowerCase(),
    numbers: numbers.split('.').map(Number),
    after: after.toLowerCase(),
  };
}

const DAY = /(?<![0-9])(20[0-9]{2})([-._]?)(0[1-9]|1[0-2])\2(0[1-9]|[12][0-9]|3[01])(?![0-9])/u;
const DAY_MILLISECONDS = 86_400_000;

export function dayForm(tag: string): DayForm | undefined {
  const match = DAY.exec(tag);
  if (match === null) return undefined;
  const [whole, year, , month, date] = match;
  return {
    around: `${tag.slice(0, match.index)} ${tag.slice(match.index + whole.length)}`.toLowerCase(),
    day: Math.floor(Date.UTC(Number(year), Number(month) - 1, Number(date)) / DAY_MILLISECONDS),
  };
}

const COMMIT = /^[0-9a-f]{7,64}$/u;

/** Its last word of seven or more hexadecimal digits, letters and figures among them. */
export function commitForm(tag: string): CommitForm | undefined {
  const words = tag.toLowerCase().split(/[-._]/u);
  const hex = words.findLast((word) => COMMIT.test(word) && /[a-f]/u.test(word) && /[0-9]/u.test(word));
  return hex === undefined ? undefined : { hex };
}

/** The tag without what is often spelled otherwise: case, a `v` before a number, the kind of separator. */
export function plainForm(tag: string): string {
  return tag
    .toLowerCase()
    .replace(/(^|[-._])v(?=[0-9])/gu, '$1')
    .replace(/[-._]/gu, '-');
}
