import type { Actor, Cause, Certainty, Reason, Retry, Rung } from '../diagnosis/cause.ts';
import { quoteText } from '../diagnosis/pulls/quote-text.ts';
import type { Alternative, Verdict } from '../diagnosis/verdict.ts';
import type { HostRole, PullStep, RegistryCode, Runtime } from '../evidence/message/message-reading.ts';
import { mapTexts } from './map-texts.ts';

/**
 * One message explained: the verdict and what was read in the words, flat, so that a line of NDJSON
 * holds one. Fields that the message does not tell are left out. Open to new fields.
 */
export interface Explanation {
  /** The caller's own mark, given back as it came. */
  readonly id?: unknown;
  readonly cause: Cause;
  readonly certainty: Certainty;
  readonly reason?: Reason;
  readonly rung: Rung;
  readonly retry: Retry;
  readonly actor: Actor;
  readonly alternatives: readonly Alternative[];
  readonly host?: string;
  readonly role?: HostRole;
  /** HTTP status. */
  readonly status?: number;
  /** Error code of the registry. */
  readonly code?: RegistryCode;
  readonly runtime?: Runtime;
  readonly step?: PullStep;
  /** gRPC code of the innermost status. */
  readonly grpc?: string;
  /** Whether credentials went out. */
  readonly sent?: 'credentials' | 'nothing';
  /** The image that the message names, as written. */
  readonly image?: string;
  readonly digest?: string;
}

/**
 * The explanation of a judged message. In: the verdict. Out: plain data in a fixed order of keys, with users
 * and queries of URLs struck out.
 */
export function buildExplanation(verdict: Verdict): Explanation {
  const { reason } = verdict;
  const explanation: Explanation = {
    cause: verdict.cause,
    certainty: verdict.certainty,
    ...(reason !== undefined && { reason }),
    rung: verdict.rung,
    retry: verdict.retry,
    actor: verdict.actor,
    alternatives: verdict.alternatives,
    ...whatWasRead(verdict),
  };
  return mapTexts(explanation, quoteText);
}

type Read = Omit<
  Explanation,
  'id' | 'cause' | 'certainty' | 'reason' | 'rung' | 'retry' | 'actor' | 'alternatives'
>;

function whatWasRead({ attempt, host, reading }: Verdict): Read {
  const image = reading.wrapping.image ?? attempt?.image;
  return {
    ...(host !== undefined && { host: host.name, role: host.role }),
    ...(attempt?.status !== undefined && { status: attempt.status }),
    ...(attempt?.code !== undefined && { code: attempt.code }),
    ...(attempt?.runtime !== undefined && { runtime: attempt.runtime }),
    ...(attempt?.step !== undefined && { step: attempt.step }),
    ...(attempt?.grpc !== undefined && { grpc: attempt.grpc }),
    ...(attempt?.sent !== undefined && { sent: attempt.sent }),
    ...(image !== undefined && { image }),
    ...(attempt?.digest !== undefined && { digest: attempt.digest }),
  };
}
