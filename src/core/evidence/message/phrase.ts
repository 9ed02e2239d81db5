import type { AttemptDraft, Rank } from './attempt-draft.ts';
import { FAINT, PLAIN, DECISIVE, sayFault } from './attempt-draft.ts';
import type { Fault, PullStep, Runtime } from './message-reading.ts';
import type { ReasonWord } from './reason-word.ts';

/** What has been read so far: the wrapper's facts, the attempt at hand, and the text itself. */
export interface Reading {
  readonly text: string;
  draft: AttemptDraft;
  reason?: ReasonWord;
  image?: string;
  container?: string;
  /** Says that the kubelet waits. */
  backOff: boolean;
  /** Passes on an error, read or not: then it says more than that the kubelet waits. */
  told: boolean;
  sandbox: boolean;
  combined: boolean;
}

/**
 * A phrase of the grammar: the words some program writes at one step, and what they mean. It is
 * found by its first word, so a text costs one look-up a word whatever the number of phrases.
 * Names, URLs and digests are single words and never looked into.
 */
export interface Phrase {
  /** First words that open it, lower case. */
  readonly on: readonly string[];
  /** The form as it is written, blanks and all. */
  readonly source: string;
  /**
   * Sticky and case-insensitive, from the first word on; a blank matches a space or a line break.
   * Compiled when it is first tried: a message needs few of the phrases, and every start would pay for all.
   */
  readonly form: RegExp;
  /** Stands only where a clause begins: at the start, or after `: `, `, `, `; `, `(`, a line break. */
  readonly opensClause: boolean;
  /** Begins another credential's attempt where it follows a comma after something went wrong. */
  readonly opensAttempt: boolean;
  /** Takes what was said into the reading; may answer where reading goes on instead. */
  readonly means: (reading: Reading, match: RegExpExecArray) => number | void;
}

type Means = Phrase['means'];

/** Blanks of a form match a space or a line break, in character classes too: cleaned text has no other whitespace. */
function compile(form: string): RegExp {
  return new RegExp(form.replace(CLASS_OR_BLANK, withBreaks), 'iy');
}

const CLASS_OR_BLANK = /\[(?:\\.|[^\]\\])*\]| /gu;

function withBreaks(piece: string): string {
  return piece === ' ' ? '[ \\n]' : piece.replaceAll(' ', ' \\n');
}

const BEHIND_FIRST_WORD = /[^\w/.-]/u;

/** First words of a form: its leading literal, or those given where it opens with a choice. */
function firstWords(form: string, on: string | undefined): readonly string[] {
  if (on !== undefined) return on.toLowerCase().split(' ');
  const end = form.search(BEHIND_FIRST_WORD);
  if (end === 0 || form === '') throw new Error(`phrase needs its first words: ${form}`);
  return [(end < 0 ? form : form.slice(0, end)).toLowerCase()];
}

interface Opens {
  readonly clause: boolean;
  readonly attempt: boolean;
}

const ANYWHERE: Opens = { clause: false, attempt: false };
const A_CLAUSE: Opens = { clause: true, attempt: false };
const AN_ATTEMPT: Opens = { clause: false, attempt: true };

/** A class, since every start makes hundreds of them: V8 makes objects with a getter of their own slowly. */
class LexiconPhrase implements Phrase {
  readonly on: readonly string[];
  readonly source: string;
  readonly opensClause: boolean;
  readonly opensAttempt: boolean;
  readonly means: Means;
  #form: RegExp | undefined;

  constructor(source: string, on: readonly string[], means: Means, opens: Opens) {
    this.source = source;
    this.on = on;
    this.means = means;
    this.opensClause = opens.clause;
    this.opensAttempt = opens.attempt;
  }

  get form(): RegExp {
    this.#form ??= compile(this.source);
    return this.#form;
  }
}

/** A phrase that may stand anywhere: two words or more that mean one thing only. */
export function phrase(form: string, means: Means, on?: string): Phrase {
  return new LexiconPhrase(form, firstWords(form, on), means, ANYWHERE);
}

/** A clause ends at a colon, a bracket, a stop, a table's bar or the end of the text. */
export const CLAUSE_END = '(?=["\')\\]}]|\\.*(?:$|[:;,\\n"\')\\]}]| [(|]| ["\'](?:$|[,\\n}\\])])))';

/** A whole clause: short words (`denied`, `EOF`) mean something only when they stand alone. */
export function clause(form: string, means: Means, on?: string): Phrase {
  const source = `(?:${form})${CLAUSE_END}`;
  return new LexiconPhrase(source, firstWords(form, on), means, A_CLAUSE);
}

/** A phrase that begins the words of one attempt. */
export function opening(form: string, means: Means, on?: string): Phrase {
  return new LexiconPhrase(form, firstWords(form, on), means, AN_ATTEMPT);
}

/** The step a runtime was at; the innermost one named stands. */
export function atStep(step: PullStep, runtime?: Runtime): Means {
  return ({ draft }) => {
    if (draft.muted) return;
    draft.step = step;
    if (runtime !== undefined) draft.runtime ??= runtime;
  };
}

export function fromRuntime(runtime: Runtime): Means {
  return ({ draft }) => {
    draft.runtime ??= runtime;
  };
}

/** Says a fault that cannot mean anything else. */
export function decisive(fault: Fault, step?: PullStep): Means {
  return saying(fault, DECISIVE, step);
}

/** Says a fault of the ordinary rank. */
export function plain(fault: Fault, step?: PullStep): Means {
  return saying(fault, PLAIN, step);
}

/** Says a fault that yields to any better one. */
export function faint(fault: Fault, step?: PullStep): Means {
  return saying(fault, FAINT, step);
}

function saying(fault: Fault, rank: Rank, step: PullStep | undefined): Means {
  return ({ draft }) => {
    if (draft.muted) return;
    if (step !== undefined) draft.step = step;
    sayFault(draft, fault, rank);
  };
}

/** Layers are being written out: the step, and a fault that yields to whatever ends it. */
export function unpacking({ draft }: Reading, match: RegExpExecArray): void {
  if (draft.muted) return;
  draft.step = 'unpack';
  sayFault(draft, { kind: 'unpack', detail: match[0] }, FAINT);
}
