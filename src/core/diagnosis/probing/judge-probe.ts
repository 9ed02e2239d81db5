/**
 * What a probe shows. Facts of one place: where the kubelet stands may differ (mirror, split DNS, proxy, the
 * node's identity), so the verdict says whether another place would be told the same.
 */
import type { HostReading } from '../../evidence/message/message-reading.ts';
import type { CredentialTrial, ImageProbe, RegistryLook } from '../../evidence/registry/image-probe.ts';
import { isOwnRefusal } from '../../evidence/registry/own-refusal.ts';
import { OPEN_CAUSES } from '../cause.ts';
import type { Cause, Rung } from '../cause.ts';
import { ruleOf } from '../causes/rule-of.ts';
import { accessFault, lookOf, readerOf, refusedTrial, told } from './judge-access.ts';
import type { AccessFault } from './judge-access.ts';
import { contentFault, platformsText } from './judge-content.ts';
import { brokenWay, failureWords } from './judge-way.ts';
import { ladderBroken, ladderHeld, ladderReached } from './probe-ladder.ts';
import type { ProbeCircumstances, ProbeVerdict } from './probe-verdict.ts';
import { vendorOf } from './vendors/index.ts';

/** In: a probe and what is known of the pull behind it. Out: the one thing that would break it, if any. Total. */
export function judgeProbe(probe: ImageProbe, at: ProbeCircumstances): ProbeVerdict {
  if (probe.manifest !== undefined) return ofManifest(probe, at);
  const fault = accessFault(probe, vendorOf(at.host, probe));
  if (fault !== undefined && hasAnswer(fault)) return ofAccess(fault, probe, at);
  const way = brokenWay(probe);
  if (way === undefined) return unsettled(probe, at, probe.looks.findLast(isUnread));
  const says = failureWords(way.look);
  return fails(probe, at, {
    ...way,
    host: way.look.host,
    says,
    alternatives: [],
    everywhere: false,
  });
}

/** Nothing came back, or something that nobody knows the meaning of; a 401 to `GET /v2/` is a greeting. */
function isUnread({ kind, failure, answer }: RegistryLook): boolean {
  const { status = 0 } = answer ?? {};
  return failure !== undefined || (status >= 400 && !(kind === 'ping' && status === 401));
}

function hasAnswer({ look }: AccessFault): boolean {
  return look.answer !== undefined;
}

type Fault = Pick<
  ProbeVerdict,
  'certainty' | 'rung' | 'says' | 'alternatives' | 'everywhere' | 'trial' | 'reason'
> & { readonly cause: Cause; readonly host: HostReading };

function fails(probe: ImageProbe, { host }: ProbeCircumstances, fault: Fault): ProbeVerdict {
  const open = OPEN_CAUSES.has(fault.cause) && fault.certainty === 'proven';
  const { cause, reason, rung, says, alternatives, everywhere, trial } = fault;
  // One name for a registry that answers under several.
  const asked: HostReading = fault.host.role === 'registry' ? { name: host, role: 'registry' } : fault.host;
  return {
    outcome: 'fails',
    cause,
    certainty: open ? 'likely' : fault.certainty,
    rung,
    host: asked,
    says,
    alternatives,
    everywhere,
    ladder: ladderBroken({ cause, rung, host: asked, says }, host, probe),
    probe,
    ...(reason === undefined ? {} : { reason }),
    ...(trial === undefined ? {} : { trial }),
  };
}

function unsettled(
  probe: ImageProbe,
  { host }: ProbeCircumstances,
  last: RegistryLook | undefined,
): ProbeVerdict {
  const trial = refusedTrial(probe);
  const says = last === undefined ? '' : told(last);
  return {
    outcome: 'unsettled',
    certainty: 'possible',
    rung: 'unknown',
    says,
    alternatives: [],
    everywhere: false,
    ladder: ladderReached(probe, host, last),
    probe,
    ...(last !== undefined && isOwnRefusal(last) && { ours: true }),
    ...(trial === undefined ? {} : { trial }),
  };
}

