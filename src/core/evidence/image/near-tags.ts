/** Which of the tags that exist was probably meant by one that does not. */
import { editDistance } from '../spelling/edit-distance.ts';
import { commitForm, dayForm, plainForm, versionForm } from './tag-form.ts';
import type { CommitForm, DayForm, VersionForm } from './tag-form.ts';

/** In what two tags are alike, and how much: smaller is nearer. */
export interface TagNearness {
  readonly kind: 'case' | 'spelling' | 'commit' | 'typo' | 'variant' | 'version' | 'day';
  readonly cost: number;
  /** Characters to change of a `typo`, days between of a `day`. */
  readonly steps?: number;
}

/** More is not read by anybody. */
const MOST = 10;

/** Differ by more, and it is no slip of the finger. */
const TYPO = 2;

/**
 * The tags most alike, nearest first, at most ten: other case or separators, with or without `v`, the same
 * commit in another form, slips of the finger, the same version in another variant, neighbouring versions
 * and days. In: the tag that is missing and the names that exist; linear in their number.
 */
export function nearTags(wanted: string, names: readonly string[]): readonly string[] {
  const nearness = nearnessTo(wanted);
  const near = names.flatMap((name) => {
    const found = nearness(name);
    return found === undefined ? [] : [{ name, cost: found.cost }];
  });
  return near
    .toSorted((one, other) => one.cost - other.cost || byName(one.name, other.name))
    .slice(0, MOST)
    .map(({ name }) => name);
}

/** In what an existing tag is like the wanted one; nothing where it is not, or is the same. */
export function tagNearness(wanted: string, name: string): TagNearness | undefined {
  return nearnessTo(wanted)(name);
}

/** What is costly to read of the wanted tag is read once. */
function nearnessTo(wanted: string): (name: string) => TagNearness | undefined {
  const [lower, plain] = [wanted.toLowerCase(), plainForm(wanted)];
  const [commit, day, version] = [commitForm(wanted), dayForm(wanted), versionForm(wanted)];
  return (name) => {
    if (name === wanted || isAttachment(name)) return undefined;
    if (name.toLowerCase() === lower) return { kind: 'case', cost: 1 };
    if (plainForm(name) === plain) return { kind: 'spelling', cost: 2 };
    const found = [
      ofCommits(commit, commitForm(name)),
      ofDays(day, dayForm(name)),
      // A day looks like a version, and is none.
      day === undefined ? ofVersions(version, versionForm(name)) : undefined,
      ofSlips(wanted, name),
      ofVariants(plain, plainForm(name)),
    ];
    return found.reduce(nearer, undefined);
  };
}

function nearer(one: TagNearness | undefined, other: TagNearness | undefined): TagNearness | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.cost < one.cost ? other : one;
}

/** Signatures, attestations and SBOMs stand beside images as tags, and nobody means them. */
function isAttachment(name: string): boolean {
  return /^sha256-[0-9a-f]{64}/u.test(name);
}

function ofCommits(wanted: CommitForm | undefined, other: CommitForm | undefined): TagNearness | undefined {
  if (wanted === undefined || other === undefined) return undefined;
  const same = wanted.hex.startsWith(other.hex) || other.hex.startsWith(wanted.hex);
  return same ? { kind: 'commit', cost: 3 } : undefined;
}

function ofDays(wanted: DayForm | undefined, other: DayForm | undefined): TagNearness | undefined {
  if (wanted === undefined || other === undefined || wanted.around !== other.around) return undefined;
  const steps = Math.abs(wanted.day - other.day);
  return { kind: 'day', cost: 10 + steps / 10, steps };
}

/** What the first number that differs is worth: a patch is nearer than a minor, a minor than a major. */
const LEVELS: readonly number[] = [40, 14, 10, 10];

function ofVersions(
  wanted: VersionForm | undefined,
  other: VersionForm | undefined,
): TagNearness | undefined {
  if (wanted === undefined || other === undefined || wanted.before !== other.before) return undefined;
  const variant = wanted.after === other.after ? 0 : 4;
  const length = Math.max(wanted.numbers.length, other.numbers.length);
  let cost = variant + 9;
  for (let at = 0; at < length; at += 1) {
    const [one, two] = [wanted.numbers[at], other.numbers[at]];
    if (one === two) continue;
    // `1.2` for `1.2.3` is that line's newest: nearer than another line.
    if (one === undefined || two === undefined) return { kind: 'version', cost: cost + 2 };
    cost = variant + (LEVELS[at] ?? 10) + Math.min(Math.abs(one - two) / 10, 5);
    // Of another line its newest is the likelier wish.
    const rest = other.numbers.slice(at + 1).reduce((sum, value) => sum + Math.min(value, 99), 0);
    return { kind: 'version', cost: cost + (at < 2 ? 0.09 - Math.min(rest, 90) / 1000 : 0) };
  }
  return { kind: 'variant', cost };
}

function ofSlips(wanted: string, name: string): TagNearness | undefined {
  // In a short tag two changes leave nothing of it.
  const most = wanted.length <= 4 ? 1 : TYPO;
  const steps = editDistance(wanted, name, most);
  return steps > most ? undefined : { kind: 'typo', cost: steps === 1 ? 12 : 20, steps };
}

/** `1.25` of `1.25-alpine`, and the other way round. */
function ofVariants(wanted: string, name: string): TagNearness | undefined {
  const [short, long] = wanted.length < name.length ? [wanted, name] : [name, wanted];
  if (short === '' || !long.startsWith(`${short}-`)) return undefined;
  return { kind: 'variant', cost: 13 + Math.min(long.length - short.length, 40) / 10 };
}

/** Of two that are equally near the shorter, plainer one. */
function byName(one: string, other: string): number {
  return one.length - other.length || (one < other ? -1 : Number(one > other));
}
