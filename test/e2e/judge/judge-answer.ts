import type { Answer, Case } from '../cases/case.ts';
import type { FoundPull } from './pulldoctor.ts';

/**
 * When, and how, a case is looked at: in a dump at its first failure, waiting for the next attempt, after its
 * events are gone, with kinds left out of the dump; on the live cluster, with its registries asked, and in
 * what `collect` saved.
 */
export type Phase =
  | 'first'
  | 'back-off'
  | 'events gone'
  | 'fewer rights'
  | 'live first'
  | 'live back-off'
  | 'probed'
  | 'collected';

export interface JudgedPod {
  readonly name: string;
  readonly phase: Phase;
  /** The text with the cause is no longer in the cluster: the waiting message of older kubelets has none. */
  readonly textGone: boolean;
}

const CERTAINTIES = ['possible', 'likely', 'proven'];

type Check = (answer: Answer, found: FoundPull) => string | undefined;

function oneOf(what: string, allowed: readonly string[] | undefined, got: string): string | undefined {
  return allowed === undefined || allowed.includes(got)
    ? undefined
    : `${what} ${got}, not ${allowed.join(' or ')}`;
}

const CHECKS: readonly Check[] = [
  ({ causes }, { finding }) => oneOf('cause', causes, finding.cause),
  ({ reasons }, { finding }) => oneOf('reason', reasons, finding.reason ?? 'none'),
  ({ atMost = 'proven' }, { finding }) =>
    CERTAINTIES.indexOf(finding.certainty) > CERTAINTIES.indexOf(atMost)
      ? `certainty ${finding.certainty}, at most ${atMost}`
      : undefined,
  ({ guesses = [] }, { finding }) =>
    guesses.includes(finding.cause) && finding.certainty === 'proven'
      ? `certainty proven of ${finding.cause}, which is a guess`
      : undefined,
  ({ atLeast = 'possible' }, { finding }) =>
    CERTAINTIES.indexOf(finding.certainty) < CERTAINTIES.indexOf(atLeast)
      ? `certainty ${finding.certainty}, at least ${atLeast}`
      : undefined,
  ({ suggests }, { finding }) =>
    suggests === undefined || finding.suggestions.some(({ image }) => image === suggests)
      ? undefined
      : `suggests ${finding.suggestions.map(({ image }) => image).join() || 'nothing'}, not ${suggests}`,
  ({ rungs }, { finding }) => oneOf('rung', rungs, finding.rung),
  ({ role }, { finding }) =>
    oneOf('host role', role === undefined ? undefined : [role], finding.host?.role ?? 'none'),
  ({ host }, { finding }) =>
    oneOf('host', host === undefined ? undefined : [host], finding.host?.name ?? 'none'),
  ({ retry }, { finding }) => oneOf('retry', retry, finding.retry),
  ({ actor }, { finding }) => oneOf('actor', actor, finding.actor),
  ({ kind }, { pull }) => oneOf('kind', kind === undefined ? undefined : [kind], pull.kind),
  ({ remedy }, { finding }) =>
    remedy === undefined || finding.remedies.some(({ commands }) => remedy.test(commands.join('\n')))
      ? undefined
      : `no remedy has ${remedy.source}`,
];

function ownerFault({ owner }: Answer, { name }: Case, pod: string, { pull }: FoundPull): string | undefined {
  const wanted: NonNullable<Answer['owner']> = owner ?? { kind: 'Pod' };
  const usual: Readonly<Record<string, string>> = { Pod: pod, Node: pull.node ?? '' };
  const wantedName = wanted.name ?? usual[wanted.kind] ?? name;
  const got = pull.owner;
  if (got.kind !== wanted.kind || got.name !== wantedName)
    return `owner ${got.kind}/${got.name}, not ${wanted.kind}/${wantedName}`;
  return oneOf(
    'managed by',
    wanted.managedBy === undefined ? undefined : [wanted.managedBy],
    got.managedBy ?? 'none',
  );
}

function containerFault({ containers = ['app'] }: Answer, found: readonly FoundPull[]): string | undefined {
  if (containers.length === 0) return undefined;
  const got = found.map(({ pull }) => pull.container).toSorted();
  return got.join() === containers.toSorted().join()
    ? undefined
    : `containers ${got.join()}, not ${containers.join()}`;
}

/** A text without its cause leaves only what the objects tell; where it says so, that is right. */
function allowSilence(answer: Answer): Answer {
  const { causes, containers, owner, kind } = answer;
  return {
    causes: [...causes, 'back-off-only'],
    ...(containers === undefined ? {} : { containers }),
    ...(owner === undefined ? {} : { owner }),
    ...(kind === undefined ? {} : { kind }),
  };
}

/** What is wrong with what was found of one pod; empty when nothing is. */
export function judgeAnswer(one: Case, pod: JudgedPod, found: readonly FoundPull[]): readonly string[] {
  if (one.answer === 'either') return [];
  if (one.answer === 'sound')
    return found.map(({ finding, pull }) => `sound, but ${pull.container} is found ${finding.cause}`);
  const answer = pod.textGone ? allowSilence(one.answer) : one.answer;
  // A sandbox image fails in events alone.
  if (found.length === 0) return pod.textGone && answer.kind === 'sandbox' ? [] : ['not found failing'];
  const faults = found.flatMap((pull) => [
    ...CHECKS.map((check) => check(answer, pull)),
    ownerFault(answer, one, pod.name, pull),
  ]);
  return [...new Set([...faults, containerFault(answer, found)])].filter((fault) => fault !== undefined);
}
