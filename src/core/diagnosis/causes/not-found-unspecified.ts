import { or } from '../judgement/alternative.ts';
import { answeredStatus, byDigest, decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** Not found, and the words cannot tell repository from tag (containerd asks by HEAD: no body). */
export const notFoundUnspecified: CauseRule = {
  cause: 'not-found-unspecified',
  rung: 'manifest',
  retry: 'permanent',
  actor: 'author',
  groupBy: 'image',
  judge(said, at) {
    const code = decides(said, 'registry-error')?.code;
    const fault = decides(said, 'not-found');
    const unsaid = fault !== undefined && fault.what !== 'snapshot' && fault.what !== 'content';
    const missing = unsaid || code === 'NOT_FOUND' || answeredStatus(said) === 404;
    if (!missing || said.step === 'authorize') return undefined;
    const settledBy = "asking the registry for the repository's tags";
    return {
      certainty: 'likely',
      alternatives: [
        byDigest(said, at.image)
          ? or('digest-not-found', 'the repository may be there without this digest', settledBy)
          : or('tag-not-found', 'the repository may be there without this tag', settledBy),
        or('repository-not-found', 'the repository itself may be missing', settledBy),
      ],
    };
  },
};
