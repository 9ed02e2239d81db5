import { DECISIVE, FAINT, PLAIN, sayFault } from '../attempt-draft.ts';
import { domainOfImage } from '../message-host.ts';
import type { Phrase, Reading } from '../phrase.ts';
import { atStep, decisive, faint, fromRuntime, opening, phrase, plain, unpacking } from '../phrase.ts';
import { sayStatus } from './http-answers.ts';

/**
 * The Docker engine, dockershim and cri-dockerd: moby daemon/internal/distribution/errors.go,
 * registry/auth.go, and cri-dockerd core/image.go; older engines included.
 */

function named(reading: Reading, match: RegExpExecArray): void {
  const { draft } = reading;
  if (draft.muted) return;
  draft.runtime ??= 'docker';
  draft.image ??= match[1] ?? '';
  draft.host ??= domainOfImage(match[1] ?? '');
}

const ENGINE: readonly Phrase[] = [
  opening('Error response from daemon', fromRuntime('docker')),
  phrase('API error \\(\\d{3}\\)', fromRuntime('docker')),
  phrase('HTTP code (\\d{3})\\)', fromRuntime('docker')),
  phrase('Error pulling image \\((\\S{1,128})\\) from ([^\\s,]{1,600})', (reading, match) => {
    reading.draft.runtime ??= 'docker';
    reading.image ??= `${match[2] ?? ''}:${match[1] ?? ''}`;
  }),
  phrase('error pulling image configuration', atStep('config', 'docker')),
  phrase('download failed after attempts=\\d+', ({ draft }) => {
    draft.runtime ??= 'docker';
    draft.step ??= 'layer';
  }),
  phrase('docker daemon is not running', decisive({ kind: 'runtime', detail: 'docker daemon' })),
  phrase('trying to connect to the docker API', decisive({ kind: 'runtime', detail: 'docker daemon' })),
  phrase('failed to connect to the docker API', decisive({ kind: 'runtime', detail: 'docker daemon' })),
  phrase(
    'check if the server supports the requested API version',
    decisive({ kind: 'runtime', detail: 'docker API' }),
  ),
  phrase('Cannot connect to the Docker daemon', decisive({ kind: 'runtime', detail: 'docker daemon' })),
  phrase('Is the docker daemon running', decisive({ kind: 'runtime', detail: 'docker daemon' })),
];

const ANSWERS: readonly Phrase[] = [
  phrase('manifest for (\\S{1,600}) not found', (reading, match) => {
    named(reading, match);
    sayFault(reading.draft, { kind: 'registry-error', code: 'MANIFEST_UNKNOWN' }, PLAIN);
  }),
  phrase('repository (\\S{1,600}) not found: does not exist or no pull access', (reading, match) => {
    named(reading, match);
    sayFault(reading.draft, { kind: 'access-denied', server: 'unsaid' }, DECISIVE);
  }),
  phrase(
    "pull access denied for ([^\\s,]{1,600}), repository does not exist or may require (?:'?docker login'?|authorization)",
    (reading, match) => {
      named(reading, match);
      sayFault(reading.draft, { kind: 'access-denied', server: 'unsaid' }, PLAIN);
    },
  ),
  phrase('Unable to access the repository', plain({ kind: 'access-denied', server: 'unsaid' })),
  phrase(
    'please verify that it exists and you have permission',
    plain({ kind: 'access-denied', server: 'unsaid' }),
  ),
  phrase('download cancelled during retry', faint({ kind: 'cancelled' })),
  phrase('Error: image (\\S{1,600}) not found', (reading, match) => {
    named(reading, match);
    sayFault(reading.draft, { kind: 'not-found', what: 'reference' }, PLAIN);
  }),
  phrase('image ([^\\s"]{1,600}) not found(?=["\'.]*$)', (reading, match) => {
    named(reading, match);
    sayFault(reading.draft, { kind: 'not-found', what: 'reference' }, FAINT);
  }),
  phrase(
    'no matching manifest for (\\S{1,60}?)(?: [\\d.]{1,30})? in the manifest list',
    ({ draft }, match) => {
      draft.runtime ??= 'docker';
      draft.step = 'platform';
      sayFault(draft, { kind: 'platform', wanted: match[1] ?? '' }, DECISIVE);
    },
  ),
  phrase('no matching manifest for', decisive({ kind: 'platform' }, 'platform')),
  phrase(
    'was found but does not (?:match|provide) the specified platform',
    decisive({ kind: 'platform' }, 'platform'),
  ),
  phrase(
    'cannot download image with operating system "?(\\w{1,20})"? when requesting "?(\\w{1,20})"?',
    ({ draft }, match) => {
      draft.step = 'platform';
      sayFault(draft, { kind: 'platform', has: match[1] ?? '', wanted: match[2] ?? '' }, DECISIVE);
    },
  ),
  phrase(
    'Windows version \\S{1,40}-based image is incompatible with',
    decisive({ kind: 'platform' }, 'platform'),
  ),
  phrase(
    'container operating system does not match the host operating system',
    decisive({ kind: 'platform' }, 'platform'),
  ),
  phrase(
    'does not match the (?:specified|detected host) platform',
    decisive({ kind: 'platform' }, 'platform'),
  ),
  phrase('image operating system "?(\\w{1,20})"? cannot be used on this platform', ({ draft }, match) => {
    draft.step = 'platform';
    sayFault(draft, { kind: 'platform', has: match[1] ?? '' }, DECISIVE);
  }),
  phrase('Status (\\d{3}) trying to pull repository', sayStatus),
  phrase('Server error: (\\d{3}) trying to fetch', sayStatus),
  phrase(
    'Tag \\S{1,128} not found in repository',
    plain({ kind: 'registry-error', code: 'MANIFEST_UNKNOWN' }),
  ),
  phrase('No such image(?: or container)?', faint({ kind: 'not-found', what: 'reference' })),
  phrase(
    'image manifest does not exist for tag',
    plain({ kind: 'registry-error', code: 'MANIFEST_UNKNOWN' }),
  ),
  phrase('registry endpoint returned status (\\d{3})', sayStatus),
  phrase('unsupported auth scheme', decisive({ kind: 'no-auth-scheme' }, 'authorize')),
  phrase('tag does not exist: \\S', plain({ kind: 'registry-error', code: 'MANIFEST_UNKNOWN' })),
  phrase('no supported platform found in manifest list', decisive({ kind: 'platform' }, 'platform')),
  phrase('error unmarshall?ing content', ({ draft }) => {
    draft.step ??= 'manifest';
  }),
  phrase('is a reserved name', decisive({ kind: 'reference', detail: 'reserved name' }, 'reference')),
  phrase(
    'Invalid (?:namespace|repository) name \\([^)\\n]{0,300}\\)',
    decisive({ kind: 'reference', detail: 'name' }, 'reference'),
  ),
  phrase('You may not login yet', plain({ kind: 'no-credentials' })),
];

