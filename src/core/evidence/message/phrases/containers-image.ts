import { DECISIVE, sayFault } from '../attempt-draft.ts';
import { domainOfImage } from '../message-host.ts';
import type { Phrase, Reading } from '../phrase.ts';
import { atStep, decisive, opening, phrase, plain, unpacking } from '../phrase.ts';
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

const SOURCES: readonly Phrase[] = [
  opening('unable to pull image(?: or OCI artifact)?', ({ draft }) => {
    draft.runtime ??= 'cri-o';
  }),
  phrase('pullImage was aborted by a Go panic', plain({ kind: 'runtime', detail: 'CRI-O panicked' })),
  phrase('pull image err', ({ draft }) => {
    draft.muted = false;
  }),
  phrase('artifact err', ({ draft }) => {
    draft.muted = draft.faults.length > 0;
  }),
  opening(
    '(?:error )?initializing (?:image from )?source (\\S{1,600})',
    (reading, match) => {
      takeImage(reading, match[1] ?? '');
      if (!reading.draft.muted) reading.draft.step = 'resolve';
    },
    'error initializing',
  ),
  phrase('unable to copy from source (\\S{1,600})', (reading, match) => takeImage(reading, match[1] ?? '')),
  phrase(
    '(?:error )?pinging (?:container |docker )?registry (\\S{1,300})',
    ({ draft }, match) => {
      if (draft.muted) return;
      draft.runtime ??= 'cri-o';
      draft.step = 'ping';
      draft.host = (match[1] ?? '').replace(/[:,]$/u, '');
    },
    'error pinging',
  ),
  opening(
    '(?:error )?reading manifest (\\S{1,300}) in (\\S{1,600})',
    (reading, match) => {
      const { draft } = reading;
      if (draft.muted) return;
      const tag = match[1] ?? '';
      const repository = (match[2] ?? '').replace(/:$/u, '');
      takeImage(reading, repository + (tag.includes(':') ? '@' : ':') + tag);
      draft.host = domainOfImage(repository);
      draft.step = 'resolve';
    },
    'error reading',
  ),
  phrase('(?:error )?reading manifest(?= |\\n)', atStep('resolve', 'cri-o'), 'error reading'),
  phrase('(?:error )?determining manifest MIME type', atStep('resolve', 'cri-o'), 'error determining'),
  phrase('(?:error )?reading signatures', atStep('verify', 'cri-o'), 'error reading'),
];

const SIGNING_IN: readonly Phrase[] = [
  opening('unable to retrieve auth token', atStep('authorize', 'cri-o')),
  phrase('invalid username/password', plain({ kind: 'login-refused' })),
  phrase('requesting bear(?:er)? token', atStep('authorize', 'cri-o')),
  phrase('decoding bearer token', atStep('authorize', 'cri-o')),
  phrase('getting username and password', atStep('authorize')),
  phrase('invalid status code from registry (\\d{3})(?: \\([\\w\\s-]{1,60}\\))?', sayStatus),
  phrase('StatusCode: (\\d{3})', sayStatus),
  phrase(
    'you may not have access to the container image',
    plain({ kind: 'access-denied', server: 'unsaid' }),
  ),
  phrase('too many requests? to registry', plain({ kind: 'registry-error', code: 'TOOMANYREQUESTS' })),
];

