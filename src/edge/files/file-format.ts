/** What a file turns out to be, whatever its name says. */
export type FileFormat =
  | 'empty'
  | 'gzip'
  | 'tar'
  | 'utf-16le'
  | 'utf-16be'
  | 'json'
  | 'yaml'
  /** Text in which nothing looks like an object. */
  | 'text'
  | 'zip'
  | 'zstd'
  | 'binary';

/** So much of a file is needed to tell: a tar archive says so at its 257th byte. */
export const HEAD_SIZE: number = 64 << 10;

const MAGICS: readonly {
  readonly format: FileFormat;
  readonly at: number;
  readonly bytes: readonly number[];
}[] = [
  { format: 'gzip', at: 0, bytes: [0x1f, 0x8b] },
  { format: 'zip', at: 0, bytes: [0x50, 0x4b, 0x03, 0x04] },
  { format: 'zstd', at: 0, bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { format: 'utf-16le', at: 0, bytes: [0xff, 0xfe] },
  { format: 'utf-16be', at: 0, bytes: [0xfe, 0xff] },
  { format: 'tar', at: 257, bytes: [0x75, 0x73, 0x74, 0x61, 0x72] },
];

/** Lines that a document may begin with before its content: blank, a comment, a directive, a separator. */
const PRELUDE = /^(?:\s*|\s*#.*|%.*|---\s*)$/;
/** `kind:` and `apiVersion:` at the start of a line, or of an item, quoted or not. */
const YAML_KEY = /^(?:- |--- )?[ \t]*["']?(?:apiVersion|kind|items)["']?\s*:/m;
const JSON_LINE = /^[ \t]*[{[]/m;

/** Tells the format from a file's first bytes ({@link HEAD_SIZE} of them, or all there are). */
export function fileFormat(head: Buffer): FileFormat {
  if (head.length === 0) return 'empty';
  const magic = MAGICS.find(({ at, bytes }) => bytes.every((byte, i) => head[at + i] === byte));
  if (magic !== undefined) return magic.format;
  if (head.includes(0)) return 'binary';
  return textFormat(head.toString('utf8').replace(/^\u{feff}/u, ''));
}

/** JSON begins with a bracket. Where warnings stand before the objects, whichever kind of line comes first decides. */
function textFormat(text: string): FileFormat {
  const first = text.split('\n').find((line) => !PRELUDE.test(line.trimEnd()));
  if (first === undefined) return 'empty';
  if (JSON_LINE.test(first)) return 'json';
  const json = text.search(JSON_LINE);
  const yaml = text.search(YAML_KEY);
  if (yaml >= 0 && (json < 0 || yaml < json)) return 'yaml';
  return json >= 0 ? 'json' : 'text';
}
