import { DECISIVE, FAINT, sayFault, sayRequest } from '../attempt-draft.ts';
import type { AttemptDraft } from '../attempt-draft.ts';
import { domainOfImage } from '../message-host.ts';
import type { PhraseMatch, Reading } from '../phrase.ts';
import { atStep, decisive, fromRuntime, opening, phrase, plain, unpacking } from '../phrase.ts';
import type { PhraseTable } from '../phrase-table.ts';
import { alike } from '../phrase-table.ts';

/**
 * containerd 1.6 to 2.3 and what is built on its client (moby's image store, BuildKit, nerdctl):
 * core/remotes/docker/*, core/transfer/local/pull.go, internal/cri/server/images/image_pull.go.
 */

const NAME = '"?([^"\\s]{1,600})"?';

/** The runtime names the image in full: its registry is the host until a request names another. */
function takeImage(reading: Reading, match: PhraseMatch): void {
  const { draft } = reading;
  if (draft.muted) return;
  const image = (match[1] ?? '').replace(/:$/u, '');
  draft.image = image;
  draft.host ??= domainOfImage(image);
}

const RESOLVING: PhraseTable = {
  failed: () => [
    opening(`failed to pull and unpack image ${NAME}`, (reading, match) => {
      reading.draft.runtime ??= 'containerd';
      takeImage(reading, match);
    }),
    opening(`failed to pull image ${NAME}`, (reading, match) => takeImage(reading, match)),
    phrase(`failed to (?:resolve|resove) (?:reference|ref|image) ${NAME}`, (reading, match) => {
      reading.draft.runtime ??= 'containerd';
      reading.draft.step = 'resolve';
      takeImage(reading, match);
    }),
    phrase('failed to resolve image(?=:)', atStep('resolve', 'containerd')),
    phrase(`failed to resolve source metadata for ${NAME}`, (reading, match) => {
      reading.draft.runtime ??= 'buildkit';
      reading.draft.step = 'resolve';
      takeImage(reading, match);
    }),
    phrase('failed to solve', fromRuntime('buildkit')),
    phrase('failed to do request', ({ draft }) => {
      draft.runtime ??= 'containerd';
      draft.step ??= 'resolve';
    }),
  ],
  no: () => [
    phrase('no available registry endpoint', atStep('resolve', 'containerd')),
    phrase(
      'no (?:resolve|pull) hosts',
      decisive({ kind: 'reconfigured-hosts', detail: 'no host in hosts.toml may answer' }, 'resolve'),
    ),
  ],
};

const SIGNING_IN: PhraseTable = {
  failed: () => [
    phrase('failed to authorize', atStep('authorize')),
    phrase('failed to fetch anonymous token', ({ draft }) => {
      draft.step = 'authorize';
      draft.sent = 'nothing';
    }),
    phrase('failed to fetch oauth token', ({ draft }) => {
      draft.step = 'authorize';
      draft.sent = 'credentials';
    }),
    phrase('failed to find supported auth scheme', decisive({ kind: 'no-auth-scheme' }, 'authorize')),
    phrase(
      'failed to handle basic auth because missing username or secret',
      decisive({ kind: 'no-credentials' }, 'authorize'),
    ),
  ],
  pull: () =>
    phrase(
      "pull access denied, repository does not exist or may require (?:authorization|'docker login')",
      plain({ kind: 'access-denied', server: 'unsaid' }),
    ),
  insufficient_scope: () =>
    phrase('insufficient_scope', plain({ kind: 'access-denied', server: 'insufficient-scope' })),
  invalid_token: () => phrase('invalid_token', plain({ kind: 'access-denied', server: 'invalid-token' })),
  no: () =>
    phrase('no basic auth credentials', ({ draft }) => {
      draft.sent = 'nothing';
      sayFault(draft, { kind: 'no-credentials' }, DECISIVE);
    }),
};

