import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cause } from '../../../../src/core/diagnosis/cause.ts';
import { judgeReading } from '../../../../src/core/diagnosis/judgement/judge-reading.ts';
import type {
  PullStep,
  RegistryCode,
  Runtime,
} from '../../../../src/core/evidence/message/message-reading.ts';
import { readMessage } from '../../../../src/core/evidence/message/read-message.ts';

/** What must be read besides the cause, where the text tells it. */
interface Told {
  readonly runtime?: Runtime;
  readonly step?: PullStep;
  /** Host and its role. */
  readonly host?: string;
  readonly sent?: 'credentials' | 'nothing';
  readonly status?: number;
  readonly code?: RegistryCode;
  /** Platform asked for. */
  readonly wanted?: string;
}

type Row = readonly [message: string, cause: Cause, told?: Told];

function told(message: string): Told {
  const attempt = judgeReading(readMessage(message), {}).attempt;
  if (attempt === undefined) return {};
  const { runtime, step, host, sent, status, code, fault } = attempt;
  return {
    ...(runtime === undefined ? {} : { runtime }),
    ...(step === undefined ? {} : { step }),
    ...(host === undefined ? {} : { host: `${host.name} ${host.role}` }),
    ...(sent === undefined ? {} : { sent }),
    ...(status === undefined ? {} : { status }),
    ...(code === undefined ? {} : { code }),
    ...(fault?.kind === 'platform' && fault.wanted !== undefined ? { wanted: fault.wanted } : {}),
  };
}

/** One test a row: the cause, and what else the text tells. */
export function checksOf(rows: readonly Row[]): void {
  for (const [message, cause, expected] of rows) {
    test(`${cause}: ${message.slice(0, 90)}`, () => {
      assert.equal(judgeReading(readMessage(message), {}).cause, cause);
      const found = told(message);
      for (const [key, value] of Object.entries(expected ?? {}))
        assert.equal(found[key as keyof Told], value, `${key} of ${JSON.stringify(found)}`);
    });
  }
}
