/** Longer than any object that an API server stores. */
const LONGEST_LINE = 32 << 20;

/** The lines of UTF-8 text as its bytes come, without line feeds and empty ones. A line past all measure is dropped. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest: string[] = [];
  let length = 0;
  for await (const piece of bytes) {
    const [first = '', ...others] = decoder.decode(piece, { stream: true }).split('\n');
    if (length <= LONGEST_LINE) rest.push(first);
    length += first.length;
    for (const begun of others) {
      const line = rest.join('');
      if (length <= LONGEST_LINE && line !== '') yield line;
      rest = [begun];
      length = begun.length;
    }
  }
  const last = rest.join('');
  if (length <= LONGEST_LINE && last !== '') yield last;
}
