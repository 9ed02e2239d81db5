import { spanText, stamped } from '../clock-time.ts';
import type { Cause } from '../cause.ts';
import type { Witness } from '../finding.ts';
import type { JudgedPull } from '../pulls/judged-pull.ts';
import { quoteText } from '../pulls/quote-text.ts';
import type { JudgedCanary } from './judged-canary.ts';

/** What fresh pulls on the nodes said, each once. */
export function canaryWitnesses(cause: Cause, pulls: readonly JudgedPull[]): readonly Witness[] {
  const canaries = new Map(pulls.flatMap(({ canary }) => (canary ? [[canary.canary, canary] as const] : [])));
  return [...canaries.values()].map((one) => ({
    witness: 'node',
    says: canaryWords(one, cause),
    supports: one.verdict === undefined ? one.canary.outcome === 'unanswered' : one.verdict.cause === cause,
    ...stamped(one.canary.at),
  }));
}

function canaryWords({ canary, verdict }: JudgedCanary, cause: Cause): string {
  const { node, outcome, took, message, reason } = canary;
  if (outcome === 'pulled')
    return `a fresh pull on ${node} went through (${spanText(took)}): it has recovered, only the back-off remains`;
  if (outcome === 'unanswered') return `a fresh pull on ${node} had no answer within ${spanText(took)}`;
  const other = verdict === undefined || verdict.cause === cause ? '' : `, otherwise (${verdict.cause})`;
  const says = message === '' ? reason : quoteText(message);
  return `a fresh pull on ${node} fails too${other}: "${says}"`;
}
