import type { Cause } from '../cause.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';
import { backOffOnly } from './back-off-only.ts';
import { CAUSE_RULES } from './index.ts';
import { unknown } from './unknown.ts';

const RULES: ReadonlyMap<Cause, CauseRule> = new Map(
  [...CAUSE_RULES, backOffOnly, unknown].map((rule) => [rule.cause, rule]),
);

/** The rule of a cause: what follows from it, however it was found out. */
export function ruleOf(cause: Cause): CauseRule {
  return RULES.get(cause) ?? unknown;
}