const COPYING: PhraseTable = {
  failed: () => [
    phrase('failed to copy', atStep('layer', 'containerd')),
    phrase('failed commit on ref "?([\\w+.:-]{1,200})"?', ({ draft }, match) => {
      const ref = match[1] ?? '';
      draft.step = /^(?:manifest|index)-/u.test(ref) ? 'manifest' : 'layer';
      draft.digest = ref.slice(ref.indexOf('-') + 1);
    }),
    phrase('failed to read expected number of bytes', plain({ kind: 'content', what: 'size' }, 'layer')),
    phrase('failed size validation', decisive({ kind: 'content', what: 'size' })),
  ],
  'httpreadseeker httpreaderseeker': () =>
    phrase('httpRead(?:er)?Seeker: failed open', atStep('layer', 'containerd')),
  'could failed': () =>
    phrase(
      '(?:could not|failed to) fetch content descriptor (\\S{1,200}) \\(([^)\\n]{1,200})\\) from remote',
      ({ draft }, match) => {
        draft.step = /manifest|index/iu.test(match[2] ?? '') ? 'manifest' : 'layer';
        draft.digest = match[1] ?? '';
        sayFault(draft, { kind: 'content', what: 'missing' }, DECISIVE);
      },
    ),
  content: () =>
    phrase('content at "?(\\S{1,1500}?)"? not found', ({ draft }, match) => contentAt(draft, match[1] ?? '')),
  unexpected: () => [
    phrase('unexpected commit digest', decisive({ kind: 'content', what: 'digest' })),
    phrase('unexpected commit size', decisive({ kind: 'content', what: 'size' })),
    phrase('unexpected size \\d{1,20}, expected', plain({ kind: 'content', what: 'size' })),
  ],
  'content digest': () =>
    phrase('(?:content|digest) mismatch', decisive({ kind: 'content', what: 'digest' })),
  size: () => phrase('size mismatch', plain({ kind: 'content', what: 'size' })),
  which: () => phrase('which reports content size of zero', plain({ kind: 'content', what: 'size' })),
  // The digest is the registry's here, not the user's: what is wrong with it stands behind.
  in: () =>
    phrase(
      'in header not a valid digest[^\\n]{0,80}',
      decisive({ kind: 'content', what: 'damaged' }, 'resolve'),
    ),
  'cancel canceling cancelling': () =>
    phrase(
      'cancel(?:l?ing)? pulling image .{0,600}? because of no progress',
      decisive({ kind: 'no-progress' }, 'layer'),
    ),
};

/** `content at https://h/v2/n/manifests/sha256:… not found`: the index's child, or a blob. */
function contentAt(draft: AttemptDraft, url: string): void {
  sayRequest(draft, 'GET', url);
  draft.digest = url.slice(url.lastIndexOf('/') + 1).replace(/\?.*$/u, '');
  const manifest = url.includes('/manifests/');
  draft.step = manifest ? 'manifest' : 'layer';
  sayFault(
    draft,
    manifest ? { kind: 'not-found', what: 'manifest' } : { kind: 'content', what: 'missing' },
    DECISIVE,
  );
}

const UNPACKING: PhraseTable = {
  failed: () => [
    phrase('failed to (?:extract layer|unpack image|prepare extraction snapshot|commit snapshot)', unpacking),
    phrase('failed to mount (?=/|overlay)', unpacking),
    phrase(
      'failed to get reader from content store',
      decisive({ kind: 'content', what: 'missing' }, 'unpack'),
    ),
  ],
  'failed unable': () =>
    phrase('(?:failed|unable) to (?:stat|prepare|create|mount) (?:extraction )?snapshot', unpacking),
  mount: () => phrase('mount callback failed', unpacking),
  apply: () => phrase('apply layer error', unpacking),
  content: () =>
    phrase('content digest (\\S{1,200}): not found', ({ draft }, match) => {
      draft.digest = match[1] ?? '';
      draft.step ??= 'unpack';
      sayFault(draft, { kind: 'content', what: 'missing' }, DECISIVE);
    }),
  parent: () =>
    phrase(
      'parent snapshot \\S{1,200} does not exist',
      plain({ kind: 'not-found', what: 'snapshot' }, 'unpack'),
    ),
  wrong: () => phrase('wrong diff id', decisive({ kind: 'content', what: 'digest' }, 'unpack')),
  snapshotter: () =>
    phrase('snapshotter not loaded', plain({ kind: 'unpack', detail: 'snapshotter not loaded' }, 'unpack')),
};

