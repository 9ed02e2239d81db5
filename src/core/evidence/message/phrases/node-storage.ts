import { FAINT, PLAIN, sayFault } from '../attempt-draft.ts';
import { clause, decisive, phrase, plain } from '../phrase.ts';
import type { PhraseTable } from '../phrase-table.ts';
import { alike } from '../phrase-table.ts';

/** What the node's disk, memory and kernel say while an image is written and unpacked. */

const DISK: PhraseTable = {
  no: () => [
    phrase('no space left on device', decisive({ kind: 'disk', what: 'space' })),
    phrase('No space left', decisive({ kind: 'disk', what: 'space' })),
  ],
  not: () => phrase('not enough space on the disk', decisive({ kind: 'disk', what: 'space' })),
  disk: () => phrase('disk quota exceeded', decisive({ kind: 'disk', what: 'quota' })),
  'read-only': () => phrase('read-only file system', decisive({ kind: 'disk', what: 'read-only' })),
};

const MEMORY: PhraseTable = {
  cannot: () => phrase('cannot allocate memory', decisive({ kind: 'memory' })),
  out: () => phrase('out of memory', decisive({ kind: 'memory' })),
  signal: () => phrase('signal: killed', plain({ kind: 'memory' })),
  exit: () => [
    phrase('exit status 137', plain({ kind: 'memory' })),
    phrase('exit signal: 9', plain({ kind: 'memory' })),
  ],
};

const DAMAGE: PhraseTable = {
  'input/output': () => phrase('input/output error', plain({ kind: 'content', what: 'disk-error' })),
  invalid: () => [
    phrase('invalid tar header', plain({ kind: 'content', what: 'damaged' })),
    phrase('invalid checksum(?! digest)', plain({ kind: 'content', what: 'damaged' })),
  ],
  unpigz: () => phrase('unpigz: (?:abort|skipping)', plain({ kind: 'content', what: 'damaged' })),
  gzip: () => phrase('gzip: invalid (?:header|checksum)', plain({ kind: 'content', what: 'damaged' })),
  'corrupted crc32 invalid flate': () =>
    phrase(
      '(?:corrupted|crc32 mismatch|invalid deflate data|flate: corrupt input)',
      plain({ kind: 'content', what: 'damaged' }),
    ),
  'zstd invalid magic': () =>
    phrase(
      '(?:zstd: invalid|invalid zstd|magic number mismatch)',
      plain({ kind: 'content', what: 'damaged' }),
    ),
  unexpected: () => phrase('unexpected (?:checksum|digest)', plain({ kind: 'content', what: 'digest' })),
};

/** System errors: they name no cause of their own, only how the step ended. */
const SYSTEM_ERRORS: PhraseTable = alike(
  [
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
  ],
  (form) =>
    phrase(form, ({ draft }) => {
      if (draft.step === 'unpack') sayFault(draft, { kind: 'unpack', detail: form }, PLAIN);
      else sayFault(draft, { kind: 'unpack', detail: form }, FAINT);
    }),
);

const SYSTEM: PhraseTable = {
  not: () =>
    phrase(
      'not enough unused IDs in user namespace',
      decisive({ kind: 'unpack', detail: 'not enough unused IDs' }, 'unpack'),
    ),
  insufficient: () =>
    phrase(
      'insufficient UIDs or GIDs',
      decisive({ kind: 'unpack', detail: 'insufficient UIDs or GIDs' }, 'unpack'),
    ),
  failed: () =>
    phrase(
      'failed to get stream processor',
      plain({ kind: 'unpack', detail: 'no stream processor' }, 'unpack'),
    ),
  'lchown chown chmod': () => clause('(?:lchown|chown|chmod)', () => undefined),
  // A Go path error below the runtime's own storage: the node wrote or read a file, no registry did.
  'open write mkdir rename stat lstat sync link symlink unlinkat remove': () =>
    phrase(
      '(?:open|write|mkdir|rename|stat|lstat|sync|link|symlink|unlinkat|remove) "?/(?:var/lib/(?:containerd|docker|containers)|var/tmp|run/containerd)/\\S{0,600}',
      ({ draft }) => {
        if (!draft.muted) draft.step ??= 'unpack';
      },
    ),
};

export const NODE_STORAGE_PHRASES: readonly PhraseTable[] = [DISK, MEMORY, DAMAGE, SYSTEM_ERRORS, SYSTEM];
