const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES: ReadonlyMap<number, number> = new Map(
  [...ALPHABET].map((char, value) => [char.charCodeAt(0), value]),
);
const PADDING = 0x3d;
const LINE_BREAKS: ReadonlySet<number> = new Set([0x0a, 0x0d]);

/**
 * Decodes base64 of UTF-8 text as Go does: line breaks are skipped wherever they are, and the padding is obligatory
 * (`base64.StdEncoding`) or, on demand, forbidden (`RawStdEncoding`). Bits that are left over are not looked at.
 *
 * @returns the text, each byte that is not UTF-8 as U+FFFD; undefined when it is not base64
 */
export function decodeBase64(
  text: string,
  padding: 'obligatory' | 'forbidden' = 'obligatory',
): string | undefined {
  const bytes: number[] = [];
  let bits = 0;
  let sextets = 0;
  let padded = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (LINE_BREAKS.has(code)) continue;
    const value = VALUES.get(code);
    if (code === PADDING) padded++;
    else if (value === undefined || padded > 0) return undefined;
    else {
      bits = ((bits << 6) | value) & 0xffff;
      // The second to fourth sextet of each four complete a byte.
      const spare = 6 - 2 * (sextets % 4);
      if (spare < 6) bytes.push((bits >> spare) & 0xff);
      sextets++;
    }
  }
  const whole =
    padding === 'obligatory'
      ? (sextets + padded) % 4 === 0 && padded <= 2
      : padded === 0 && sextets % 4 !== 1;
  return whole ? decodeUtf8(bytes) : undefined;
}

/** UTF-8 sequences by their first byte: how many bytes follow, the payload mask, the smallest legal code point. */
const SEQUENCES = [
  { from: 0x00, to: 0x7f, following: 0, mask: 0x7f, least: 0 },
  { from: 0xc2, to: 0xdf, following: 1, mask: 0x1f, least: 0x80 },
  { from: 0xe0, to: 0xef, following: 2, mask: 0x0f, least: 0x800 },
  { from: 0xf0, to: 0xf4, following: 3, mask: 0x07, least: 0x10000 },
];

/** UTF-8 bytes as text; each byte that belongs to no sequence is U+FFFD, as in a Go string that is read by runes. */
export function decodeUtf8(bytes: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length;) {
    const code = codePointAt(bytes, i);
    parts.push(code === undefined ? '\u{fffd}' : String.fromCodePoint(code.value));
    i += code?.length ?? 1;
  }
  return parts.join('');
}

function codePointAt(
  bytes: readonly number[],
  at: number,
): { readonly value: number; readonly length: number } | undefined {
  const first = bytes[at] ?? 0;
  const sequence = SEQUENCES.find(({ from, to }) => first >= from && first <= to);
  if (sequence === undefined) return undefined;
  let value = first & sequence.mask;
  for (let i = 1; i <= sequence.following; i++) {
    const byte = bytes[at + i] ?? 0;
    if ((byte & 0xc0) !== 0x80) return undefined;
    value = (value << 6) | (byte & 0x3f);
  }
  const surrogate = value >= 0xd800 && value <= 0xdfff;
  const legal = value >= sequence.least && value <= 0x10ffff && !surrogate;
  return legal ? { value, length: sequence.following + 1 } : undefined;
}
