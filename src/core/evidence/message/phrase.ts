import type { AttemptDraft, Rank } from './attempt-draft.ts';
import { FAINT, PLAIN, DECISIVE, sayFault } from './attempt-draft.ts';
import type { Fault, PullStep, Runtime } from './message-reading.ts';
import { once } from '../once.ts';
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
  /** The form as it is written, blanks and all. */
  readonly source: string;
  /** Where none of these stands, lower case, the form does not either: looked for before anything is compiled. */
  readonly beginnings: readonly string[];
  /** Whether the form is its only beginning, word for word. */
  readonly plain: boolean;
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
  readonly means: Means;
}

/** What stands in a text, the groups of its form, and where it begins. */
export interface PhraseMatch {
  readonly 0: string;
  readonly [group: number]: string | undefined;
  readonly index: number;
}

export type Means = (reading: Reading, match: PhraseMatch) => number | void;

/** Blanks of a form match a space or a line break, in character classes too: cleaned text has no other whitespace. */
function compile(form: string): RegExp {
  const withBreaks = form.includes('[')
    ? form.replace(CLASS_OR_BLANK, breaksToo)
    : form.replaceAll(' ', '[ \\n]');
  return new RegExp(withBreaks, 'iy');
}

const CLASS_OR_BLANK = /\[(?:\\.|[^\]\\])*\]| /gu;

function breaksToo(piece: string): string {
  return piece === ' ' ? '[ \\n]' : piece.replaceAll(' ', ' \\n');
}

/** Signs that stand for themselves in a form, up to the first that does not. */
const PLAIN_SIGNS = /^[\w ,:;"'/=<>@&%#!~-]*/;
const MAY_BE_MISSING = '?*{';
/** A choice of plain words that a form opens with, or a word that may be missing. */
const CHOICE = /^\(\?:([\w ,:/|-]+)\)(\??)/;

/** The beginning of a form that stands for itself: choices are in brackets, so there is only this one. */
function plainBeginning(form: string): string {
  const signs = PLAIN_SIGNS.exec(form)?.[0] ?? '';
  const next = form.charAt(signs.length);
  return (next !== '' && MAY_BE_MISSING.includes(next) ? signs.slice(0, -1) : signs).toLowerCase();
}

function beginningsOf(form: string): readonly string[] {
  const choice = form.startsWith('(?:') ? CHOICE.exec(form) : null;
  if (choice === null) return [plainBeginning(form)];
  const [whole, words = '', optional] = choice;
  const behind = plainBeginning(form.slice(whole.length));
  const lead = words.toLowerCase().split('|');
  return (optional === '?' ? [...lead, ''] : lead).map((one) => one + behind);
}

interface Opens {
  readonly clause: boolean;
  readonly attempt: boolean;
}

const ANYWHERE: Opens = { clause: false, attempt: false };
const A_CLAUSE: Opens = { clause: true, attempt: false };
const AN_ATTEMPT: Opens = { clause: false, attempt: true };

/** A clause ends at a colon, a bracket, a stop, a table's bar or the end of the text. */
const CLAUSE_END = '(?=["\')\\]}]|\\.*(?:$|[:;,\\n"\')\\]}]| [(|]| ["\'](?:$|[,\\n}\\])])))';
const clauseEnd: () => RegExp = once(() => compile(CLAUSE_END));

/** Whether a clause may end at `at` of a text. */
export function endsClause(text: string, at: number): boolean {
  const end = clauseEnd();
  end.lastIndex = at;
  return end.test(text);
}

/** A class: V8 makes objects with a getter of their own slowly. */
class LexiconPhrase implements Phrase {
  readonly source: string;
  readonly beginnings: readonly string[];
  readonly plain: boolean;
  readonly opensClause: boolean;
  readonly opensAttempt: boolean;
  readonly means: Means;
  #form: RegExp | undefined;

  constructor(form: string, means: Means, opens: Opens) {
    this.source = form;
    this.beginnings = beginningsOf(form);
    this.plain = this.beginnings[0]?.length === form.length;
    this.opensClause = opens.clause;
    this.opensAttempt = opens.attempt;
    this.means = means;
  }

  get form(): RegExp {
    this.#form ??= compile(this.opensClause ? `(?:${this.source})${CLAUSE_END}` : this.source);
    return this.#form;
  }
}

/** A phrase that may stand anywhere: two words or more that mean one thing only. */
export function phrase(form: string, means: Means): Phrase {
  return new LexiconPhrase(form, means, ANYWHERE);
}

/** A whole clause: short words (`denied`, `EOF`) mean something only when they stand alone. */
export function clause(form: string, means: Means): Phrase {
  return new LexiconPhrase(form, means, A_CLAUSE);
}

/** A phrase that begins the words of one attempt. */
export function opening(form: string, means: Means): Phrase {
  return new LexiconPhrase(form, means, AN_ATTEMPT);
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
export function unpacking({ draft }: Reading, match: PhraseMatch): void {
  if (draft.muted) return;
  draft.step = 'unpack';
  sayFault(draft, { kind: 'unpack', detail: match[0] }, FAINT);
}