const SCHEMA_ONE: readonly Phrase[] = [
  'missing signature key',
  'Docker Image Format v1 and Docker Image manifest version 2, schema 1 support',
  'uses outdated schema1 manifest format',
  'manifest version 2, schema 1',
].map((form) => phrase(form, decisive({ kind: 'media-type', what: 'schema1' }, 'manifest')));

/** Docker Content Trust (notary). */
const CONTENT_TRUST: readonly Phrase[] = [
  'trust data does not exist',
  'does not have trust data',
  'No valid trust data for',
].map((form) => phrase(form, decisive({ kind: 'signature', what: 'missing' }, 'verify')));

/** Manifests that the engine reads but cannot run. */
const ODD_MANIFESTS: readonly Phrase[] = [
  phrase('Encountered remote "?([^"\\s]{1,200})"?', ({ draft }, match) => {
    draft.step = 'manifest';
    sayFault(draft, { kind: 'media-type', what: 'artifact', mediaType: match[1] ?? '' }, DECISIVE);
  }),
  ...['AI models are not yet supported', 'unsupported manifest format', 'unknown manifest class'].map(
    (form) => phrase(form, decisive({ kind: 'media-type', what: 'artifact' }, 'manifest')),
  ),
  ...['invalid rootfs in image configuration', "layers from manifest don'?t match image configuration"].map(
    (form) => phrase(form, decisive({ kind: 'media-type', what: 'layers' }, 'manifest')),
  ),
];

const UNPACKING: readonly Phrase[] = [
  phrase('failed to register layer', unpacking),
  phrase('ApplyLayer', unpacking),
  phrase('Untar', unpacking),
  phrase('re-exec error', unpacking),
  phrase(
    'hcsshim::\\w{1,40}Layer',
    unpacking,
    'hcsshim::importlayer hcsshim::processbaselayer hcsshim::preparelayer hcsshim::activatelayer hcsshim::createlayer',
  ),
  phrase('(?:error )?processing tar file', unpacking, 'error processing'),
  phrase(
    '(?:image config|image|manifest) verification failed for digest',
    decisive({ kind: 'content', what: 'digest' }),
    'image manifest',
  ),
  phrase('could not verify layer data for', plain({ kind: 'content', what: 'damaged' }, 'unpack')),
  phrase(
    'could not validate layer digest[^\\n]{0,160}',
    plain({ kind: 'content', what: 'damaged' }, 'layer'),
  ),
  phrase('Thin Pool has \\d{1,15} free (?:data|metadata) blocks', decisive({ kind: 'disk', what: 'space' })),
  phrase('(?:layer registration|download) cancelled', faint({ kind: 'cancelled' }), 'layer download'),
  phrase('filesystem layer verification failed', decisive({ kind: 'content', what: 'digest' }, 'layer')),
];

export const MOBY_PHRASES: readonly Phrase[] = [
  ...ENGINE,
  ...ANSWERS,
  ...SCHEMA_ONE,
  ...CONTENT_TRUST,
  ...ODD_MANIFESTS,
  ...UNPACKING,
];
