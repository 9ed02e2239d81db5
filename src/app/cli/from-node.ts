import { randomBytes } from 'node:crypto';
import type { Finding } from '../../core/diagnosis/finding.ts';
import type { ClusterEvidence } from '../../core/evidence/evidence.ts';
import type { BlindSpot } from '../../core/evidence/observed.ts';
import { plainText } from '../../core/report/text/plain-text.ts';
import { MOST_CANARIES, planCanaries, type CanaryPlan } from '../../core/remedy/plan-canaries.ts';
import type { ApiClient } from '../../edge/cluster/api-client.ts';
import { pullFromNode, type CanaryAnswer, type CanaryOptions } from '../../edge/cluster/canary.ts';
import { sweepCanaries } from '../../edge/cluster/canary-removal.ts';
import { UserError } from '../../edge/files/user-error.ts';
import { answersYes } from './ask.ts';
import type { Io } from './io.ts';

export interface FromNodeOptions extends Pick<CanaryOptions, 'timeout' | 'pollEvery' | 'retryEvery'> {
  readonly client: ApiClient;
  /** Nobody is asked. */
  readonly yes: boolean;
}

/**
 * `--from-node`: makes the failing pulls' nodes pull afresh, each in a pod that is removed again, and adds
 * what their kubelets said to the evidence. Asks before it makes anything; throws a UserError where nobody
 * can be asked and `--yes` was not given.
 */
export async function addCanaries<Reading extends { readonly evidence: ClusterEvidence }>(
  reading: Reading,
  findings: readonly Finding[],
  io: Io,
  options: FromNodeOptions,
): Promise<Reading> {
  const { evidence } = reading;
  const { plans, blindSpots } = planCanaries(findings, evidence, freshMarks());
  const answers =
    plans.length > 0 && (await isAllowed(plans, io, options)) ? await pullAll(plans, io, options) : [];
  const declined = plans.length > 0 && answers.length === 0 ? plans.map(notAllowed) : [];
  const left = answers.flatMap(({ leftBehind }) => leftBehind ?? []);
  const unseen = answers.flatMap(({ pull }) => (pull.seen ? [] : [pull.blind]));
  return {
    ...reading,
    evidence: {
      ...evidence,
      canaries: [
        ...(evidence.canaries ?? []),
        ...answers.flatMap(({ pull }) => (pull.seen ? [pull.value] : [])),
      ],
      blindSpots: [...evidence.blindSpots, ...blindSpots, ...declined, ...unseen, ...left],
    },
  };
}

/** Names must be new: a pod of an earlier run may still be there, and its back-off with it. */
function freshMarks(): readonly string[] {
  return Array.from({ length: MOST_CANARIES }, () => randomBytes(5).toString('hex'));
}

function notAllowed({ image, node }: CanaryPlan): BlindSpot {
  return { what: `a fresh pull of ${image} on ${node}`, why: 'no pod was to be made for it' };
}

async function isAllowed(plans: readonly CanaryPlan[], io: Io, { yes }: FromNodeOptions): Promise<boolean> {
  if (yes) return true;
  if (!io.stdin.isTerminal || !io.stderr.isTerminal)
    throw new UserError('--from-node makes a pod, and here nobody can be asked: add --yes');
  for (const plan of plans) await io.stderr.write(`${inWords(plan)}\n`);
  return answersYes(plans.length === 1 ? 'Make it?' : `Make these ${plans.length} pods?`, io);
}

function inWords({ name, namespace, node, image }: CanaryPlan): string {
  return plainText(
    `pod ${name} in namespace ${namespace}, to pull ${image} on node ${node}; runs nothing, removed at once`,
    'unicode',
  );
}

/** All at once, since each mostly waits. Ctrl-C ends the waiting; the program ends when the pods are gone. */
async function pullAll(
  plans: readonly CanaryPlan[],
  io: Io,
  options: FromNodeOptions,
): Promise<readonly CanaryAnswer[]> {
  const { client, timeout, pollEvery, retryEvery } = options;
  const ending = new AbortController();
  const release = io.onInterrupt?.(() => ending.abort());
  const timing = {
    ...(timeout !== undefined && { timeout }),
    ...(pollEvery !== undefined && { pollEvery }),
    ...(retryEvery !== undefined && { retryEvery }),
  };
  const namespaces = [...new Set(plans.map(({ namespace }) => namespace))];
  try {
    await Promise.all(namespaces.map((namespace) => sweepCanaries(client, namespace, io.now())));
    const pulling = { ...timing, signal: ending.signal, now: io.now };
    const answers = await Promise.all(plans.map((plan) => pullFromNode(client, plan, pulling)));
    // Aloud, and at once: it must not get lost in a report that nobody may live to see.
    for (const { leftBehind } of answers)
      if (leftBehind !== undefined) await io.stderr.write(warning(leftBehind));
    return answers;
  } finally {
    release?.();
  }
}

function warning({ what, why, grant = '' }: BlindSpot): string {
  return `${plainText(`warning: ${what} was not seen: ${why}; remove it: ${grant}`, 'unicode')}\n`;
}
