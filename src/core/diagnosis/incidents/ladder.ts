/**
 * The rungs of one pull: the broken one, those below it that the text proves to have held, and those
 * above, of which nothing is known. A rung is climbed per host, so a token server or a blob store that
 * fails has steps of its own between those of the registry.
 */
import type { AttemptReading, Fault, HostReading } from '../../evidence/message/message-reading.ts';
import { RUNGS } from '../cause.ts';
import type { Rung } from '../cause.ts';
import type { LadderStep } from '../ladder-step.ts';
import { answered } from '../judgement/said.ts';
import { faultWords } from '../judgement/fault-words.ts';
import type { Verdict } from '../verdict.ts';

type State = LadderStep['state'];

/** The ladder of a verdict; `registry` is the image's own host. */
export function climb(verdict: Verdict, registry: string): readonly LadderStep[] {
  const { rung, cause, host } = verdict;
  if (cause === 'wrong-architecture-binary') return afterGoodPull(verdict);
  if (rung === 'unknown') return steps(0);
  if (rung === 'runtime' || rung === 'verify') return [...besideLadder(verdict), broken(verdict)];
  const own: HostReading = { name: registry, role: 'registry' };
  const at = RUNGS.indexOf(rung);
  if (host === undefined || host.role === 'registry' || !perHost(rung))
    return climbTo(at, verdict, host ?? own);
  return detour(verdict, host, own);
}

/** Rungs that are climbed once for every host. */
const HOST_RUNGS: readonly Rung[] = ['dns', 'connect', 'tls'];

function perHost(rung: Rung): boolean {
  return HOST_RUNGS.includes(rung);
}

function climbTo(at: number, verdict: Verdict, host: HostReading): readonly LadderStep[] {
  return RUNGS.map((rung, index) => {
    if (index === at) return broken(verdict);
    if (index > at) return step(rung, 'unknown');
    return perHost(rung) && host.name !== ''
      ? { ...step(rung, proven(rung, verdict)), host }
      : step(rung, proven(rung, verdict));
  });
}

/** Another host than the registry broke: its own rungs stand where the pull needs it. */
function detour(verdict: Verdict, host: HostReading, own: HostReading): readonly LadderStep[] {
  const before = BEFORE_HOST[host.role];
  const at = HOST_RUNGS.indexOf(verdict.rung);
  const theirs = HOST_RUNGS.slice(0, at).map((rung) => ({
    ...step(rung, provenOnTheWay(rung, verdict.attempt?.fault)),
    host,
  }));
  return RUNGS.flatMap((rung, index) => {
    const reached = index < before;
    const here =
      perHost(rung) && own.name !== ''
        ? { ...step(rung, reached ? 'ok' : 'unknown'), host: own }
        : step(rung, reached ? 'ok' : 'unknown');
    return index === before ? [...theirs, broken(verdict), here] : [here];
  });
}

/** The first rung of the registry's own ladder that waits for this host; the text proves those before. */
export const BEFORE_HOST: Readonly<Record<HostReading['role'], number>> = {
  registry: RUNGS.indexOf('dns'),
  mirror: RUNGS.indexOf('dns'),
  proxy: RUNGS.indexOf('dns'),
  token: RUNGS.indexOf('sign-in'),
  blob: RUNGS.indexOf('layers'),
};

/** The image came and the program is for another machine: every rung of the pull held. */
function afterGoodPull(verdict: Verdict): readonly LadderStep[] {
  return RUNGS.map((rung) => (rung === 'platform' ? broken(verdict) : step(rung, 'ok')));
}

/** Beside the ladder: how far the pull had come when the runtime, or a signature check, stopped it. */
function besideLadder({ rung, cause }: Verdict): readonly LadderStep[] {
  if (cause === 'image-volume-refused') return steps(RUNGS.length);
  if (cause === 'kubelet-throttled') return steps(RUNGS.indexOf('dns'));
  return steps(rung === 'verify' ? RUNGS.indexOf('platform') : 0);
}

function steps(proven: number): readonly LadderStep[] {
  return RUNGS.map((rung, index) => step(rung, index < proven ? 'ok' : 'unknown'));
}

