/** The row of credentials the kubelet would offer, tried in its order until one is let in. */
import { shownUser } from '../../core/evidence/credentials/shown-user.ts';
import type { CredentialTrial, HttpAnswer } from '../../core/evidence/registry/image-probe.ts';
import type { Challenge } from '../../core/evidence/registry/parse-challenge.ts';
import type { ProbeLogin, ProbeRequest } from '../../core/evidence/registry/probe-request.ts';
import { trialOutcome } from '../../core/evidence/registry/trial-outcome.ts';
import { NOT_ASKED_FOR } from '../../core/evidence/registry/unsent-login.ts';
import type { ImageContext } from './content-looks.ts';
import { credentialOf, NOBODY, type Credential } from './credential.ts';
import type { Verdict } from './login-ledger.ts';
import { lookAtManifest, type ManifestQuestion, type ManifestSeen } from './manifest-looks.ts';
import type { Sent } from './registry-line.ts';
import type { Access } from './registry-session.ts';
import type { SignInRequest } from './sign-in.ts';

type Trial = CredentialTrial;

/** In place of a user name that may be a secret: there is one all the same. */
const HIDDEN = '<hidden>';
/** A refresh token has to be exchanged, and here there is nobody to do it. */
const NOT_FOR_BASIC = 'an identity token is not sent to a registry that has no token server';

/** One place in the row. */
interface Offer {
  readonly credential: Credential;
  readonly fixed: Pick<Trial, 'source' | 'anonymous' | 'secret' | 'user' | 'kubelets'>;
}

export interface TrialRow {
  /** What the first credential that was let in saw. */
  readonly accepted?: ManifestSeen;
}

interface Tried {
  readonly found: Pick<Trial, 'outcome' | 'status' | 'look' | 'says'>;
  readonly seen?: ManifestSeen;
}

/** Fills the draft's trials; what comes behind the first that works is not tried, except what was asked for. */
export async function tryCredentials(
  context: ImageContext,
  challenges: readonly Challenge[],
  reference: string,
): Promise<TrialRow> {
  const { draft, request } = context;
  let accepted: ManifestSeen | undefined;
  for (const offer of offersOf(request)) {
    if (accepted !== undefined && !offer.fixed.anonymous) {
      draft.trials.push({ ...offer.fixed, outcome: 'not-tried' });
      continue;
    }
    const { found, seen } = await offerOnce(context, challenges, reference, offer, accepted !== undefined);
    draft.trials.push({ ...offer.fixed, ...found });
    if (found.outcome === 'accepted') accepted ??= seen;
  }
  return accepted === undefined ? {} : { accepted };
}

/** The row as it would be tried, for a registry that cannot be asked. */
export function untriedRow(request: ProbeRequest): readonly Trial[] {
  return offersOf(request).map(({ fixed }) => ({ ...fixed, outcome: 'not-tried' }));
}

function offersOf(request: ProbeRequest): readonly Offer[] {
  const logins = request.logins.map((login): Offer => ({
    credential: credentialOf(login),
    fixed: fixedOf(login),
  }));
  if (!request.anonymous) return logins;
  // The kubelet goes without a login only when there is none.
  const kubelets = !request.logins.some((login) => login.kubelets);
  return [...logins, { credential: NOBODY, fixed: { source: 'anonymous', anonymous: true, kubelets } }];
}

function fixedOf({ source, secret, login, kubelets }: ProbeLogin): Offer['fixed'] {
  const { username, password } = login;
  const user = username === '' ? undefined : (shownUser(username, password.reveal()) ?? HIDDEN);
  return {
    source,
    anonymous: false,
    kubelets,
    ...(secret !== undefined && { secret }),
    ...(user !== undefined && { user }),
  };
}

async function offerOnce(
  context: ImageContext,
  challenges: readonly Challenge[],
  reference: string,
  { credential }: Offer,
  known: boolean,
): Promise<Tried> {
  // What the manifest holds need not be read twice.
  const { platforms, depth, content = false } = context.request;
  const reads = content || platforms.length > 0 || depth !== 'manifest';
  const want = known || !reads ? 'exists' : 'read';
  const trial = (): Promise<Tried> => tryOne(context, challenges, { reference, want }, credential);
  if (credential.reveal() === undefined) return trial();
  const offered = await context.session.logins.offer(credential.key, async () => {
    const value = await trial();
    return { value, became: verdictOf(value) };
  });
  if (offered.refused === undefined) return offered.value;
  const { status, says } = offered.refused;
  const outcome = status === 0 ? 'not-tried' : 'rejected';
  return { found: { outcome, says, ...(status !== 0 && { status }) } };
}

function verdictOf({ found }: Tried): Verdict {
  if (found.outcome === 'rejected') {
    return { kind: 'rejected', refusal: { status: found.status ?? 401, says: found.says ?? 'rejected' } };
  }
  return { kind: found.outcome === 'unclear' ? 'unclear' : 'good' };
}

