import { DECISIVE, sayFault } from '../attempt-draft.ts';
import { domainOfImage } from '../message-host.ts';
import type { PhraseMatch, Reading } from '../phrase.ts';
import { atStep, decisive, opening, phrase, plain, unpacking } from '../phrase.ts';
import type { PhraseTable } from '../phrase-table.ts';
import { alike } from '../phrase-table.ts';
import { sayStatus } from './http-answers.ts';

/**
 * CRI-O, podman, buildah and skopeo: containers/image docker/{docker_client,docker_image_src}.go,
 * copy/*, signature/*, pkg/shortnames, and cri-o server/image_pull.go.
 */

function takeImage(reading: Reading, name: string): void {
  const { draft } = reading;
  if (draft.muted) return;
  draft.runtime ??= 'cri-o';
  const image = name.replace(/^docker:\/\//u, '').replace(/:$/u, '');
  draft.image = image;
  draft.host ??= domainOfImage(image);
}

const SOURCES: PhraseTable = {
  unable: () => [
    opening('unable to pull image(?: or OCI artifact)?', ({ draft }) => {
      draft.runtime ??= 'cri-o';
    }),
    phrase('unable to copy from source (\\S{1,600})', (reading, match) => takeImage(reading, match[1] ?? '')),
  ],
  pullimage: () =>
    phrase('pullImage was aborted by a Go panic', plain({ kind: 'runtime', detail: 'CRI-O panicked' })),
  pull: () =>
    phrase('pull image err', ({ draft }) => {
      draft.muted = false;
    }),
  artifact: () =>
    phrase('artifact err', ({ draft }) => {
      draft.muted = draft.faults.length > 0;
    }),
  'error initializing': () =>
    opening('(?:error )?initializing (?:image from )?source (\\S{1,600})', (reading, match) => {
      takeImage(reading, match[1] ?? '');
      if (!reading.draft.muted) reading.draft.step = 'resolve';
    }),
  'error pinging': () =>
    phrase('(?:error )?pinging (?:container |docker )?registry (\\S{1,300})', ({ draft }, match) => {
      if (draft.muted) return;
      draft.runtime ??= 'cri-o';
      draft.step = 'ping';
      draft.host = (match[1] ?? '').replace(/[:,]$/u, '');
    }),
  'error reading': () => [
    opening('(?:error )?reading manifest (\\S{1,300}) in (\\S{1,600})', (reading, match) => {
      const { draft } = reading;
      if (draft.muted) return;
      const tag = match[1] ?? '';
      const repository = (match[2] ?? '').replace(/:$/u, '');
      takeImage(reading, repository + (tag.includes(':') ? '@' : ':') + tag);
      draft.host = domainOfImage(repository);
      draft.step = 'resolve';
    }),
    phrase('(?:error )?reading manifest(?= |\\n)', atStep('resolve', 'cri-o')),
    phrase('(?:error )?reading signatures', atStep('verify', 'cri-o')),
  ],
  'error determining': () => phrase('(?:error )?determining manifest MIME type', atStep('resolve', 'cri-o')),
};

const SIGNING_IN: PhraseTable = {
  unable: () => opening('unable to retrieve auth token', atStep('authorize', 'cri-o')),
  invalid: () => [
    phrase('invalid username/password', plain({ kind: 'login-refused' })),
    phrase('invalid status code from registry (\\d{3})(?: \\([\\w\\s-]{1,60}\\))?', sayStatus),
  ],
  requesting: () => phrase('requesting bear(?:er)? token', atStep('authorize', 'cri-o')),
  decoding: () => phrase('decoding bearer token', atStep('authorize', 'cri-o')),
  getting: () => phrase('getting username and password', atStep('authorize')),
  statuscode: () => phrase('StatusCode: (\\d{3})', sayStatus),
  you: () =>
    phrase(
      'you may not have access to the container image',
      plain({ kind: 'access-denied', server: 'unsaid' }),
    ),
  too: () =>
    phrase('too many requests? to registry', plain({ kind: 'registry-error', code: 'TOOMANYREQUESTS' })),
};

const COPYING: PhraseTable = {
  copying: () =>
    phrase('copying system image from manifest list', ({ draft }) => {
      draft.runtime ??= 'cri-o';
    }),
  'error parsing': () => phrase('(?:error )?parsing image configuration', atStep('config', 'cri-o')),
  'error reading fetching writing storing': () =>
    phrase(
      '(?:error )?(?:reading|fetching|writing|storing) blob(?: (sha256:\\w{1,64}))?',
      ({ draft }, match) => {
        if (draft.muted) return;
        draft.runtime ??= 'cri-o';
        if (draft.step !== 'config') draft.step = 'layer';
        if (match[1] !== undefined) draft.digest = match[1];
      },
    ),
  'error happened': () => phrase('(?:error )?happened during read', atStep('layer')),
  digest: () => [
    phrase('Digest did not match, expected', decisive({ kind: 'content', what: 'digest' })),
    phrase(
      "Digest of source image'?s manifest would not match destination reference",
      decisive({ kind: 'content', what: 'digest' }, 'manifest'),
    ),
  ],
  download: () =>
    phrase(
      'Download config\\.json digest \\S{1,200} does not match expected',
      decisive({ kind: 'content', what: 'digest' }, 'config'),
    ),
  does: () => [
    phrase("does not match config'?s DiffID", decisive({ kind: 'content', what: 'digest' })),
    phrase(
      'does not match selected manifest digest',
      decisive({ kind: 'content', what: 'digest' }, 'manifest'),
    ),
    phrase('does not resolve to an image ID', plain({ kind: 'content', what: 'missing' }, 'unpack')),
  ],
  uncompressed: () =>
    phrase(
      'uncompressed digest of layer \\S{1,200} is',
      decisive({ kind: 'content', what: 'digest' }, 'layer'),
    ),
  // How the one retry of a broken read went; the break itself was said before.
  'while after': () =>
    phrase('(?:while reconnecting|after reconnecting)[:, ]', ({ draft }) => {
      draft.muted = draft.faults.length > 0;
    }),
  manifest: () =>
    phrase(
      'Manifest does not match provided manifest digest',
      decisive({ kind: 'content', what: 'digest' }, 'manifest'),
    ),
  blob: () =>
    phrase('blob digest \\S{1,200} does not match expected', decisive({ kind: 'content', what: 'digest' })),
  layer: () =>
    phrase('layer content incorrect (?:digest|size)', decisive({ kind: 'content', what: 'digest' })),
  file: () => phrase('file integrity checksum failed', plain({ kind: 'content', what: 'damaged' })),
};

const UNPACKING: PhraseTable = alike(
  [
    'committing the finished image',
    'adding layer with blob',
    'creating layer with ID',
    'unpacking failed',
    'applying layer',
  ],
  (form) => phrase(form, unpacking),
);

const MANIFESTS: PhraseTable = {
  choosing: () =>
    phrase('choosing an? image from manifest list (\\S{1,600})', (reading, match) => {
      takeImage(reading, match[1] ?? '');
      if (!reading.draft.muted) reading.draft.step = 'platform';
    }),
  no: () =>
    phrase(
      'no image found in (?:manifest list|image index) for architecture "?([\\w.-]{0,40})"?,?(?: variant "?([\\w.-]{0,40})"?,)?(?: OS "?([\\w.-]{0,40})"?)?',
      ({ draft }, match) => {
        draft.step = 'platform';
        const wanted = [match[3], match[1], match[2]].filter((part) => part !== undefined && part !== '');
        sayFault(draft, { kind: 'platform', wanted: wanted.join('/') }, DECISIVE);
      },
    ),
  image: () => [
    phrase(
      'image (?:architecture|operating system|OS) mismatch: image uses (?:OS )?"([^"]{0,60})",? expecting "([^"]{0,60})"',
      ({ draft }, match) => {
        draft.step = 'platform';
        sayFault(draft, { kind: 'platform', has: match[1] ?? '', wanted: match[2] ?? '' }, DECISIVE);
      },
    ),
    phrase(
      'image platform \\(([\\w/.-]{1,60})\\) does not match the expected platform \\(([\\w/.-]{1,60})\\)',
      ({ draft }, match) => {
        draft.step = 'platform';
        sayFault(draft, { kind: 'platform', has: match[1] ?? '', wanted: match[2] ?? '' }, DECISIVE);
      },
    ),
  ],
  docker: () =>
    phrase(
      'Docker references with both a tag and digest are currently not supported',
      decisive({ kind: 'reference', detail: 'tag and digest' }, 'reference'),
    ),
  cannot: () => phrase('cannot find image for architecture', decisive({ kind: 'platform' }, 'platform')),
  unimplemented: () => phrase('Unimplemented manifest (?:list )?MIME type "?([^"\\s]{0,200})"?', artifact),
  unsupported: () => [
    phrase('unsupported schema version', artifact),
    phrase('unsupported image-specific operation on artifact(?: with type "?([^"\\s]{0,200})"?)?', artifact),
    phrase('unsupported docker v2s2 media type:? "?([^"\\s]{0,200})"?', artifact),
    phrase('unsupported MIME type for (?:de)?compression:? "?([^"\\s]{0,200})"?', artifact),
    phrase('unsupported (?:OCI(?:v?1)? |layer )?media ?type:? "?([^"\\s]{0,200})"?', artifact),
  ],
  'provided artifact': () => phrase('(?:provided )?artifact is a(?:n OCI)? artifact, not', artifact),
  exceeded: () =>
    phrase(
      'exceeded maximum allowed size of \\d{1,15} bytes',
      decisive({ kind: 'media-type', what: 'too-large' }, 'manifest'),
    ),
  parsing: () => phrase('parsing manifest(?: \\S{1,600})?(?=:)', atStep('manifest', 'cri-o')),
  mimetype: () => phrase('mimetype "?([^"\\s]{0,200})"? not supported', artifact),
  'unrecognized unsupported unknown': () =>
    phrase(
      '(?:unrecognized|unsupported|unknown) (?:image |schema1? )?manifest (?:MIME |media )?type "?([^"\\s]{0,200})"?',
      artifact,
    ),
  mediatype: () => phrase("mediaType in manifest should be '?([^'\\s]{0,200})'?", artifact),
};

function artifact({ draft }: Reading, match: PhraseMatch): void {
  if (draft.muted) return;
  const mediaType = match[1] ?? '';
  const what =
    mediaType.includes('v1+prettyjws') ||
    (mediaType.includes('manifest.v1+json') && mediaType.includes('docker'))
      ? 'schema1'
      : 'artifact';
  if (draft.step === undefined || draft.step === 'resolve') draft.step = 'manifest';
  sayFault(draft, { kind: 'media-type', what, ...(mediaType === '' ? {} : { mediaType }) }, DECISIVE);
}

const POLICIES: PhraseTable = {
  source: () => phrase('Source image rejected', decisive({ kind: 'signature', what: 'invalid' }, 'verify')),
  a: () =>
    phrase(
      'A signature was required, but no signature exists',
      decisive({ kind: 'signature', what: 'missing' }, 'verify'),
    ),
  running: () =>
    phrase(
      'Running image \\S{1,600} is rejected by policy',
      decisive({ kind: 'signature', what: 'policy' }, 'verify'),
    ),
  invalid: () => [
    phrase('invalid policy in "?\\S{1,300}', decisive({ kind: 'signature', what: 'policy' }, 'verify')),
    phrase('Invalid GPG signature', decisive({ kind: 'signature', what: 'invalid' }, 'verify')),
  ],
  no: () => [
    phrase(
      'No signature verification policy found for image',
      decisive({ kind: 'signature', what: 'policy' }, 'verify'),
    ),
    phrase(
      'no registries configured while trying to pull an unqualified image',
      decisive({ kind: 'short-name', name: '', ambiguous: false }),
    ),
  ],
  any: () =>
    phrase(
      'Any signatures for image \\S{1,600} are rejected by policy',
      decisive({ kind: 'signature', what: 'policy' }, 'verify'),
    ),
  none: () =>
    phrase(
      'None of the signatures were accepted',
      decisive({ kind: 'signature', what: 'invalid' }, 'verify'),
    ),
  cryptographic: () =>
    phrase(
      'cryptographic signature verification failed',
      decisive({ kind: 'signature', what: 'invalid' }, 'verify'),
    ),
  signature: () =>
    phrase('signature verification failed', plain({ kind: 'signature', what: 'invalid' }, 'verify')),
  required: () =>
    phrase('required email \\S{1,200} not found', decisive({ kind: 'signature', what: 'invalid' }, 'verify')),
  'short-name': () => [
    phrase('short-name "?([^"\\s]{1,300})"? did not resolve to an alias', ({ draft }, match) =>
      sayFault(draft, { kind: 'short-name', name: match[1] ?? '', ambiguous: false }, DECISIVE),
    ),
    phrase('short-name resolution enforced', decisive({ kind: 'short-name', name: '', ambiguous: true })),
  ],
  short: () =>
    phrase(
      'short name mode is enforcing, but image name "?([^"\\s]{1,300})"? returns ambiguous list',
      ({ draft }, match) =>
        sayFault(draft, { kind: 'short-name', name: match[1] ?? '', ambiguous: true }, DECISIVE),
    ),
  registry: () =>
    phrase('(?:registry )?"?(\\S{1,300}?)"? is blocked in "?(\\S{1,300}?)"?(?=[\\s,;:]|$)', blocked),
  is: () => phrase('is blocked in "?(\\S{1,300}?registries\\.conf\\S{0,200})', blocked),
};

function blocked({ draft }: Reading, match: PhraseMatch): void {
  const by = (match[2] ?? match[1] ?? '').replace(/["';:,]+$/u, '');
  sayFault(draft, { kind: 'blocked', by }, DECISIVE);
}

const PODMAN: PhraseTable = {
  unable: () =>
    phrase('unable to pull (\\S{1,600})(?=: )', (reading, match) => {
      reading.draft.runtime ??= 'podman';
      takeImage(reading, match[1] ?? '');
    }),
  fetching: () => phrase('fetching (?:the )?referenced blob', atStep('layer')),
};

export const CONTAINERS_IMAGE_PHRASES: readonly PhraseTable[] = [
  SOURCES,
  SIGNING_IN,
  COPYING,
  UNPACKING,
  MANIFESTS,
  POLICIES,
  PODMAN,
];
