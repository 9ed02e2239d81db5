import { DECISIVE, FAINT, PLAIN, sayFault } from '../attempt-draft.ts';
import type { Fault, PullStep } from '../message-reading.ts';
import type { PhraseMatch, Reading } from '../phrase.ts';
import { atStep, clause, decisive, faint, opening, phrase, plain } from '../phrase.ts';
import type { PhraseTable } from '../phrase-table.ts';
import { alike } from '../phrase-table.ts';
import { REASON_WORDS } from '../reason-word.ts';

/**
 * The kubelet's own words: pkg/kubelet/images/image_manager.go, kuberuntime/kuberuntime_*.go and
 * credentialprovider/{config,secrets}.go, by generation.
 */

/** An image in quotes, kept exactly: it may hold blanks and worse. */
const QUOTED = '"([^"\\n]{0,600})"';

function takeImage(reading: Reading, match: PhraseMatch): void {
  reading.image ??= match[1] ?? '';
}

function secretNames(list: string): readonly string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Something else of the pod failed: whatever the words behind it say, no image was pulled. */
function notPulling({ draft }: Reading): void {
  draft.muted = true;
}

/** The next event of a pasted list may be of a pull again. */
function pulling({ draft }: Reading): void {
  if (draft.faults.length === 0) draft.muted = false;
}

function notStarted(reading: Reading, match: PhraseMatch): void {
  reading.container = match[1] ?? '';
  const word = REASON_WORDS.find((one) => one === match[2]);
  if (word !== undefined) reading.reason = word;
  if (word === 'ImagePullBackOff') reading.backOff = true;
}

const WRAPPERS: PhraseTable = {
  combined: () => phrase('\\(?combined from similar events\\)', (reading) => void (reading.combined = true)),
  'back-off': () => [
    // From 1.32 on the last error may stand behind it; then it says more than that the kubelet waits.
    phrase(`Back-off pulling image ${QUOTED}(?=(: \\w{1,40}: ["']?\\w)?)`, (reading, match) => {
      takeImage(reading, match);
      pulling(reading);
      reading.backOff = true;
      if (match[2] !== undefined) reading.told = true;
    }),
    phrase('Back-off restarting failed container', notPulling),
  ],
  'trying image': () =>
    phrase(
      "(?:trying and failing to pull image|image can'?t be pulled)",
      (reading) => void (reading.backOff = true),
    ),
  failed: () => [
    phrase(`failed to pull image ${QUOTED}(?=(: (?!image pull failed|Back-off)\\S)?)`, (reading, match) => {
      takeImage(reading, match);
      pulling(reading);
      if (match[2] !== undefined) reading.told = true;
    }),
    phrase(`Failed to inspect image ${QUOTED}`, (reading, match) => {
      if (match[1] !== '') takeImage(reading, match);
      reading.draft.step = 'inspect';
    }),
    phrase('failed to "StartContainer"? for "?([\\w.-]{1,253})"? with (\\w+)', notStarted),
    phrase('failed to StartContainer"? for "?([\\w.-]{1,253})"? with (\\w+)', notStarted),
    phrase('failed to get sandbox image "?([^"\\s]{0,600})"?', (reading, match) => {
      takeImage(reading, match);
      reading.sandbox = true;
    }),
    phrase('failed to create pod sandbox', (reading) => void (reading.sandbox = true)),
    phrase('failed create pod sandbox', (reading) => void (reading.sandbox = true)),
    phrase('failed to start sandbox', (reading) => void (reading.sandbox = true)),
  ],
  pulling: () => phrase(`pulling image ${QUOTED}`, takeImage),
  pullimage: () => phrase(`PullImage ${QUOTED}`, takeImage),
  // The key of a structured log line.
  image: () => phrase('image="([^"\\s]{1,600})"', takeImage),
  createpodsandbox: () => phrase('CreatePodSandbox for pod', (reading) => void (reading.sandbox = true)),
  'liveness readiness startup': () =>
    phrase('(?:Liveness|Readiness|Startup) probe (?:failed|errored)', notPulling),
  'mountvolume.setup mountvolume.mountdevice': () => phrase('MountVolume\\.\\w{1,20} failed', notPulling),
};

