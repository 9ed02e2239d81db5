import type { AttemptReading } from '../../evidence/message/message-reading.ts';
import type { Alternative } from '../verdict.ts';
import { or } from './alternative.ts';
import { answered } from './said.ts';

/** The registry says that it has no such manifest: MANIFEST_UNKNOWN, TAG_EXPIRED, or words to that effect. */
export function saysUnknownManifest(said: AttemptReading): boolean {
  const coded = said.faults.some(
    (one) => one.kind === 'registry-error' && (one.code === 'MANIFEST_UNKNOWN' || one.code === 'TAG_EXPIRED'),
  );
  const hinted = said.hints.includes('tag-missing') || said.hints.includes('tag-expired');
  return answered(said) && (coded || hinted);
}

/** Distribution, for one, answers MANIFEST_UNKNOWN for a repository that it does not have. */
export const MISSING_REPOSITORY: Alternative = or(
  'repository-not-found',
  'some registries say this of a missing repository too',
  "listing the repository's tags",
);
