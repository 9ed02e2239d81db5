import { DECISIVE, FAINT, PLAIN, sayFault } from '../attempt-draft.ts';
import { domainOfImage } from '../message-host.ts';
import type { PhraseMatch, Reading } from '../phrase.ts';
import { atStep, decisive, faint, fromRuntime, opening, phrase, plain, unpacking } from '../phrase.ts';
import type { PhraseTable } from '../phrase-table.ts';
import { alike } from '../phrase-table.ts';
import { sayStatus } from './http-answers.ts';

/**
 * The Docker engine, dockershim and cri-dockerd: moby daemon/internal/distribution/errors.go,
 * registry/auth.go, and cri-dockerd core/image.go; older engines included.
 */

function named(reading: Reading, match: PhraseMatch): void {
  const { draft } = reading;
  if (draft.muted) return;
  draft.runtime ??= 'docker';
  draft.image ??= match[1] ?? '';
  draft.host ??= domainOfImage(match[1] ?? '');
}

const ENGINE: PhraseTable = {
  error: () => [
    opening('Error response from daemon', fromRuntime('docker')),
    phrase('Error pulling image \\((\\S{1,128})\\) from ([^\\s,]{1,600})', (reading, match) => {
      reading.draft.runtime ??= 'docker';
      reading.image ??= `${match[2] ?? ''}:${match[1] ?? ''}`;
    }),
    phrase('error pulling image configuration', atStep('config', 'docker')),
  ],
  api: () => phrase('API error \\(\\d{3}\\)', fromRuntime('docker')),
  http: () => phrase('HTTP code (\\d{3})\\)', fromRuntime('docker')),
  download: () =>
    phrase('download failed after attempts=\\d+', ({ draft }) => {
      draft.runtime ??= 'docker';
      draft.step ??= 'layer';
    }),
  docker: () =>
    phrase('docker daemon is not running', decisive({ kind: 'runtime', detail: 'docker daemon' })),
  trying: () =>
    phrase('trying to connect to the docker API', decisive({ kind: 'runtime', detail: 'docker daemon' })),
  failed: () =>
    phrase('failed to connect to the docker API', decisive({ kind: 'runtime', detail: 'docker daemon' })),
  check: () =>
    phrase(
      'check if the server supports the requested API version',
      decisive({ kind: 'runtime', detail: 'docker API' }),
    ),
  cannot: () =>
    phrase('Cannot connect to the Docker daemon', decisive({ kind: 'runtime', detail: 'docker daemon' })),
  is: () => phrase('Is the docker daemon running', decisive({ kind: 'runtime', detail: 'docker daemon' })),
};

const ANSWERS: PhraseTable = {
  manifest: () =>
    phrase('manifest for (\\S{1,600}) not found', (reading, match) => {
      named(reading, match);
      sayFault(reading.draft, { kind: 'registry-error', code: 'MANIFEST_UNKNOWN' }, PLAIN);
    }),
  repository: () =>
    phrase('repository (\\S{1,600}) not found: does not exist or no pull access', (reading, match) => {
      named(reading, match);
      sayFault(reading.draft, { kind: 'access-denied', server: 'unsaid' }, DECISIVE);
    }),
  pull: () =>
    phrase(
      "pull access denied for ([^\\s,]{1,600}), repository does not exist or may require (?:'?docker login'?|authorization)",
      (reading, match) => {
        named(reading, match);
        sayFault(reading.draft, { kind: 'access-denied', server: 'unsaid' }, PLAIN);
      },
    ),
  unable: () => phrase('Unable to access the repository', plain({ kind: 'access-denied', server: 'unsaid' })),
  please: () =>
    phrase(
      'please verify that it exists and you have permission',
      plain({ kind: 'access-denied', server: 'unsaid' }),
    ),
  download: () => phrase('download cancelled during retry', faint({ kind: 'cancelled' })),
  error: () => [
    phrase('Error: image (\\S{1,600}) not found', (reading, match) => {
      named(reading, match);
      sayFault(reading.draft, { kind: 'not-found', what: 'reference' }, PLAIN);
    }),
    phrase('error unmarshall?ing content', ({ draft }) => {
      draft.step ??= 'manifest';
    }),
  ],
  image: () => [
    phrase('image ([^\\s"]{1,600}) not found(?=["\'.]*$)', (reading, match) => {
      named(reading, match);
      sayFault(reading.draft, { kind: 'not-found', what: 'reference' }, FAINT);
    }),
    phrase('image operating system "?(\\w{1,20})"? cannot be used on this platform', ({ draft }, match) => {
      draft.step = 'platform';
      sayFault(draft, { kind: 'platform', has: match[1] ?? '' }, DECISIVE);
    }),
    phrase(
      'image manifest does not exist for tag',
      plain({ kind: 'registry-error', code: 'MANIFEST_UNKNOWN' }),
    ),
  ],
  no: () => [
    phrase(
      'no matching manifest for (\\S{1,60}?)(?: [\\d.]{1,30})? in the manifest list',
      ({ draft }, match) => {
        draft.runtime ??= 'docker';
        draft.step = 'platform';
        sayFault(draft, { kind: 'platform', wanted: match[1] ?? '' }, DECISIVE);
      },
    ),
    phrase('no matching manifest for', decisive({ kind: 'platform' }, 'platform')),
    phrase('No such image(?: or container)?', faint({ kind: 'not-found', what: 'reference' })),
    phrase('no supported platform found in manifest list', decisive({ kind: 'platform' }, 'platform')),
  ],
  was: () =>
    phrase(
      'was found but does not (?:match|provide) the specified platform',
      decisive({ kind: 'platform' }, 'platform'),
    ),
  cannot: () =>
    phrase(
      'cannot download image with operating system "?(\\w{1,20})"? when requesting "?(\\w{1,20})"?',
      ({ draft }, match) => {
        draft.step = 'platform';
        sayFault(draft, { kind: 'platform', has: match[1] ?? '', wanted: match[2] ?? '' }, DECISIVE);
      },
    ),
  windows: () =>
    phrase(
      'Windows version \\S{1,40}-based image is incompatible with',
      decisive({ kind: 'platform' }, 'platform'),
    ),
  container: () =>
    phrase(
      'container operating system does not match the host operating system',
      decisive({ kind: 'platform' }, 'platform'),
    ),
  does: () =>
    phrase(
      'does not match the (?:specified|detected host) platform',
      decisive({ kind: 'platform' }, 'platform'),
    ),
  status: () => phrase('Status (\\d{3}) trying to pull repository', sayStatus),
  server: () => phrase('Server error: (\\d{3}) trying to fetch', sayStatus),
  tag: () => [
    phrase(
      'Tag \\S{1,128} not found in repository',
      plain({ kind: 'registry-error', code: 'MANIFEST_UNKNOWN' }),
    ),
    phrase('tag does not exist: \\S', plain({ kind: 'registry-error', code: 'MANIFEST_UNKNOWN' })),
  ],
  registry: () => phrase('registry endpoint returned status (\\d{3})', sayStatus),
  unsupported: () => phrase('unsupported auth scheme', decisive({ kind: 'no-auth-scheme' }, 'authorize')),
  is: () =>
    phrase('is a reserved name', decisive({ kind: 'reference', detail: 'reserved name' }, 'reference')),
  invalid: () =>
    phrase(
      'Invalid (?:namespace|repository) name \\([^)\\n]{0,300}\\)',
      decisive({ kind: 'reference', detail: 'name' }, 'reference'),
    ),
  you: () => phrase('You may not login yet', plain({ kind: 'no-credentials' })),
};