function ofAccess(fault: AccessFault, probe: ImageProbe, at: ProbeCircumstances): ProbeVerdict {
  const refusal = fault.trial === undefined || fault.trial.outcome !== 'accepted';
  const aboutAccess = refusal && ABOUT_ACCESS.has(fault.cause);
  if (aboutAccess && at.credentials === 'unseen') return unsettled(probe, at, fault.look);
  const untried = aboutAccess ? untriedLogin(probe) : undefined;
  if (untried !== undefined)
    return { ...unsettled(probe, at, fault.look), says: untried.says ?? 'not tried', ours: true };
  return fails(probe, at, { ...fault, rung: rungOf(fault), host: fault.look.host });
}

/** The kubelet would offer this one after those that were refused, and with it the pull may go well. */
function untriedLogin({ trials }: ImageProbe): CredentialTrial | undefined {
  return trials.find(({ kubelets, outcome }) => kubelets && outcome === 'not-tried');
}

/** Causes that any request may meet: the rung is the request's. */
const ANYWHERE: ReadonlySet<Cause> = new Set<Cause>([
  'rate-limited',
  'registry-unavailable',
  'corrupt-content',
]);

function rungOf({ cause, look }: AccessFault): Rung {
  if (!ANYWHERE.has(cause)) return ruleOf(cause).rung;
  // The greeting is the first step of signing in: whoever answers it was reached.
  return look.kind === 'token' || look.kind === 'ping' ? 'sign-in' : 'manifest';
}

/** Causes that depend on who asks. */
const ABOUT_ACCESS: ReadonlySet<Cause> = new Set<Cause>([
  'access-denied-ambiguous',
  'credentials-missing',
  'credentials-rejected',
  'credentials-expired',
  'forbidden',
  'repository-not-found',
]);

/** Somebody could read it: the kubelet with its own credentials, or only somebody else. */
function ofManifest(probe: ImageProbe, at: ProbeCircumstances): ProbeVerdict {
  const reader = readerOf(probe);
  const refused = refusedTrial(probe);
  if (reader?.kubelets === false && refused?.kubelets === true && at.credentials === 'seen')
    return shutOut(probe, at, refused, reader);
  const fault = contentFault(probe, at.platforms);
  const host: HostReading = { name: at.host, role: 'registry' };
  if (fault !== undefined)
    return fails(probe, at, {
      ...fault,
      host: fault.look?.host ?? host,
      alternatives: [],
      ...(reader === undefined ? {} : { trial: reader }),
    });
  return {
    outcome: 'works',
    certainty: 'likely',
    rung: 'unknown',
    host,
    says: `it is there now${platformWords(probe)}`,
    alternatives: [],
    everywhere: false,
    ladder: ladderHeld(probe, at.platforms.length > 0, at.host),
    probe,
    ...(reader === undefined ? {} : { trial: reader }),
  };
}

function platformWords({ manifest }: ImageProbe): string {
  const platforms = platformsText(manifest?.platforms ?? []);
  return platforms === '' ? '' : `, for ${platforms}`;
}

/** It exists, another may read it, and the kubelet's credentials may not: nothing is ambiguous any more. */
function shutOut(
  probe: ImageProbe,
  at: ProbeCircumstances,
  refused: CredentialTrial,
  reader: CredentialTrial,
): ProbeVerdict {
  const look = lookOf(probe, refused);
  const cause = shutOutCause(refused);
  return fails(probe, at, {
    cause,
    certainty: 'proven',
    rung: ruleOf(cause).rung,
    host: look?.host ?? { name: at.host, role: 'registry' },
    says: look === undefined ? (refused.says ?? '') : told(look),
    alternatives: [],
    everywhere: false,
    trial: refused,
    ...(reader.anonymous ? { reason: 'login-not-needed' as const } : {}),
  });
}

function shutOutCause({ anonymous, outcome }: CredentialTrial): Cause {
  if (anonymous) return 'credentials-missing';
  return outcome === 'rejected' ? 'credentials-rejected' : 'forbidden';
}
