import type { PullKind } from '../diagnosis/finding.ts';
import { OPEN_CAUSES, type Actor, type Rung } from '../diagnosis/cause.ts';
import type { Report, ReportFinding, ReportPull } from './report.ts';
import { countOf, listWords } from './quantity-words.ts';

/** What one finding is about, in the short forms that every rendering shares. */

export type NextAttempt = NonNullable<ReportPull['nextAttempt']>;

const KIND_WORDS: Readonly<Record<PullKind, string>> = {
  container: 'container',
  initContainer: 'init container',
  ephemeralContainer: 'ephemeral container',
  imageVolume: 'image volume of container',
  sandbox: 'sandbox image of',
};

const RUNG_WORDS: Readonly<Partial<Record<Rung, string>>> = {
  'pull-policy': 'pull policy',
  dns: 'DNS',
  tls: 'TLS',
};

export const ACTOR_WORDS: Readonly<Record<Actor, string>> = {
  author: 'author acts',
  platform: 'platform acts',
  registry: 'registry acts',
  time: 'passes by itself',
};

/** True where the cause stays a question: by its nature, or because the proof does not reach. */
export function isOpen({ cause, certainty }: Pick<ReportFinding, 'cause' | 'certainty'>): boolean {
  return certainty === 'possible' || OPEN_CAUSES.has(cause);
}

/** A rung as people say it: `pull policy`, `DNS`, `sign-in`. */
export function rungWords(rung: Rung): string {
  return RUNG_WORDS[rung] ?? rung;
}

/** `Deployment/web`, at most `most` of them. */
export function ownersWords(finding: ReportFinding, most: number): string {
  return listWords(
    distinct(finding.pulls, ({ owner }) => `${owner.kind}/${owner.name}`),
    most,
  );
}

/** `namespace shop`, or how many there are. */
export function namespacesWords(finding: ReportFinding): string {
  const names = distinct(finding.pulls, ({ namespace }) => namespace);
  return names.length === 1 ? `namespace ${names[0]}` : countOf(names.length, 'namespace');
}

export function podCount(pulls: readonly ReportPull[]): number {
  return distinct(pulls, ({ namespace, pod }) => `${namespace}/${pod}`).length;
}

/** Distinct pods that fail in the whole report. */
export function failingPodCount(report: Report): number {
  return podCount(report.findings.flatMap(({ pulls }) => pulls));
}

/** `container app`, `containers app and proxy`, `4 containers`; the sandbox image has no container. */
export function containersWords(finding: ReportFinding): string {
  const kinds = distinct(finding.pulls, ({ kind }) => KIND_WORDS[kind]);
  if (kinds.length > 1) return countOf(finding.pulls.length, 'pull');
  if (finding.pulls[0]?.kind === 'sandbox') return 'sandbox image';
  const names = distinct(finding.pulls, ({ container }) => container);
  const kind = kinds[0] ?? 'container';
  if (names.length > 3) return countOf(names.length, kind);
  return `${kind}${names.length === 1 ? '' : 's'} ${listWords(names, 3)}`;
}

/** `on node-3` or `3 nodes`; empty when no pull is known to have a node. */
export function nodesWords(finding: ReportFinding): string {
  const names = distinct(finding.pulls, ({ node }) => node ?? '').filter((name) => name !== '');
  if (names.length === 0) return '';
  return names.length === 1 ? `on ${names[0]}` : countOf(names.length, 'node');
}

/** The attempts to come that are known, and the earliest of them. Timestamps sort as text. */
export function comingAttempts(finding: ReportFinding): {
  readonly count: number;
  readonly first?: NextAttempt;
} {
  let count = 0;
  let first: NextAttempt | undefined;
  for (const { nextAttempt } of finding.pulls) {
    if (nextAttempt === undefined) continue;
    count += 1;
    if (first === undefined || nextAttempt.earliest < first.earliest) first = nextAttempt;
  }
  return { count, ...(first !== undefined && { first }) };
}

/** Values in the order in which they first appear. */
export function distinct<T>(items: readonly T[], valueOf: (item: T) => string): readonly string[] {
  return [...new Set(items.map(valueOf))];
}