async function tryOne(
  context: ImageContext,
  challenges: readonly Challenge[],
  wanted: Pick<ManifestQuestion, 'reference' | 'want'>,
  credential: Credential,
): Promise<Tried> {
  const { session, draft, repository, counted } = context;
  const trial = draft.trials.length;
  const scope = `repository:${repository}:pull`;
  const signedIn = await session.signIn.answer(draft, { challenges, credential, scope, trial });
  const request: SignInRequest = { challenges, credential, trial };
  if (signedIn.refusal !== undefined)
    return { found: await tokenRefused(context, request, signedIn.refusal) };
  const access: Access = { credential, signedIn, scope, trial };
  const seen = await lookAtManifest(session, draft, access, {
    kind: 'manifest',
    repository,
    counted,
    ...wanted,
  });
  const late = seen.access.signedIn.refusal;
  if (late !== undefined) return { found: await tokenRefused(context, request, late) };
  return { found: await judged(context, request, seen), seen };
}

/** No token was given, so the manifest was not asked for. */
async function tokenRefused(
  context: ImageContext,
  request: SignInRequest,
  sent: Sent,
): Promise<Tried['found']> {
  const { told, look, failure } = sent;
  if (told === undefined || failure !== undefined) return unanswered(sent);
  const { credential } = request;
  // Said of the scope or of the login? Without a scope there is only the login to speak of.
  const open = told.status === 403 || told.status === 400;
  const login = open && credential.reveal() !== undefined ? await checkByToken(context, request) : undefined;
  const outcome = trialOutcome({
    answer: told,
    by: 'token-server',
    offered: 'token',
    anonymous: credential.anonymous,
    ...(login !== undefined && { login }),
  });
  return { outcome, look, status: told.status, ...saidBy(told) };
}

async function judged(
  context: ImageContext,
  request: SignInRequest,
  seen: ManifestSeen,
): Promise<Tried['found']> {
  const { sent, access } = seen;
  const { told, look, failure } = sent;
  if (told === undefined || failure !== undefined) return unanswered(sent);
  const { credential } = request;
  const { offered } = access.signedIn;
  if (told.status === 401 && offered === 'nothing' && credential.identity)
    return { outcome: 'unclear', look, status: told.status, says: NOT_FOR_BASIC };
  const checked = await checkLogin(context, request, seen);
  const outcome = trialOutcome({
    answer: told,
    by: 'registry',
    offered,
    anonymous: credential.anonymous,
    ...(checked.login !== undefined && { login: checked.login }),
  });
  const unsent = seen.there && offered === 'nothing' && credential.reveal() !== undefined;
  const said = unsent ? { says: NOT_ASKED_FOR } : { ...saidBy(told), ...saidBy(checked.told) };
  return { outcome, look, status: told.status, ...said };
}

/** Nothing came back; where nothing was sent either, nothing was tried. */
function unanswered({ look, failure }: Sent): Tried['found'] {
  const sentNothing = failure?.kind === 'realm-refused' || failure?.kind === 'budget';
  return { outcome: sentNothing ? 'not-tried' : 'unclear', look, says: failure?.says ?? 'no answer' };
}

interface Checked {
  readonly login?: 'valid' | 'invalid';
  readonly told?: HttpAnswer;
}

/**
 * After a 401: is it the login or the repository? Some servers give anybody a token and so leave open whether
 * the login was right; a Basic login may be right and without rights.
 */
async function checkLogin(
  context: ImageContext,
  request: SignInRequest,
  seen: ManifestSeen,
): Promise<Checked> {
  const { session, draft } = context;
  const { sent, access } = seen;
  const { signedIn, credential } = access;
  const refused = sent.told?.status === 401 && session.line.isHome(sent.url);
  if (!refused || credential.reveal() === undefined) return {};
  if (signedIn.offered === 'token') {
    const login = await checkByToken(context, request);
    return login === undefined ? {} : { login };
  }
  const { told } = signedIn.offered === 'basic' ? await session.checkBasic(draft, access) : {};
  if (told?.status === 401) return { login: 'invalid', told };
  return told?.status === 200 ? { login: 'valid' } : {};
}

/** Without a scope a token server has nothing to answer but whether the login is right. */
async function checkByToken(
  { session, draft }: ImageContext,
  request: SignInRequest,
): Promise<'valid' | 'invalid' | undefined> {
  const checked = await session.signIn.answer(draft, request);
  if (checked.offered === 'token') return 'valid';
  return checked.refusal?.told?.status === 401 ? 'invalid' : undefined;
}

function saidBy(told: HttpAnswer | undefined): { readonly says?: string } {
  const { errors = [], words } = told ?? {};
  const [first] = errors;
  const text =
    first === undefined ? words : [first.code, first.message].filter((part) => part !== '').join(': ');
  return text === undefined || text === '' ? {} : { says: text };
}
