import { textWidth } from './text-width.ts';

/**
 * A shell command as lines that can be copied and run as they stand: broken only at blanks outside
 * quotes, each line but the last ended by a backslash, further lines indented by two. A word longer
 * than a line is left whole: a command that is cut is no command.
 */
export function commandLines(command: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  const units = unitsOf(shellWords(command), columns - 4);
  for (const [at, unit] of units.entries()) {
    const longer = line === '' ? unit : `${line} ${unit}`;
    // A program behind a pipe starts a line when it does not fit whole on this one.
    const wanted = line.endsWith(' |') ? `${line} ${stageFrom(units, at)}` : longer;
    // Two columns stay free for the ` \` that a further line would need.
    if (line.trim() !== '' && textWidth(wanted) > columns - 2) {
      lines.push(`${line} \\`);
      line = `  ${unit}`;
    } else {
      line = longer;
    }
  }
  lines.push(line);
  return rejoined(lines, columns);
}

/** The units of one program of a pipeline, up to the next pipe. */
function stageFrom(units: readonly string[], start: number): string {
  const end = units.findIndex((unit, at) => at >= start && unit.endsWith('|'));
  return units.slice(start, end < 0 ? undefined : end + 1).join(' ');
}

/** What reads best on one line: a flag with its value, a program behind its pipe; all else is single words. */
function unitsOf(words: readonly string[], room: number): readonly string[] {
  const units: string[] = [];
  let previous = '';
  for (const word of words) {
    const together = `${units.at(-1) ?? ''} ${word}`;
    const pair = isBareFlag(previous) && !word.startsWith('-') && !isOperator(word);
    const joins = units.length > 0 && (pair || isOperator(word));
    if (joins && textWidth(together) <= room) units[units.length - 1] = together;
    else units.push(word);
    previous = word;
  }
  return units;
}

function isBareFlag(word: string): boolean {
  return word.startsWith('-') && word.length > 1 && !word.includes('=');
}

function isOperator(word: string): boolean {
  return word === '|' || word === '>' || word === '&&';
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
