/** A command line taken apart as bash does it, and strictly: what is not understood is an error. */
export interface ShellLine {
  /** Commands between `|`, `&&` and redirections, each as its words. */
  readonly commands: readonly (readonly string[])[];
}

/** The one substitution that a remedy may hold: its only argument is a region. */
const LOGIN = /^\$\(aws ecr(?:-public)? get-login-password --region [a-z0-9-]+\)/;

/**
 * Reads a line of words, quotes and the few operators that remedies use.
 *
 * @throws on anything else that a shell would act on: `;`, `&`, `$`, a backtick, a glob, a line break
 */
export function readShellLine(line: string): ShellLine {
  const commands: string[][] = [[]];
  let rest = line;
  while (rest !== '') {
    const operator = /^(?:&&|\||[<>] ?)/.exec(rest)?.[0];
    if (rest.startsWith(' ')) rest = rest.slice(1);
    else if (operator === '|' || operator === '&&') {
      commands.push([]);
      rest = rest.slice(operator.length);
    } else if (operator !== undefined) {
      rest = readWord(rest.slice(operator.length)).rest;
    } else {
      const { word, rest: after } = readWord(rest);
      commands.at(-1)?.push(word);
      rest = after;
    }
  }
  return { commands };
}

/** Every command in a line, those inside `sh -c '…'` and `minikube ssh … '…'` too. */
export function everyCommand(line: string): readonly (readonly string[])[] {
  return readShellLine(line).commands.flatMap((words) => [words, ...nested(words).flatMap(everyCommand)]);
}

function nested(words: readonly string[]): readonly string[] {
  const script = words.indexOf('-c');
  if (script > 0 && words[script - 1] === 'sh') return words.slice(script + 1, script + 2);
  return words[0] === 'minikube' && words[1] === 'ssh' ? words.slice(-1) : [];
}

interface Piece {
  readonly word: string;
  readonly rest: string;
}

function readWord(text: string): Piece {
  let word = '';
  let rest = text;
  while (rest !== '' && !/^[ |<>]/.test(rest)) {
    const piece = readPiece(rest);
    word += piece.word;
    rest = piece.rest;
  }
  return { word, rest };
}

function readPiece(text: string): Piece {
  if (text.startsWith("$'")) return readAnsi(text.slice(2));
  if (text.startsWith("'")) return upTo(text.slice(1), "'");
  if (text.startsWith('"')) return readDouble(text.slice(1));
  if (text.startsWith(String.raw`\'`)) return { word: "'", rest: text.slice(2) };
  const plain = /^[\w@%+=:,./~-]+/.exec(text)?.[0];
  if (plain === undefined) throw new Error(`a shell would act on ${JSON.stringify(text.slice(0, 20))}`);
  return { word: plain, rest: text.slice(plain.length) };
}

function upTo(text: string, end: string): Piece {
  const stop = text.indexOf(end);
  if (stop < 0) throw new Error(`no ${end} in ${JSON.stringify(text.slice(0, 20))}`);
  if (text.slice(0, stop).includes('\n')) throw new Error('a line break inside quotes');
  return { word: text.slice(0, stop), rest: text.slice(stop + 1) };
}

function readDouble(text: string): Piece {
  const login = LOGIN.exec(text)?.[0];
  const { word, rest } = upTo(text.slice(login?.length ?? 0), '"');
  if (/[$`\\]/.test(word)) throw new Error(`a substitution in ${JSON.stringify(word)}`);
  return { word: (login ?? '') + word, rest };
}

function readAnsi(text: string): Piece {
  const bytes: number[] = [];
  let i = 0;
  while (text[i] !== "'") {
    if (i >= text.length) throw new Error("no end of $'");
    const escape = /^\\(?:x([0-9A-F]{2})|([nt\\']))/.exec(text.slice(i, i + 4));
    const character = String.fromCodePoint(text.codePointAt(i) ?? 0);
    if (escape === null && character === '\\') throw new Error(`unknown escape ${text.slice(i, i + 4)}`);
    if (escape?.[1] !== undefined) bytes.push(Number.parseInt(escape[1], 16));
    else
      bytes.push(
        ...Buffer.from(
          escape === null ? character : ({ n: '\n', t: '\t' }[escape[2] ?? ''] ?? escape[2] ?? ''),
        ),
      );
    i += escape === null ? character.length : escape[0].length;
  }
  return { word: Buffer.from(bytes).toString('utf8'), rest: text.slice(i + 1) };
}
