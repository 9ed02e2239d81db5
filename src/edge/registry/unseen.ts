import type { ProbeDraft } from './probe-draft.ts';
import type { Sent } from './registry-line.ts';

/** Notes that something was asked for and neither given nor said to be missing. */
export function tellUnseen(draft: ProbeDraft, what: string, { told, failure }: Sent): void {
  draft.missed(what, failure?.says ?? answerWords(told));
}

function answerWords(told: Sent['told']): string {
  if (told === undefined) return 'no answer';
  if (told.status === 200) return 'the answer is something else';
  const [first] = told.errors;
  const words = first === undefined ? [told.words ?? ''] : [first.code, first.message];
  const said = words.filter((word) => word !== '').join(': ');
  return said === '' ? String(told.status) : `${told.status} ${said}`;
}