const COPYING: readonly Phrase[] = [
  phrase('copying system image from manifest list', ({ draft }) => {
    draft.runtime ??= 'cri-o';
  }),
  phrase('(?:error )?parsing image configuration', atStep('config', 'cri-o'), 'error parsing'),
  phrase(
    '(?:error )?(?:reading|fetching|writing|storing) blob(?: (sha256:\\w{1,64}))?',
    ({ draft }, match) => {
      if (draft.muted) return;
      draft.runtime ??= 'cri-o';
      if (draft.step !== 'config') draft.step = 'layer';
      if (match[1] !== undefined) draft.digest = match[1];
    },
    'error reading fetching writing storing',
  ),
  phrase('(?:error )?happened during read', atStep('layer'), 'error happened'),
  phrase('Digest did not match, expected', decisive({ kind: 'content', what: 'digest' })),
  phrase(
    'Download config\\.json digest \\S{1,200} does not match expected',
    decisive({ kind: 'content', what: 'digest' }, 'config'),
  ),
  phrase("does not match config'?s DiffID", decisive({ kind: 'content', what: 'digest' })),
  phrase(
    'uncompressed digest of layer \\S{1,200} is',
    decisive({ kind: 'content', what: 'digest' }, 'layer'),
  ),
  // How the one retry of a broken read went; the break itself was said before.
  phrase(
    '(?:while reconnecting|after reconnecting)[:, ]',
    ({ draft }) => {
      draft.muted = draft.faults.length > 0;
    },
    'while after',
  ),
  phrase(
    'Manifest does not match provided manifest digest',
    decisive({ kind: 'content', what: 'digest' }, 'manifest'),
  ),
  phrase(
    "Digest of source image'?s manifest would not match destination reference",
    decisive({ kind: 'content', what: 'digest' }, 'manifest'),
  ),
  phrase(
    'does not match selected manifest digest',
    decisive({ kind: 'content', what: 'digest' }, 'manifest'),
  ),
  phrase('blob digest \\S{1,200} does not match expected', decisive({ kind: 'content', what: 'digest' })),
  phrase('layer content incorrect (?:digest|size)', decisive({ kind: 'content', what: 'digest' })),
  phrase('file integrity checksum failed', plain({ kind: 'content', what: 'damaged' })),
  phrase('does not resolve to an image ID', plain({ kind: 'content', what: 'missing' }, 'unpack')),
];

const UNPACKING: readonly Phrase[] = [
  'committing the finished image',
  'adding layer with blob',
  'creating layer with ID',
  'unpacking failed',
  'applying layer',
].map((form) => phrase(form, unpacking));

const MANIFESTS: readonly Phrase[] = [
  phrase('choosing an? image from manifest list (\\S{1,600})', (reading, match) => {
    takeImage(reading, match[1] ?? '');
    if (!reading.draft.muted) reading.draft.step = 'platform';
  }),
  phrase(
    'no image found in (?:manifest list|image index) for architecture "?([\\w.-]{0,40})"?,?(?: variant "?([\\w.-]{0,40})"?,)?(?: OS "?([\\w.-]{0,40})"?)?',
    ({ draft }, match) => {
      draft.step = 'platform';
      const wanted = [match[3], match[1], match[2]].filter((part) => part !== undefined && part !== '');
      sayFault(draft, { kind: 'platform', wanted: wanted.join('/') }, DECISIVE);
    },
  ),
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
  phrase(
    'Docker references with both a tag and digest are currently not supported',
    decisive({ kind: 'reference', detail: 'tag and digest' }, 'reference'),
  ),
  phrase('cannot find image for architecture', decisive({ kind: 'platform' }, 'platform')),
  phrase('Unimplemented manifest (?:list )?MIME type "?([^"\\s]{0,200})"?', artifact),
  phrase('unsupported schema version', artifact),
  phrase('unsupported image-specific operation on artifact(?: with type "?([^"\\s]{0,200})"?)?', artifact),
  phrase('(?:provided )?artifact is a(?:n OCI)? artifact, not', artifact, 'provided artifact'),
  phrase('unsupported docker v2s2 media type:? "?([^"\\s]{0,200})"?', artifact),
  phrase('unsupported MIME type for (?:de)?compression:? "?([^"\\s]{0,200})"?', artifact),
  phrase(
    'exceeded maximum allowed size of \\d{1,15} bytes',
    decisive({ kind: 'media-type', what: 'too-large' }, 'manifest'),
  ),
  phrase('parsing manifest(?: \\S{1,600})?(?=:)', atStep('manifest', 'cri-o')),
  phrase('unsupported (?:OCI(?:v?1)? |layer )?media ?type:? "?([^"\\s]{0,200})"?', artifact),
  phrase('mimetype "?([^"\\s]{0,200})"? not supported', artifact),
  phrase(
    '(?:unrecognized|unsupported|unknown) (?:image |schema1? )?manifest (?:MIME |media )?type "?([^"\\s]{0,200})"?',
    artifact,
    'unrecognized unsupported unknown',
  ),
  phrase("mediaType in manifest should be '?([^'\\s]{0,200})'?", artifact),
];

