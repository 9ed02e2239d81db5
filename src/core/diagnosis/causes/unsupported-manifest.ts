import { or } from '../judgement/alternative.ts';
import { decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** What the registry served is no image this runtime can run: schema 1, an artifact, or a page. */
export const unsupportedManifest: CauseRule = {
  cause: 'unsupported-manifest',
  rung: 'manifest',
  retry: 'permanent',
  actor: 'author',
  groupBy: 'image',
  judge(said) {
    const page = decides(said, 'not-json');
    const early = said.step === 'ping' || said.step === 'authorize';
    const loose = said.step === undefined && page?.character !== '<';
    if (page !== undefined && (early || loose)) return undefined;
    if (decides(said, 'registry-error')?.code === 'MANIFEST_INVALID')
      return {
        certainty: 'likely',
        alternatives: [
          or('corrupt-content', 'the stored manifest may be damaged', 'asking the registry for the manifest'),
        ],
      };
    const media = decides(said, 'media-type');
    if (page === undefined && media === undefined) return undefined;
    if (page === undefined && media?.what !== 'page' && media?.what !== 'layers')
      return { certainty: 'proven' };
    return {
      certainty: 'likely',
      alternatives: [
        or(
          'proxy-failure',
          'a proxy or login portal may have answered in place of the registry',
          'opening the URL from the node',
        ),
        or(
          'corrupt-content',
          'the stored content may be damaged',
          'removing the image from the node and pulling again',
        ),
      ],
    };
  },
};