/** Something else of the pod failed. */
const OTHER_FAILURES: PhraseTable = alike(
  [
    'failed to set ?up network for sandbox',
    'failed to set up sandbox container',
    'networkPlugin \\S{1,40} failed',
    'failed to reserve sandbox name',
    'error adding (?:pod|container) \\S{1,300} to CNI network',
  ],
  (form) => phrase(form, notPulling),
);

const REASONS: PhraseTable = alike(REASON_WORDS, (word) =>
  phrase(word, (reading) => {
    reading.reason = word;
    if (word === 'ImagePullBackOff') reading.backOff = true;
    if (word === 'ErrImageNeverPull') sayFault(reading.draft, { kind: 'never-pull' }, DECISIVE);
    if (word === 'InvalidImageName') sayFault(reading.draft, { kind: 'reference', detail: word }, FAINT);
    if (word === 'SignatureValidationFailed')
      sayFault(reading.draft, { kind: 'signature', what: 'invalid' }, FAINT);
  }),
);

const VERDICTS: PhraseTable = {
  image: () => [
    phrase('image "?([^"\\s]{1,600})"? is not present with pull policy of Never', (reading, match) => {
      takeImage(reading, match);
      sayFault(reading.draft, { kind: 'never-pull' }, DECISIVE);
    }),
    phrase(
      'image pull failed for (\\S{1,600}) because the (registry is unavailable|signature validation failed)',
      (reading, match) => {
        takeImage(reading, match);
        const signature = (match[2] ?? '').toLowerCase().startsWith('signature');
        reading.reason = signature ? 'SignatureValidationFailed' : 'RegistryUnavailable';
        if (signature) sayFault(reading.draft, { kind: 'signature', what: 'invalid' }, FAINT);
      },
    ),
  ],
  pull: () => opening('pull QPS exceeded', decisive({ kind: 'throttled' })),
  imagevolumemountfailed: () =>
    phrase('ImageVolumeMountFailed:? ?(.{0,300})', ({ draft }, match) =>
      sayFault(draft, { kind: 'image-volume', detail: match[1] ?? '' }, DECISIVE),
    ),
  exec: () => phrase('exec format error', decisive({ kind: 'exec-format' })),
  // Up to 1.4 and thereabouts: the keyring had nothing that matched.
  there: () =>
    phrase('there are no credentials on this request', ({ draft }) => {
      draft.sent = 'nothing';
    }),
  node: () =>
    phrase('node was low on resource: (memory|ephemeral-storage|imagefs|nodefs|inodes)', ({ draft }, match) =>
      sayFault(
        draft,
        match[1]?.toLowerCase() === 'memory' ? { kind: 'memory' } : { kind: 'disk', what: 'space' },
        PLAIN,
      ),
    ),
  failed: () =>
    phrase('Failed to garbage collect required amount of images', plain({ kind: 'disk', what: 'space' })),
  insufficient: () =>
    phrase(
      "Insufficient free disk space on the node'?s image filesystem",
      plain({ kind: 'disk', what: 'space' }),
    ),
};

