import { FAINT, PLAIN, sayFault } from '../attempt-draft.ts';
import type { Phrase } from '../phrase.ts';
import { clause, decisive, phrase, plain } from '../phrase.ts';

/** What the node's disk, memory and kernel say while an image is written and unpacked. */

const DISK: readonly Phrase[] = [
  phrase('no space left on device', decisive({ kind: 'disk', what: 'space' })),
  phrase('not enough space on the disk', decisive({ kind: 'disk', what: 'space' })),
  phrase('disk quota exceeded', decisive({ kind: 'disk', what: 'quota' })),
  phrase('read-only file system', decisive({ kind: 'disk', what: 'read-only' })),
  phrase('No space left', decisive({ kind: 'disk', what: 'space' })),
];

const MEMORY: readonly Phrase[] = [
  phrase('cannot allocate memory', decisive({ kind: 'memory' })),
  phrase('out of memory', decisive({ kind: 'memory' })),
  phrase('signal: killed', plain({ kind: 'memory' })),
  phrase('exit status 137', plain({ kind: 'memory' })),
  phrase('exit signal: 9', plain({ kind: 'memory' })),
];

const DAMAGE: readonly Phrase[] = [
  phrase('input/output error', plain({ kind: 'content', what: 'disk-error' })),
  phrase('invalid tar header', plain({ kind: 'content', what: 'damaged' })),
  phrase('unpigz: (?:abort|skipping)', plain({ kind: 'content', what: 'damaged' })),
  phrase('gzip: invalid (?:header|checksum)', plain({ kind: 'content', what: 'damaged' })),
  phrase(
    '(?:corrupted|crc32 mismatch|invalid deflate data|flate: corrupt input)',
    plain({ kind: 'content', what: 'damaged' }),
    'corrupted crc32 invalid flate',
  ),
  phrase(
    '(?:zstd: invalid|invalid zstd|magic number mismatch)',
    plain({ kind: 'content', what: 'damaged' }),
    'zstd invalid magic',
  ),
  phrase('unexpected (?:checksum|digest)', plain({ kind: 'content', what: 'digest' })),
  phrase('invalid checksum(?! digest)', plain({ kind: 'content', what: 'damaged' })),
];

/** System errors: they name no cause of their own, only how the step ended. */
const SYSTEM: readonly Phrase[] = [
  ...[
    'operation not permitted',
    'permission denied(?! for)',
    'invalid argument',
    'no such file or directory',
    'too many links',
    'max depth exceeded',
    'file exists',
    'device or resource busy',
    'not a directory',
    'file name too long',
    'operation not supported',
    'function not implemented',
    'bad file descriptor',
  ].map((form) =>
    phrase(form, ({ draft }) => {
      if (draft.step === 'unpack') sayFault(draft, { kind: 'unpack', detail: form }, PLAIN);
      else sayFault(draft, { kind: 'unpack', detail: form }, FAINT);
    }),
  ),
  phrase(
    'not enough unused IDs in user namespace',
    decisive({ kind: 'unpack', detail: 'not enough unused IDs' }, 'unpack'),
  ),
  phrase(
    'insufficient UIDs or GIDs',
    decisive({ kind: 'unpack', detail: 'insufficient UIDs or GIDs' }, 'unpack'),
  ),
  phrase(
    'failed to get stream processor',
    plain({ kind: 'unpack', detail: 'no stream processor' }, 'unpack'),
  ),
  clause('lchown|chown|chmod', () => undefined, 'lchown chown chmod'),
  // A Go path error below the runtime's own storage: the node wrote or read a file, no registry did.
  phrase(
    '(?:open|write|mkdir|rename|stat|lstat|sync|link|symlink|unlinkat|remove) "?/(?:var/lib/(?:containerd|docker|containers)|var/tmp|run/containerd)/\\S{0,600}',
    ({ draft }) => {
      if (!draft.muted) draft.step ??= 'unpack';
    },
    'open write mkdir rename stat lstat sync link symlink unlinkat remove',
  ),
];

export const NODE_STORAGE_PHRASES: readonly Phrase[] = [...DISK, ...MEMORY, ...DAMAGE, ...SYSTEM];
