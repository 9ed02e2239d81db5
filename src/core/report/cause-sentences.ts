import type { Retry } from '../diagnosis/cause.ts';
import { wordsOf } from '../diagnosis/words/words-of-cause.ts';
import { askedMeaning } from '../diagnosis/words/asked-words.ts';
import type { ReportFinding } from './report.ts';

/** True for an image that was asked about by its name: no pod, and no kubelet that tries again. */
export function isAskedByName({ pulls }: Pick<ReportFinding, 'pulls'>): boolean {
  return pulls.length === 0;
}

/** What the cause means, for whoever was refused: a node, or this machine. */
export function meaningOf(finding: Pick<ReportFinding, 'cause' | 'pulls'>): string {
  const { meaning } = wordsOf(finding.cause);
  return isAskedByName(finding) ? (askedMeaning(finding.cause) ?? meaning) : meaning;
}

const ASKING_AGAIN: Readonly<Record<Retry, string>> = {
  permanent: 'The same answer comes until something is changed.',
  transient: 'Ask again later: it may pass by itself.',
  unknown: 'Ask again, to see whether it stays.',
};

/** Whether waiting helps. */
export function waitingOf(finding: Pick<ReportFinding, 'cause' | 'pulls' | 'retry'>): string {
  return isAskedByName(finding) ? ASKING_AGAIN[finding.retry] : wordsOf(finding.cause).waiting;
}
