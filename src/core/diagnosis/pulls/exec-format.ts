import type { EventEvidence } from '../../evidence/objects/event.ts';
import type { ContainerEvidence } from '../../evidence/objects/pod.ts';
import { readFieldPath } from './pull-event.ts';

const WORDS = 'exec format error';

/**
 * What was said when the kernel refused the container's program as of another architecture: in the
 * status, the last state, or an event. The pull itself went well.
 */
export function execFormatText(
  container: ContainerEvidence,
  events: () => readonly EventEvidence[],
): string | undefined {
  const { state, lastState, restartCount } = container;
  for (const one of [state, lastState]) {
    if (one !== undefined && one.kind !== 'running' && one.message.includes(WORDS)) return one.message;
  }
  const failedToStart = state?.kind === 'waiting' || (state?.kind === 'terminated' && state.exitCode !== 0);
  if (!failedToStart && restartCount === 0) return undefined;
  const about = events().filter(({ object, message }) => {
    const of = readFieldPath(object.fieldPath);
    return of?.name === container.name && of.kind === container.kind && message.includes(WORDS);
  });
  return about.at(-1)?.message;
}
