/**
 * What a refusal means once the login was looked at by itself: by a token request without a scope, or by
 * `GET /v2/` with a Basic login. A login that was taken is never the trouble; one that was not is all of it.
 */
import type { CredentialTrial, ImageProbe, RegistryLook } from '../../evidence/registry/image-probe.ts';
import { or } from '../judgement/alternative.ts';
import type { Alternative } from '../verdict.ts';
import { loginOf, meaningOf } from './answer-meaning.ts';
import type { AnswerMeaning } from './answer-meaning.ts';
import { RIGHT_OR_ABSENT } from './vendors/alternatives.ts';
import type { Vendor } from './vendors/vendor.ts';

/** In: the answer that refused, and the credential it was given to. Nothing where nobody knows what it means. */
export function meaningOfRefusal(
  look: RegistryLook,
  trial: CredentialTrial | undefined,
  probe: ImageProbe,
  vendor: Vendor | undefined,
): AnswerMeaning | undefined {
  const login = loginOf(look, probe.trials);
  const meaning = meaningOf(look, login, vendor);
  if (meaning === undefined || trial === undefined || login === 'none') return meaning;
  if (trial.outcome === 'rejected') return loginRefused(meaning, look, probe, vendor);
  if (trial.outcome === 'denied' && loginChecked(look)) return loginTaken(meaning);
  return hasToken(look, probe) ? tokenGiven(meaning) : meaning;
}

/** A login that an earlier image of this run was refused with is not offered again: there is no look of its own. */
export function rememberedRefusal(
  trial: CredentialTrial | undefined,
  { trials, looks }: ImageProbe,
): RegistryLook | undefined {
  if (trial?.outcome !== 'rejected' || trial.look !== undefined) return undefined;
  const host = looks.find((look) => look.host.role === 'registry')?.host;
  if (host === undefined) return undefined;
  const errors = trial.says === undefined ? [] : [codeAndMessage(trial.says)];
  const answer = { method: 'GET', status: trial.status ?? 401, body: 'none', errors } as const;
  return { kind: 'ping', host, trial: trials.indexOf(trial), answer };
}

/** `UNAUTHORIZED: authentication required`, as a trial keeps it. */
function codeAndMessage(says: string): { readonly code: string; readonly message: string } {
  const [code = '', ...rest] = says.split(': ');
  const isCode = rest.length > 0 && /^[A-Z][A-Z_]*$/u.test(code);
  return isCode ? { code, message: rest.join(': ') } : { code: '', message: says };
}

/** The login was refused where only the login was asked about. */
function loginRefused(
  meaning: AnswerMeaning,
  { host }: RegistryLook,
  { looks }: ImageProbe,
  vendor: Vendor | undefined,
): AnswerMeaning {
  if (meaning.cause === 'credentials-expired' || meaning.reason !== undefined) return meaning;
  const kind = looks.some(asksForToken) ? 'token' : 'ping';
  const answer = { method: 'GET', status: 401, body: 'none', errors: [] } as const;
  const found = meaningOf({ kind, host, answer }, 'sent', vendor) ?? meaning;
  if (found.cause !== 'credentials-rejected') return meaning;
  return {
    ...found,
    alternatives: found.alternatives.filter(({ cause }) => cause === 'credentials-expired'),
  };
}

function asksForToken({ kind, answer }: RegistryLook): boolean {
  return kind === 'token' || answer?.challenges?.some(({ scheme }) => scheme === 'bearer') === true;
}

/** A 403 may be given before the login is looked at; after these two, `denied` means that it is good. */
function loginChecked({ kind, answer }: RegistryLook): boolean {
  return kind === 'token' || answer?.status === 401;
}

/** The login is good, so it is the right to this repository that is missing, or the repository. */
function loginTaken(meaning: AnswerMeaning): AnswerMeaning {
  const left = meaning.alternatives.filter(({ cause }) => cause !== 'credentials-rejected');
  if (meaning.cause === 'credentials-rejected') return rightOrAbsent([]);
  return meaning.cause === 'access-denied-ambiguous' && left.length === 0
    ? rightOrAbsent([])
    : { ...meaning, alternatives: left };
}

/** A token server answered this login with a token, and the registry did not take the token. */
function hasToken({ kind, trial }: RegistryLook, { looks }: ImageProbe): boolean {
  return (
    kind !== 'token' &&
    looks.some((one) => one.kind === 'token' && one.trial === trial && one.answer?.status === 200)
  );
}

const ANYBODY: Alternative = or(
  'credentials-rejected',
  'some token servers give a token to a wrong login too, good for public images only',
  'asking for a token without a scope',
);

function tokenGiven(meaning: AnswerMeaning): AnswerMeaning {
  return meaning.cause === 'credentials-rejected' ? rightOrAbsent([ANYBODY]) : meaning;
}

function rightOrAbsent(more: readonly Alternative[]): AnswerMeaning {
  const alternatives = [...RIGHT_OR_ABSENT, ...more];
  return { cause: 'access-denied-ambiguous', certainty: 'likely', alternatives };
}
