import type { Report } from '../../../core/report/report.ts';

/**
 * What a report says, without the times in it: two reports of one key tell a reader the same. An attempt
 * more that failed as the one before is nothing new; a pod more, or another cause, is.
 */
export function reportKey({ findings, notices, blindSpots }: Report): string {
  return JSON.stringify([
    findings.map(({ id, cause, reason, certainty, pulls }) => [
      id,
      cause,
      reason,
      certainty,
      pulls.map(({ namespace, pod, container, image }) => [namespace, pod, container, image]),
    ]),
    notices.map(({ kind, namespace, object }) => [kind, namespace, object]),
    blindSpots.map(({ what, why }) => [what, why]),
  ]);
}
