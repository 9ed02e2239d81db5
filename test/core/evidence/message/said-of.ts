import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Cause } from '../../../../src/core/diagnosis/cause.ts';
import { judgeReading } from '../../../../src/core/diagnosis/judgement/judge-reading.ts';
import type {
  PullStep,
  RegistryCode,
  Runtime,
} from '../../../../src/core/evidence/message/message-reading.ts';
import { readMessage } from '../../../../src/core/evidence/message/read-message.ts';

/** What was read of a message and judged of it, flat enough for a row of a table. */
export interface Said {
  readonly runtime?: Runtime;
  readonly step?: PullStep;
  /** Name and role, `auth.example.com token`. */
  readonly host?: string;
  readonly sent?: 'credentials' | 'nothing';
  readonly status?: number;
  readonly code?: RegistryCode;
  readonly digest?: string;
  /** Platform asked for. */
  readonly wanted?: string;
  readonly mirror?: boolean;
  readonly certainty?: 'proven' | 'likely' | 'possible';
  readonly or?: readonly Cause[];
}

export type Row = readonly [text: string, cause: Cause, said?: Said];

/** Reads and judges one message. */
export function saidOf(message: string): Said & { readonly cause: Cause } {
  const verdict = judgeReading(readMessage(message), {});
  const { cause, certainty } = verdict;
  const or = verdict.alternatives.map((one) => one.cause);
  if (verdict.attempt === undefined) return { cause, certainty, or };
  const { runtime, step, host, sent, status, code, digest, throughMirror, fault } = verdict.attempt;
  return {
    cause,
    certainty,
    or,
    ...(runtime === undefined ? {} : { runtime }),
    ...(step === undefined ? {} : { step }),
    ...(host === undefined ? {} : { host: `${host.name} ${host.role}` }),
    ...(sent === undefined ? {} : { sent }),
    ...(status === undefined ? {} : { status }),
    ...(code === undefined ? {} : { code }),
    ...(digest === undefined ? {} : { digest }),
    ...(throughMirror === undefined ? {} : { mirror: throughMirror }),
    ...(fault?.kind === 'platform' && fault.wanted !== undefined ? { wanted: fault.wanted } : {}),
  };
}

/** One test a row; fields that the row leaves out are not looked at. */
export function table(
  name: string,
  rows: readonly Row[],
  wrap: (text: string) => string = (text) => text,
): void {
  suite(name, () => {
    for (const [text, cause, said] of rows)
      test(`${cause}: ${text}`, () => {
        assert.partialDeepStrictEqual(saidOf(wrap(text)), { cause, ...said });
      });
  });
}
