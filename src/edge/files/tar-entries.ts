import { ByteReader } from './byte-reader.ts';
import type { Bytes } from './bytes.ts';

const BLOCK = 512;
/** No path in an archive is longer than this. */
const LONGEST_NAME = 1 << 16;

/** A regular file in an archive. Its bytes have to be read, or left, before the next entry is asked for. */
export interface TarEntry {
  readonly name: string;
  readonly bytes: Bytes;
}

/**
 * The regular files of a tar archive (POSIX ustar with pax paths, GNU long names), in its order.
 * Throws when a header is damaged; an archive that was cut simply has fewer entries and a shorter last one.
 */
export async function* tarEntries(bytes: Bytes): AsyncGenerator<TarEntry> {
  const reader = new ByteReader(bytes);
  let longName = '';
  for (;;) {
    const header = await reader.take(BLOCK);
    if (header.length < BLOCK || header.every((byte) => byte === 0)) return;
    const { name, size, type } = parseHeader(header);
    const end = reader.offset + size;
    if (type === 'L' || type === 'x') {
      const text = (await reader.take(Math.min(size, LONGEST_NAME))).toString('utf8');
      longName = type === 'L' ? text.replace(/\0.*$/s, '') : paxPath(text) || longName;
    } else if (type === '0' || type === '\0' || type === '7') {
      yield { name: longName || name, bytes: reader.upTo(end) };
      longName = '';
    } else if (type !== 'g') {
      longName = '';
    }
    await reader.skipTo(end + ((BLOCK - (size % BLOCK)) % BLOCK));
  }
}

interface TarHeader {
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

function parseHeader(header: Buffer): TarHeader {
  const text = (from: number, length: number): string =>
    header.toString('utf8', from, from + length).replace(/\0.*$/s, '');
  const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 0x20 : byte), 0);
  const size = numberAt(header, 124, 12);
  if (sum !== numberAt(header, 148, 8) || size === undefined) throw new Error('the tar archive is damaged');
  const prefix = text(257, 5) === 'ustar' ? text(345, 155) : '';
  const name = text(0, 100);
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    size,
    type: String.fromCharCode(header[156] ?? 0),
  };
}

/** Octal digits, or (GNU) a big-endian number behind a first byte of 0x80. */
function numberAt(header: Buffer, from: number, length: number): number | undefined {
  if (header[from] === 0x80) return Number(header.readBigUInt64BE(from + length - 8));
  const digits = header
    .toString('latin1', from, from + length)
    .replace(/\0.*$/s, '')
    .trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

/** The `path` record among `length key=value\n` records. */
function paxPath(text: string): string {
  const record = text.split('\n').find((line) => /^\d+ path=/.test(line));
  return record?.slice(record.indexOf('=') + 1) ?? '';
}
