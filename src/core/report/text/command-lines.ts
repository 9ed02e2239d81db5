import { textWidth } from './text-width.ts';

/**
 * A shell command as lines that can be copied and run as they stand: broken only at blanks outside
 * quotes, each line but the last ended by a backslash, further lines indented by two. A word longer
 * than a line is left whole: a command that is cut is no command.
 */
export function commandLines(command: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of shellWords(command)) {
    const longer = line === '' ? word : `${line} ${word}`;
    // Two columns stay free for the ` \` that a further line would need.
    if (line.trim() !== '' && textWidth(longer) > columns - 2) {
      lines.push(`${line} \\`);
      line = `  ${word}`;
    } else {
      line = longer;
    }
  }
  lines.push(line);
  return rejoined(lines, columns);
}

/** The last word may take the two columns that were kept free for a backslash. */
function rejoined(lines: readonly string[], columns: number): readonly string[] {
  const [previous, last] = lines.slice(-2);
  if (previous === undefined || last === undefined) return lines;
  const joined = `${previous.slice(0, -2)} ${last.trimStart()}`;
  return textWidth(joined) <= columns ? [...lines.slice(0, -2), joined] : lines;
}

/** Splits at blanks that no quote and no backslash protects; the words keep their quotes. */
export function shellWords(command: string): readonly string[] {
  const words: string[] = [];
  let word = '';
  let quote = '';
  for (let at = 0; at < command.length; at += 1) {
    const character = command.charAt(at);
    if (character === ' ' && quote === '') {
      if (word !== '') words.push(word);
      word = '';
      continue;
    }
    word += character;
    if (character === '\\' && quote !== "'") {
      at += 1;
      word += command.charAt(at);
    } else if (quote === character) quote = '';
    else if (quote === '' && (character === "'" || character === '"')) quote = character;
  }
  return word === '' ? words : [...words, word];
}