function step(rung: Rung, state: State): LadderStep {
  return { rung, state };
}

function broken(verdict: Verdict): LadderStep {
  const { rung, host, attempt } = verdict;
  const says = attempt === undefined ? '' : faultWords(attempt);
  const asked = host === undefined || !asksHost(rung) ? {} : { host };
  return { rung, state: 'broken', ...asked, ...(says === '' ? {} : { says }) };
}

const KUBELETS_RUNGS: ReadonlySet<Rung> = new Set<Rung>([
  'reference',
  'pull-policy',
  'credentials',
  'runtime',
]);

/** On the first rungs nobody was asked yet: the kubelet climbs them alone. */
export function asksHost(rung: Rung): boolean {
  return !KUBELETS_RUNGS.has(rung);
}

/** Whether the text proves that this rung, below the broken one, held. */
function proven(rung: Rung, { rung: brokenAt, attempt, cause }: Verdict): State {
  const at = RUNGS.indexOf(brokenAt as (typeof RUNGS)[number]);
  const beyond = (name: Rung): boolean => at > RUNGS.indexOf(name as (typeof RUNGS)[number]);
  switch (rung) {
    // The kubelet itself climbs the first three, in this order, before it calls the runtime.
    case 'reference':
    case 'pull-policy':
      return 'ok';
    // The keyring was read; where nobody signed in, it held nothing that fits.
    case 'credentials':
      return state(cause !== 'credentials-missing');
    case 'dns':
    case 'connect':
    case 'tls':
      return beyond('tls') ? state(hasAnswer(attempt)) : provenOnTheWay(rung, attempt?.fault);
    // A token came, or an answer that is given only to those who may look.
    case 'sign-in':
      return state(readsManifest(attempt) || scopeRefused(attempt) || foundNothing(attempt));
    case 'permission':
    case 'repository':
    case 'manifest':
    case 'platform':
      return state(beyond('manifest') && RUNGS.indexOf(rung) < at && readsManifest(attempt));
    // A layer is unpacked only when it is there.
    default:
      return state(brokenAt === 'unpack' && attempt?.step === 'unpack');
  }
}

function state(held: boolean): State {
  return held ? 'ok' : 'unknown';
}

/** Steps that a runtime takes only with the manifest in hand. */
const AFTER_MANIFEST: ReadonlySet<AttemptReading['step']> = new Set<AttemptReading['step']>([
  'platform',
  'config',
  'layer',
  'unpack',
]);

function readsManifest(attempt: AttemptReading | undefined): boolean {
  return attempt !== undefined && (AFTER_MANIFEST.has(attempt.step) || attempt.fault?.kind === 'platform');
}

/** The server spoke: names, connections and certificates held. */
function hasAnswer(attempt: AttemptReading | undefined): boolean {
  if (attempt === undefined) return false;
  return (
    answered(attempt) || attempt.status !== undefined || attempt.code !== undefined || readsManifest(attempt)
  );
}

function scopeRefused(attempt: AttemptReading | undefined): boolean {
  return attempt?.fault?.kind === 'access-denied' && attempt.fault.server === 'insufficient-scope';
}

function foundNothing(attempt: AttemptReading | undefined): boolean {
  return (
    attempt?.status === 404 ||
    attempt?.fault?.kind === 'not-found' ||
    attempt?.code?.endsWith('_UNKNOWN') === true
  );
}

/** An address that was dialled was looked up before; a handshake needs a connection. */
function provenOnTheWay(rung: Rung, fault: Fault | undefined): State {
  if (rung === 'dns') return state(fault?.kind === 'tls' || fault?.kind === 'scheme' || dialled(fault));
  return state(
    rung === 'connect' &&
      (fault?.kind === 'tls' ||
        fault?.kind === 'scheme' ||
        (fault?.kind === 'timeout' && fault.what === 'tls')),
  );
}

function dialled(fault: Fault | undefined): boolean {
  return (fault?.kind === 'refused' || fault?.kind === 'timeout') && fault.address !== undefined;
}
