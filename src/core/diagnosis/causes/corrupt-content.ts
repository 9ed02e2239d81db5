import type { AttemptReading } from '../../evidence/message/message-reading.ts';
import { or } from '../judgement/alternative.ts';
import { decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** Past the manifest: what is missing now, the manifest named. */
function fetchesContent(said: AttemptReading): boolean {
  return said.step === 'config' || said.step === 'layer';
}

/** Bytes are not what their digest says, or content that a manifest names is lost. */
export const corruptContent: CauseRule = {
  cause: 'corrupt-content',
  rung: 'layers',
  retry: 'unknown',
  actor: 'platform',
  groupBy: 'image',
  judge(said) {
    const fault = decides(said, 'content');
    const lost =
      decides(said, 'registry-error')?.code === 'BLOB_UNKNOWN' ||
      decides(said, 'not-found')?.what === 'content' ||
      (fetchesContent(said) && decides(said, 'status')?.status === 404);
    if (fault === undefined && !lost) return undefined;
    const rung = said.step === 'unpack' ? 'unpack' : said.step === 'manifest' ? 'manifest' : 'layers';
    if (fault?.what === 'digest') return { certainty: 'proven', rung };
    return {
      certainty: 'likely',
      rung,
      alternatives: [
        or(
          'digest-not-found',
          'the registry may have lost the manifest or layer',
          'asking the registry for that digest',
        ),
      ],
    };
  },
};