const MANIFESTS: PhraseTable = {
  no: () => [
    phrase('no match for (?:current )?platform(?: ([\\w/.()-]{1,80}))? in manifest', ({ draft }, match) => {
      draft.step = 'platform';
      const wanted = match[1];
      sayFault(draft, { kind: 'platform', ...(wanted === undefined ? {} : { wanted }) }, DECISIVE);
    }),
    phrase('no unpack platforms defined', plain({ kind: 'platform' }, 'platform')),
    phrase('no signatures', plain({ kind: 'media-type', what: 'schema1' }, 'manifest')),
  ],
  media: () =>
    phrase('media type "?([^"\\s]{1,200})"? is no longer supported', ({ draft }, match) => {
      draft.step = 'manifest';
      sayFault(draft, { kind: 'media-type', what: 'schema1', mediaType: match[1] ?? '' }, DECISIVE);
    }),
  is: () =>
    phrase(
      'is no longer supported since containerd',
      decisive({ kind: 'media-type', what: 'schema1' }, 'manifest'),
    ),
  schema: () =>
    phrase(
      'schema 1 image manifests are no longer supported',
      decisive({ kind: 'media-type', what: 'schema1' }, 'manifest'),
    ),
  number: () =>
    phrase(
      "number of layers and diffIDs don'?t match",
      decisive({ kind: 'media-type', what: 'layers' }, 'unpack'),
    ),
  mismatched: () =>
    phrase(
      'mismatched image rootfs and manifest layers',
      decisive({ kind: 'media-type', what: 'layers' }, 'unpack'),
    ),
  unexpected: () =>
    phrase('unexpected media type "?([\\w.+/-]{1,200})?', ({ draft }, match) => {
      const mediaType = match[1] ?? '';
      const page = mediaType.startsWith('text/');
      draft.step = 'manifest';
      sayFault(draft, { kind: 'media-type', what: page ? 'page' : 'unknown', mediaType }, DECISIVE);
    }),
  does: () =>
    phrase("does not contain descriptor matching platform '?([\\w/.()-]{1,80})", ({ draft }, match) => {
      draft.step = 'platform';
      sayFault(draft, { kind: 'platform', wanted: match[1] ?? '' }, DECISIVE);
    }),
  snapshotter: () =>
    phrase('snapshotter \\S{1,60} does not support platform', plain({ kind: 'platform' }, 'platform')),
  unknown: () =>
    phrase('unknown image config media type "?([^"\\s]{1,200})', ({ draft }, match) => {
      draft.step = 'manifest';
      sayFault(draft, { kind: 'media-type', what: 'artifact', mediaType: match[1] ?? '' }, DECISIVE);
    }),
  rejecting: () =>
    phrase('rejecting \\d+ byte manifest', decisive({ kind: 'media-type', what: 'too-large' }, 'manifest')),
  image: () =>
    phrase(
      'image verifier \\S{1,200} blocked pull',
      decisive({ kind: 'signature', what: 'verifier' }, 'verify'),
    ),
  blocking: () =>
    phrase(
      'blocking pull of \\S{1,600} with digest',
      decisive({ kind: 'signature', what: 'verifier' }, 'verify'),
    ),
  'media-type': () => [
    phrase(
      'media-type: expected (?:index|manifest) but found',
      decisive({ kind: 'media-type', what: 'unknown' }, 'manifest'),
    ),
    phrase(
      'media-type: "?[^"\\s]{1,200}"? should not have',
      decisive({ kind: 'media-type', what: 'unknown' }, 'manifest'),
    ),
  ],
  encountered: () =>
    phrase(
      'encountered unknown type \\S{1,200}; children may not be fetched',
      plain({ kind: 'media-type', what: 'unknown' }, 'manifest'),
    ),
};

const SCHEMA_ONE: PhraseTable = alike(
  [
    'invalid schema 1 manifest',
    'expected schema1 document',
    'manifest required for schema 1 blob pull',
    'media-type: schema 1 not supported',
  ],
  (form) => phrase(form, decisive({ kind: 'media-type', what: 'schema1' }, 'manifest')),
);

/** `R: not found`, `… is locked`: the classes containerd's errdefs append; weak by design. */
const CLASSES: PhraseTable = {
  not: () =>
    phrase('not found(?=["\'.)\\]}:;,\\n]|$| [(|]| Failed)', ({ draft }) => {
      if (draft.image !== undefined || draft.runtime === 'containerd')
        sayFault(draft, { kind: 'not-found', what: notFoundWhat(draft) }, FAINT);
      else sayFault(draft, { kind: 'not-found', what: 'unsaid' }, FAINT);
    }),
};

function notFoundWhat(draft: AttemptDraft): 'reference' | 'content' | 'snapshot' {
  if (draft.step === 'unpack') return 'snapshot';
  return draft.step === 'layer' || draft.step === 'config' ? 'content' : 'reference';
}

export const CONTAINERD_PHRASES: readonly PhraseTable[] = [
  RESOLVING,
  SIGNING_IN,
  COPYING,
  UNPACKING,
  MANIFESTS,
  SCHEMA_ONE,
  CLASSES,
];
