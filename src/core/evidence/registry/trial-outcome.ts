import type { CredentialTrial, HttpAnswer } from './image-probe.ts';

/** The answer that ended the trial of a credential. */
export interface DecidingAnswer {
  readonly answer: HttpAnswer;
  /** Who answered: the token server, or the registry when it was asked for the manifest. */
  readonly by: 'token-server' | 'registry';
  /** What was offered. Basic is judged by the registry itself; a token was taken for the login before. */
  readonly offered: 'nothing' | 'basic' | 'token';
  /** Nobody logged in: the token, if there was one, was anybody's. */
  readonly anonymous: boolean;
  /**
   * What was said of the login by itself, where that was asked: by a token request without a scope, or by
   * `GET /v2/` with a Basic login.
   */
  readonly login?: 'valid' | 'invalid';
}

/**
 * What became of a credential, from HTTP statuses alone as RFC 9110 and the token specification mean them.
 * What a vendor means by a status beyond that is for diagnosis to say.
 */
export function trialOutcome(deciding: DecidingAnswer): CredentialTrial['outcome'] {
  const { answer, by } = deciding;
  const { status } = answer;
  if (status >= 200 && status < 300) return by === 'registry' ? 'accepted' : 'unclear';
  if (by === 'token-server') return tokenOutcome(deciding);
  if (status === 404) return answer.body === 'html' ? 'unclear' : 'accepted';
  if (status === 403) return 'denied';
  // Past the door, and then a policy says no (Harbor).
  if (status === 412) return 'denied';
  return status === 401 ? unauthorizedOutcome(deciding) : 'unclear';
}

/** A 401 is about the login. A 403 may be, or about the right to what was asked for: servers differ. */
function tokenOutcome({ answer, anonymous, login }: DecidingAnswer): CredentialTrial['outcome'] {
  const { status } = answer;
  if (status < 400 || status >= 500 || status === 429) return 'unclear';
  if (anonymous) return status === 401 || status === 403 ? 'denied' : 'unclear';
  if (status === 401 || login === 'invalid') return 'rejected';
  return login === 'valid' && status === 403 ? 'denied' : 'unclear';
}

function unauthorizedOutcome(deciding: DecidingAnswer): CredentialTrial['outcome'] {
  const { answer, offered, anonymous, login } = deciding;
  const errors = new Set((answer.challenges ?? []).map(({ error }) => error));
  if (anonymous || offered === 'nothing') return 'denied';
  if (login === 'invalid') return 'rejected';
  if (login === 'valid') return 'denied';
  if (offered === 'basic') return errors.has('insufficient_scope') ? 'denied' : 'rejected';
  return 'unclear';
}