const SECRETS: PhraseTable = {
  unable: () => [
    phrase('Unable to retrieve some image pull secrets \\(([^)\\n]{0,2000})\\)', ({ draft }, match) =>
      sayFault(draft, { kind: 'secret-absent', names: secretNames(match[1] ?? '') }, FAINT),
    ),
    phrase(
      'unable to parse auth field',
      decisive({ kind: 'secret-malformed', detail: 'auth is not base64(username:password)' }),
    ),
  ],
  'secret secrets': () =>
    phrase('secrets? "([^"\\s]{1,253})" not found', ({ draft }, match) =>
      sayFault(draft, { kind: 'secret-absent', names: [match[1] ?? ''] }, FAINT),
    ),
  invalid: () => [
    phrase(
      'invalid decoded auth',
      decisive({ kind: 'secret-malformed', detail: 'auth is not username:password' }),
    ),
    phrase("invalid character '([^'\\n]{1,12}|\\\\?')' (?:looking for|after|in) ", ({ draft }, match) =>
      sayFault(draft, { kind: 'not-json', character: match[1] ?? '' }, FAINT),
    ),
  ],
  illegal: () =>
    phrase('illegal base64 data at input byte \\d+', ({ draft }, match) =>
      sayFault(draft, { kind: 'secret-malformed', detail: match[0] }, DECISIVE),
    ),
  json: () =>
    phrase(
      'json: cannot unmarshal (\\w+) into Go (?:struct field |value of type )(\\S+)',
      ({ draft }, match) => {
        const target = match[2] ?? '';
        const ofSecret = /docker ?config|credentialprovider|^map\[string\]/iu.test(target);
        sayFault(
          draft,
          ofSecret ? { kind: 'secret-malformed', detail: match[0] } : { kind: 'not-json', character: '' },
          ofSecret ? DECISIVE : FAINT,
        );
      },
    ),
  cannot: () => phrase('cannot unmarshal (\\w+) into Go', faint({ kind: 'not-json', character: '' })),
  unexpected: () => phrase('unexpected end of JSON input', faint({ kind: 'not-json', character: '' })),
};

/** Steps at which the image's own name has long been read: a bad digest is now the registry's. */
const PAST_REFERENCE: ReadonlySet<PullStep> = new Set<PullStep>(['manifest', 'config', 'layer']);

const REFERENCES: PhraseTable = {
  failed: () => [
    phrase('failed to apply default image tag "([^"]{0,600})"', (reading, match) => {
      takeImage(reading, match);
      reading.draft.step = 'reference';
    }),
    phrase('failed to parse (?:image )?reference', atStep('reference')),
  ],
  "couldn couldnt couldn't": () => phrase("couldn'?t parse image (?:name|reference)", atStep('reference')),
  parse: () => phrase('parse "?dummy://', decisive({ kind: 'reference', detail: 'no host' }, 'reference')),
};

/** The grammar of references speaks: of the image's name, or later on of a digest that the registry sent. */
const GRAMMAR: PhraseTable = alike(
  [
    'invalid reference format',
    'repository name (?:\\([^)\\n]{0,300}\\) )?must be lowercase',
    'repository name must have at least one component',
    'repository name must not be more than \\d+ characters',
    'repository name must be canonical',
    'cannot specify 64-byte hexadecimal strings',
    'invalid checksum digest (?:length|format)',
    'unsupported digest algorithm',
    'invalid tag format',
    'must not have leading or trailing whitespace',
  ],
  (form) =>
    phrase(form, ({ draft }, match) => {
      if (draft.step !== undefined && PAST_REFERENCE.has(draft.step)) {
        sayFault(draft, { kind: 'content', what: 'damaged' }, PLAIN);
        return;
      }
      if (draft.step !== 'unpack') draft.step = 'reference';
      sayFault(draft, { kind: 'reference', detail: match[0] }, DECISIVE);
    }),
);

/** What a gRPC code says where nothing better follows: the class of the error. */
const CLASS_FAULTS: Readonly<Record<string, Fault>> = {
  NotFound: { kind: 'not-found', what: 'unsaid' },
  Canceled: { kind: 'cancelled' },
  DeadlineExceeded: { kind: 'deadline' },
};

const STATUS: PhraseTable = {
  rpc: () =>
    opening('rpc error: code ?= ?(\\w+) desc ?= ?', ({ draft }, match) => {
      const word = match[1] ?? '';
      draft.grpc = word;
      const fault = CLASS_FAULTS[word];
      if (fault !== undefined) sayFault(draft, fault, FAINT);
    }),
  failed: () => phrase('failed to record image pull intent', atStep('inspect')),
  image: () => clause('image pull failed', () => undefined),
};

export const KUBELET_PHRASES: readonly PhraseTable[] = [
  WRAPPERS,
  OTHER_FAILURES,
  REASONS,
  VERDICTS,
  SECRETS,
  REFERENCES,
  GRAMMAR,
  STATUS,
];
