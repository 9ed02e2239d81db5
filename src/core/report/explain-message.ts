import { judgeReading } from '../diagnosis/judgement/judge-reading.ts';
import type { Circumstances } from '../diagnosis/verdict.ts';
import { readMessage } from '../evidence/message/read-message.ts';
import { buildExplanation, type Explanation } from './explanation.ts';

/**
 * What one message of a kubelet or a runtime means: cause, certainty, honest alternatives, and what was
 * read in the words. Total and linear in the message's length.
 *
 * @param message as it was pasted, however it was wrapped, quoted or escaped on its way
 * @param circumstances what is known besides: the image, the node's runtime and kubelet
 */
export function explainMessage(message: string, circumstances: Circumstances = {}): Explanation {
  return buildExplanation(judgeReading(readMessage(message), circumstances));
}
