import { decisive, fromRuntime, phrase } from '../phrase.ts';
import type { PhraseTable } from '../phrase-table.ts';

/** go-containerregistry (crane, kaniko, ko, buildpacks, Tekton, Kyverno): pkg/v1/remote/{index,transport/*}.go. */
export const GO_CONTAINERREGISTRY_PHRASES: PhraseTable = {
  no: () =>
    phrase('no child with platform(?: \\S{1,60})? in index', decisive({ kind: 'platform' }, 'platform')),
  could: () =>
    phrase(
      'could not parse reference',
      decisive({ kind: 'reference', detail: 'could not parse reference' }, 'reference'),
    ),
  head: () => phrase('HEAD responses have no body, use GET for details', fromRuntime('go-containerregistry')),
};
