import { or } from '../judgement/alternative.ts';
import { answered, answeredStatus, hinted, mentions } from '../judgement/said.ts';
import type { Alternative } from '../verdict.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

const ECR_HOST = /\.dkr[.-]ecr|^public\.ecr\.aws$/u;

function alternatives(host: string): readonly Alternative[] {
  const open = or(
    'access-denied-ambiguous',
    'a repository that does not exist can be refused the same way',
    'asking with an account that surely may',
  );
  if (!ECR_HOST.test(host)) return [open];
  return [
    or('credentials-expired', 'ECR answers 403 to a token older than 12 hours', 'the age of the secret'),
    open,
  ];
}

/** The registry knows who asks, and refuses: a missing right, an address, a policy. */
export const forbidden: CauseRule = {
  cause: 'forbidden',
  rung: 'permission',
  retry: 'permanent',
  actor: 'platform',
  groupBy: 'access',
  judge(said) {
    if (!answered(said) || said.sent === 'nothing') return undefined;
    if (hinted(said, 'address-refused')) return { certainty: 'likely', reason: 'address-refused' };
    if (hinted(said, 'content-policy')) return { certainty: 'likely', reason: 'content-policy' };
    if (hinted(said, 'anonymous') || hinted(said, 'login-required')) return undefined;
    const status = answeredStatus(said);
    const refused = status === 403 || status === 451 || status === 412;
    const told = hinted(said, 'not-permitted') || hinted(said, 'service-disabled');
    if (!refused && !told) return undefined;
    if (!told && mentions(said, 'access-denied')) return undefined;
    return { certainty: told ? 'likely' : 'possible', alternatives: alternatives(said.host?.name ?? '') };
  },
};
