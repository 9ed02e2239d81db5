/** The ladder as a probe climbed it: what came before the broken rung held, since each rung needs the one below. */
import type { HostReading } from '../../evidence/message/message-reading.ts';
import type { ImageProbe, RegistryLook } from '../../evidence/registry/image-probe.ts';
import { RUNGS } from '../cause.ts';
import type { Cause, Rung } from '../cause.ts';
import type { LadderStep } from '../ladder-step.ts';
import { BEFORE_HOST } from '../incidents/ladder.ts';
import { told } from './judge-access.ts';
import { hasAnswered } from './judge-way.ts';
import { spokenWay } from './spoken-way.ts';

const HOST_RUNGS: ReadonlySet<Rung> = new Set<Rung>(['dns', 'connect', 'tls']);

/** Where a pull would break, and what was said there. */
export interface BrokenRung {
  readonly cause: Cause;
  readonly rung: Rung;
  readonly host: HostReading;
  readonly says: string;
}

/** In: what broke; the host of the image. */
export function ladderBroken(
  { cause, rung, host, says }: BrokenRung,
  registry: string,
  probe: ImageProbe,
): readonly LadderStep[] {
  const elsewhere = HOST_RUNGS.has(rung) && host.role !== 'registry' && host.role !== 'mirror';
  const at = elsewhere ? BEFORE_HOST[host.role] : RUNGS.indexOf(rung as (typeof RUNGS)[number]);
  const broken: LadderStep = { rung, state: 'broken', host, ...(says === '' ? {} : { says }) };
  return RUNGS.flatMap((name, index) => {
    if (index < at) return [step(name, skipped(name, cause, probe) ? 'unknown' : 'ok', registry)];
    const here = step(name, 'unknown', registry);
    if (index > at) return [here];
    return elsewhere ? [broken, here] : [broken];
  });
}

/** Where nobody had credentials to send, the keyring held none that fit. */
function skipped(rung: Rung, cause: Cause, probe: ImageProbe): boolean {
  return rung === 'credentials' ? cause === 'credentials-missing' : notClimbed(rung, probe);
}

/** An address is not looked up, and plain HTTP has no handshake. */
function notClimbed(rung: Rung, probe: ImageProbe): boolean {
  if (rung === 'dns') return !spokenWay(probe).lookedUp;
  return rung === 'tls' && !spokenWay(probe).tls;
}

/** Everything held as far as was looked. */
export function ladderHeld(
  probe: ImageProbe,
  platformsKnown: boolean,
  registry: string,
): readonly LadderStep[] {
  const asked = probe.looks.filter(({ kind }) => kind === 'layer');
  const layers = asked.length > 0 && asked.every(({ failure }) => failure === undefined);
  return RUNGS.map((rung) => {
    if (rung === 'unpack') return step(rung, 'unknown', registry);
    if (rung === 'layers') return step(rung, layers ? 'ok' : 'unknown', registry);
    if (notClimbed(rung, probe)) return step(rung, 'unknown', registry);
    return step(rung, rung === 'platform' && !platformsKnown ? 'unknown' : 'ok', registry);
  });
}

/** Only the way to the registry is known, and what was said to a sign-in that nobody understands. */
export function ladderReached(
  probe: ImageProbe,
  registry: string,
  last: RegistryLook | undefined,
): readonly LadderStep[] {
  const answered = hasAnswered(probe);
  const signIn = last?.kind === 'token' && last.answer !== undefined;
  return RUNGS.map((rung) => {
    const way = answered && HOST_RUNGS.has(rung) && !notClimbed(rung, probe);
    const known = rung === 'reference' || rung === 'pull-policy' || way;
    if (signIn && rung === 'sign-in') return { rung, state: 'unknown', host: last.host, says: told(last) };
    return step(rung, known ? 'ok' : 'unknown', registry);
  });
}

function step(rung: Rung, state: LadderStep['state'], registry: string): LadderStep {
  return HOST_RUNGS.has(rung) && registry !== ''
    ? { rung, state, host: { name: registry, role: 'registry' } }
    : { rung, state };
}