function artifact({ draft }: Reading, match: RegExpExecArray): void {
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

const POLICIES: readonly Phrase[] = [
  phrase('Source image rejected', decisive({ kind: 'signature', what: 'invalid' }, 'verify')),
  phrase(
    'A signature was required, but no signature exists',
    decisive({ kind: 'signature', what: 'missing' }, 'verify'),
  ),
  phrase(
    'Running image \\S{1,600} is rejected by policy',
    decisive({ kind: 'signature', what: 'policy' }, 'verify'),
  ),
  phrase('invalid policy in "?\\S{1,300}', decisive({ kind: 'signature', what: 'policy' }, 'verify')),
  phrase(
    'No signature verification policy found for image',
    decisive({ kind: 'signature', what: 'policy' }, 'verify'),
  ),
  phrase(
    'Any signatures for image \\S{1,600} are rejected by policy',
    decisive({ kind: 'signature', what: 'policy' }, 'verify'),
  ),
  phrase('Invalid GPG signature', decisive({ kind: 'signature', what: 'invalid' }, 'verify')),
  phrase('None of the signatures were accepted', decisive({ kind: 'signature', what: 'invalid' }, 'verify')),
  phrase(
    'cryptographic signature verification failed',
    decisive({ kind: 'signature', what: 'invalid' }, 'verify'),
  ),
  phrase('signature verification failed', plain({ kind: 'signature', what: 'invalid' }, 'verify')),
  phrase('required email \\S{1,200} not found', decisive({ kind: 'signature', what: 'invalid' }, 'verify')),
  phrase('short-name "?([^"\\s]{1,300})"? did not resolve to an alias', ({ draft }, match) =>
    sayFault(draft, { kind: 'short-name', name: match[1] ?? '', ambiguous: false }, DECISIVE),
  ),
  phrase(
    'short name mode is enforcing, but image name "?([^"\\s]{1,300})"? returns ambiguous list',
    ({ draft }, match) =>
      sayFault(draft, { kind: 'short-name', name: match[1] ?? '', ambiguous: true }, DECISIVE),
  ),
  phrase(
    'no registries configured while trying to pull an unqualified image',
    decisive({ kind: 'short-name', name: '', ambiguous: false }),
  ),
  phrase(
    'short-name resolution enforced',
    decisive({ kind: 'short-name', name: '', ambiguous: true }),
    'short-name',
  ),
  phrase(
    '(?:registry )?"?(\\S{1,300}?)"? is blocked in "?(\\S{1,300}?)"?(?=[\\s,;:]|$)',
    blocked,
    'registry',
  ),
  phrase('is blocked in "?(\\S{1,300}?registries\\.conf\\S{0,200})', blocked),
];

function blocked({ draft }: Reading, match: RegExpExecArray): void {
  const by = (match[2] ?? match[1] ?? '').replace(/["';:,]+$/u, '');
  sayFault(draft, { kind: 'blocked', by }, DECISIVE);
}

const PODMAN: readonly Phrase[] = [
  phrase('unable to pull (\\S{1,600})(?=: )', (reading, match) => {
    reading.draft.runtime ??= 'podman';
    takeImage(reading, match[1] ?? '');
  }),
  phrase('fetching (?:the )?referenced blob', atStep('layer')),
];

export const CONTAINERS_IMAGE_PHRASES: readonly Phrase[] = [
  ...SOURCES,
  ...SIGNING_IN,
  ...COPYING,
  ...UNPACKING,
  ...MANIFESTS,
  ...POLICIES,
  ...PODMAN,
];
