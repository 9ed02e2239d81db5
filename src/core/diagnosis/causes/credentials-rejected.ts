import { or } from '../judgement/alternative.ts';
import type { AttemptReading } from '../../evidence/message/message-reading.ts';
import { answeredStatus, decides, hinted, mentions } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

const MISSING = or(
  'credentials-missing',
  'the same words are said when none were sent',
  'whether a pull secret matches the registry',
);
const EXPIRED = or(
  'credentials-expired',
  'an old token is refused in the same words',
  'the age of the secret and its token',
);

/** Answers 400, with no challenge, to a token that is stale or not its own. */
const STALE_IS_400 = 'public.ecr.aws';

function unauthorized(said: AttemptReading): boolean {
  return decides(said, 'registry-error')?.code === 'UNAUTHORIZED';
}

/** Credentials were sent and refused. */
export const credentialsRejected: CauseRule = {
  cause: 'credentials-rejected',
  rung: 'sign-in',
  retry: 'permanent',
  actor: 'author',
  groupBy: 'access',
  judge(said) {
    const sent = said.sent === 'credentials';
    const status = answeredStatus(said);
    const refused = hinted(said, 'bad-login') && !hinted(said, 'not-permitted');
    const told =
      refused || mentions(said, 'login-refused') || (status === 400 && said.host?.name === STALE_IS_400);
    const atToken =
      said.step === 'authorize' && sent && (status === 401 || status === 400 || unauthorized(said));
    const bare =
      status === 401 && said.sent === undefined && said.code === undefined && said.hints.length === 0;
    if (!told && !atToken && !bare) return undefined;
    if (atToken) return { certainty: 'likely', alternatives: [EXPIRED] };
    return { certainty: 'likely', alternatives: [MISSING, EXPIRED] };
  },
};
