import { RUNGS } from '../cause.ts';
import type { LadderStep } from '../ladder-step.ts';

/**
 * The kubelet's ladder with what a probe knows of the rungs below its broken one. The broken rung stays where
 * the verdict has it; above it nothing was climbed.
 */
export function mergeLadders(
  kubelets: readonly LadderStep[],
  probed: readonly LadderStep[],
): readonly LadderStep[] {
  const broken = kubelets.findIndex(({ state }) => state === 'broken');
  const beside = kubelets[broken];
  // A runtime or a signature check broke beside the ladder: the kubelet's words place it.
  if (beside !== undefined && !(RUNGS as readonly string[]).includes(beside.rung)) return kubelets;
  return kubelets.map((step, at) => {
    const other = probed.find(({ rung, host }) => rung === step.rung && sameRole(host, step.host));
    if (other === undefined) return step;
    if (step.state === 'unknown' && other.state === 'ok' && (broken < 0 || at < broken)) return other;
    return at === broken && other.state === 'broken' ? { ...other, ...step, ...sayOf(other, step) } : step;
  });
}

function sameRole(one: LadderStep['host'], other: LadderStep['host']): boolean {
  return (one?.role ?? 'registry') === (other?.role ?? 'registry');
}

/** A registry's code says more than the runtime's bare word. */
function sayOf(probed: LadderStep, kubelets: LadderStep): Pick<LadderStep, 'says'> {
  const says = kubelets.says ?? probed.says;
  return says === undefined ? {} : { says };
}