const SCHEMA_ONE: PhraseTable = alike(
  [
    'missing signature key',
    'Docker Image Format v1 and Docker Image manifest version 2, schema 1 support',
    'uses outdated schema1 manifest format',
    'manifest version 2, schema 1',
  ],
  (form) => phrase(form, decisive({ kind: 'media-type', what: 'schema1' }, 'manifest')),
);

/** Docker Content Trust (notary). */
const CONTENT_TRUST: PhraseTable = alike(
  ['trust data does not exist', 'does not have trust data', 'No valid trust data for'],
  (form) => phrase(form, decisive({ kind: 'signature', what: 'missing' }, 'verify')),
);

/** Manifests that the engine reads but cannot run. */
const ODD_MANIFESTS: PhraseTable = {
  encountered: () =>
    phrase('Encountered remote "?([^"\\s]{1,200})"?', ({ draft }, match) => {
      draft.step = 'manifest';
      sayFault(draft, { kind: 'media-type', what: 'artifact', mediaType: match[1] ?? '' }, DECISIVE);
    }),
};

const NO_IMAGES: PhraseTable = alike(
  ['AI models are not yet supported', 'unsupported manifest format', 'unknown manifest class'],
  (form) => phrase(form, decisive({ kind: 'media-type', what: 'artifact' }, 'manifest')),
);

const ODD_LAYERS: PhraseTable = alike(
  ['invalid rootfs in image configuration', "layers from manifest don'?t match image configuration"],
  (form) => phrase(form, decisive({ kind: 'media-type', what: 'layers' }, 'manifest')),
);

const UNPACKING: PhraseTable = {
  failed: () => phrase('failed to register layer', unpacking),
  applylayer: () => phrase('ApplyLayer', unpacking),
  untar: () => phrase('Untar', unpacking),
  're-exec': () => phrase('re-exec error', unpacking),
  'hcsshim::importlayer hcsshim::processbaselayer hcsshim::preparelayer hcsshim::activatelayer hcsshim::createlayer':
    () => phrase('hcsshim::\\w{1,40}Layer', unpacking),
  'error processing': () => phrase('(?:error )?processing tar file', unpacking),
  'image manifest': () =>
    phrase(
      '(?:image config|image|manifest) verification failed for digest',
      decisive({ kind: 'content', what: 'digest' }),
    ),
  could: () => [
    phrase('could not verify layer data for', plain({ kind: 'content', what: 'damaged' }, 'unpack')),
    phrase(
      'could not validate layer digest[^\\n]{0,160}',
      plain({ kind: 'content', what: 'damaged' }, 'layer'),
    ),
  ],
  thin: () =>
    phrase(
      'Thin Pool has \\d{1,15} free (?:data|metadata) blocks',
      decisive({ kind: 'disk', what: 'space' }),
    ),
  'layer download': () => phrase('(?:layer registration|download) cancelled', faint({ kind: 'cancelled' })),
  filesystem: () =>
    phrase('filesystem layer verification failed', decisive({ kind: 'content', what: 'digest' }, 'layer')),
};

export const MOBY_PHRASES: readonly PhraseTable[] = [
  ENGINE,
  ANSWERS,
  SCHEMA_ONE,
  CONTENT_TRUST,
  ODD_MANIFESTS,
  NO_IMAGES,
  ODD_LAYERS,
  UNPACKING,
];
