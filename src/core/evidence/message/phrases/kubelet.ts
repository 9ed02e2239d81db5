import { DECISIVE, FAINT, PLAIN, sayFault } from '../attempt-draft.ts';
import type { Fault, PullStep } from '../message-reading.ts';
import type { Phrase, Reading } from '../phrase.ts';
import { atStep, clause, decisive, faint, opening, phrase, plain } from '../phrase.ts';
import { REASON_WORDS } from '../reason-word.ts';

/**
 * The kubelet's own words: pkg/kubelet/images/image_manager.go, kuberuntime/kuberuntime_*.go and
 * credentialprovider/{config,secrets}.go, by generation.
 */

/** An image in quotes, kept exactly: it may hold blanks and worse. */
const QUOTED = '"([^"\\n]{0,600})"';

function takeImage(reading: Reading, match: RegExpExecArray): void {
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

const WRAPPERS: readonly Phrase[] = [
  phrase('\\(?combined from similar events\\)', (reading) => void (reading.combined = true), 'combined'),
  // From 1.32 on the last error may stand behind it; then it says more than that the kubelet waits.
  phrase(`Back-off pulling image ${QUOTED}(?=(: \\w{1,40}: ["']?\\w)?)`, (reading, match) => {
    takeImage(reading, match);
    pulling(reading);
    reading.backOff = true;
    if (match[2] !== undefined) reading.told = true;
  }),
  phrase(
    "(?:trying and failing to pull image|image can'?t be pulled)",
    (reading) => void (reading.backOff = true),
    'trying image',
  ),
  phrase(`failed to pull image ${QUOTED}(?=(: (?!image pull failed|Back-off)\\S)?)`, (reading, match) => {
    takeImage(reading, match);
    pulling(reading);
    if (match[2] !== undefined) reading.told = true;
  }),
  phrase(`pulling image ${QUOTED}`, takeImage),
  phrase(`PullImage ${QUOTED}`, takeImage),
  // The key of a structured log line.
  phrase('image="([^"\\s]{1,600})"', takeImage),
  phrase(`Failed to inspect image ${QUOTED}`, (reading, match) => {
    if (match[1] !== '') takeImage(reading, match);
    reading.draft.step = 'inspect';
  }),
  phrase('failed to "?StartContainer"? for "?([\\w.-]{1,253})"? with (\\w+)', (reading, match) => {
    reading.container = match[1] ?? '';
    const word = REASON_WORDS.find((one) => one === match[2]);
    if (word !== undefined) reading.reason = word;
    if (word === 'ImagePullBackOff') reading.backOff = true;
  }),
  phrase('failed to get sandbox image "?([^"\\s]{0,600})"?', (reading, match) => {
    takeImage(reading, match);
    reading.sandbox = true;
  }),
  phrase('failed (?:to )?create pod sandbox', (reading) => void (reading.sandbox = true)),
  phrase('CreatePodSandbox for pod', (reading) => void (reading.sandbox = true)),
  phrase('failed to start sandbox', (reading) => void (reading.sandbox = true)),
  ...[
    'failed to set ?up network for sandbox',
    'failed to set up sandbox container',
    'networkPlugin \\S{1,40} failed',
    'failed to reserve sandbox name',
    'error adding (?:pod|container) \\S{1,300} to CNI network',
  ].map((form) => phrase(form, notPulling)),
  phrase('(?:Liveness|Readiness|Startup) probe (?:failed|errored)', notPulling, 'liveness readiness startup'),
  phrase('MountVolume\\.\\w{1,20} failed', notPulling, 'mountvolume.setup mountvolume.mountdevice'),
  phrase('Back-off restarting failed container', notPulling),
];

const REASONS: readonly Phrase[] = REASON_WORDS.map((word) =>
  phrase(`${word}\\b`, (reading) => {
    reading.reason = word;
    if (word === 'ImagePullBackOff') reading.backOff = true;
    if (word === 'ErrImageNeverPull') sayFault(reading.draft, { kind: 'never-pull' }, DECISIVE);
    if (word === 'InvalidImageName') sayFault(reading.draft, { kind: 'reference', detail: word }, FAINT);
    if (word === 'SignatureValidationFailed')
      sayFault(reading.draft, { kind: 'signature', what: 'invalid' }, FAINT);
  }),
);

const VERDICTS: readonly Phrase[] = [
  phrase('image "?([^"\\s]{1,600})"? is not present with pull policy of Never', (reading, match) => {
    takeImage(reading, match);
    sayFault(reading.draft, { kind: 'never-pull' }, DECISIVE);
  }),
  opening('pull QPS exceeded', decisive({ kind: 'throttled' })),
  phrase(
    'image pull failed for (\\S{1,600}) because the (registry is unavailable|signature validation failed)',
    (reading, match) => {
      takeImage(reading, match);
      const signature = (match[2] ?? '').toLowerCase().startsWith('signature');
      reading.reason = signature ? 'SignatureValidationFailed' : 'RegistryUnavailable';
      if (signature) sayFault(reading.draft, { kind: 'signature', what: 'invalid' }, FAINT);
    },
  ),
  phrase('ImageVolumeMountFailed:? ?(.{0,300})', ({ draft }, match) =>
    sayFault(draft, { kind: 'image-volume', detail: match[1] ?? '' }, DECISIVE),
  ),
  phrase('exec format error', decisive({ kind: 'exec-format' })),
  // Up to 1.4 and thereabouts: the keyring had nothing that matched.
  phrase('there are no credentials on this request', ({ draft }) => {
    draft.sent = 'nothing';
  }),
  phrase('node was low on resource: (memory|ephemeral-storage|imagefs|nodefs|inodes)', ({ draft }, match) =>
    sayFault(
      draft,
      match[1]?.toLowerCase() === 'memory' ? { kind: 'memory' } : { kind: 'disk', what: 'space' },
      PLAIN,
    ),
  ),
  phrase('Failed to garbage collect required amount of images', plain({ kind: 'disk', what: 'space' })),
  phrase(
    "Insufficient free disk space on the node'?s image filesystem",
    plain({ kind: 'disk', what: 'space' }),
  ),
];

const SECRETS: readonly Phrase[] = [
  phrase('Unable to retrieve some image pull secrets \\(([^)\\n]{0,2000})\\)', ({ draft }, match) =>
    sayFault(draft, { kind: 'secret-absent', names: secretNames(match[1] ?? '') }, FAINT),
  ),
  phrase(
    'secrets? "([^"\\s]{1,253})" not found',
    ({ draft }, match) => sayFault(draft, { kind: 'secret-absent', names: [match[1] ?? ''] }, FAINT),
    'secret secrets',
  ),
  phrase(
    'unable to parse auth field',
    decisive({ kind: 'secret-malformed', detail: 'auth is not base64(username:password)' }),
  ),
  phrase(
    'invalid decoded auth',
    decisive({ kind: 'secret-malformed', detail: 'auth is not username:password' }),
  ),
  phrase('illegal base64 data at input byte \\d+', ({ draft }, match) =>
    sayFault(draft, { kind: 'secret-malformed', detail: match[0] }, DECISIVE),
  ),
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
  phrase('cannot unmarshal (\\w+) into Go', faint({ kind: 'not-json', character: '' })),
  phrase("invalid character '([^'\\n]{1,12}|\\\\?')' (?:looking for|after|in) ", ({ draft }, match) =>
    sayFault(draft, { kind: 'not-json', character: match[1] ?? '' }, FAINT),
  ),
  phrase('unexpected end of JSON input', faint({ kind: 'not-json', character: '' })),
];

/** Steps at which the image's own name has long been read: a bad digest is now the registry's. */
const PAST_REFERENCE: ReadonlySet<PullStep> = new Set<PullStep>(['manifest', 'config', 'layer']);

const REFERENCES: readonly Phrase[] = [
  phrase('failed to apply default image tag "([^"]{0,600})"', (reading, match) => {
    takeImage(reading, match);
    reading.draft.step = 'reference';
  }),
  phrase("couldn'?t parse image (?:name|reference)", atStep('reference'), "couldn couldnt couldn't"),
  phrase('failed to parse (?:image )?reference', atStep('reference')),
  phrase('parse "?dummy://', decisive({ kind: 'reference', detail: 'no host' }, 'reference')),
  ...[
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
  ].map((form) =>
    phrase(form, ({ draft }, match) => {
      if (draft.step !== undefined && PAST_REFERENCE.has(draft.step)) {
        sayFault(draft, { kind: 'content', what: 'damaged' }, PLAIN);
        return;
      }
      if (draft.step !== 'unpack') draft.step = 'reference';
      sayFault(draft, { kind: 'reference', detail: match[0] }, DECISIVE);
    }),
  ),
];

/** What a gRPC code says where nothing better follows: the class of the error. */
const CLASS_FAULTS: Readonly<Record<string, Fault>> = {
  NotFound: { kind: 'not-found', what: 'unsaid' },
  Canceled: { kind: 'cancelled' },
  DeadlineExceeded: { kind: 'deadline' },
};

const STATUS: readonly Phrase[] = [
  opening('rpc error: code ?= ?(\\w+) desc ?= ?', ({ draft }, match) => {
    const word = match[1] ?? '';
    draft.grpc = word;
    const fault = CLASS_FAULTS[word];
    if (fault !== undefined) sayFault(draft, fault, FAINT);
  }),
  phrase('failed to record image pull intent', atStep('inspect')),
  clause('image pull failed', () => undefined),
];

export const KUBELET_PHRASES: readonly Phrase[] = [
  ...WRAPPERS,
  ...REASONS,
  ...VERDICTS,
  ...SECRETS,
  ...REFERENCES,
  ...STATUS,
];
