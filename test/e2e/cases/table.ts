import type { Case } from './case.ts';
import { HUB_CASES } from './hub-cases.ts';
import { MANIFEST_CASES } from './manifest-cases.ts';
import { NETWORK_CASES } from './network-cases.ts';
import { NODE_CASES } from './node-cases.ts';
import { REFERENCE_CASES } from './reference-cases.ts';
import { REGISTRY_CASES } from './registry-cases.ts';
import { SECRET_CASES } from './secret-cases.ts';
import { WORKLOAD_CASES } from './workload-cases.ts';

/** Every case, in the order of the report. */
export const CASES: readonly Case[] = [
  ...REFERENCE_CASES,
  ...NETWORK_CASES,
  ...SECRET_CASES,
  ...HUB_CASES,
  ...REGISTRY_CASES,
  ...MANIFEST_CASES,
  ...WORKLOAD_CASES,
  ...NODE_CASES,
];
