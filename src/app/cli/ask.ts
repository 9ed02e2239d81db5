import type { Io } from './io.ts';

/** More than anybody types for yes or no. */
const LONGEST_ANSWER = 100;

/** Asks on stderr and reads a line of stdin. Anything but `y` or `yes` is no, and so is the end of input. */
export async function answersYes(question: string, io: Io): Promise<boolean> {
  await io.stderr.write(`${question} [y/N] `);
  const decoder = new TextDecoder();
  let typed = '';
  for await (const chunk of io.stdin.chunks()) {
    typed += decoder.decode(chunk, { stream: true });
    if (typed.includes('\n') || typed.length > LONGEST_ANSWER) break;
  }
  return /^\s*y(?:es)?\s*$/i.test(typed.split('\n', 1)[0] ?? '');
}
