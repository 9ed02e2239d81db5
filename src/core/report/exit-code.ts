import type { Report } from './report.ts';

/** What a report means to a script. 2 (wrong request) and 70 (our bug) never come from a report. */
export type ReportExitCode = 0 | 1 | 3;

/**
 * 3 when a requested target could not be judged, else 1 when something fails, else 0. A target nobody
 * could look at outranks findings about others: the answer is not complete, and a script must see that.
 * Blind spots beside a judged target change nothing.
 */
export function exitCodeOf(report: Report): ReportExitCode {
  if (report.blindSpots.some((blind) => blind.hidesTarget === true)) return 3;
  return report.findings.length > 0 ? 1 : 0;
}
