import { distinct } from './finding-words.ts';
import type { Report } from './report.ts';
import { plainText } from './text/plain-text.ts';

/**
 * Failing pods, one per line as `pod/NAME`, the form kubectl's `-o name` has and takes. When more than
 * one namespace was looked at, names alone would be ambiguous: then each is `NAMESPACE/pod/NAME`.
 * Images that were asked about by name go by it. Empty when nothing fails.
 */
export function renderName(report: Report): string {
  const several = report.looked.namespaces > 1;
  const pulls = report.findings.flatMap((finding) => finding.pulls);
  const names = distinct(pulls, ({ namespace, pod }) => (several ? `${namespace}/pod/${pod}` : `pod/${pod}`));
  const images = report.probes === undefined ? [] : report.findings.flatMap((finding) => finding.images);
  return [...names, ...new Set(images)].map((name) => `${plainText(name, 'unicode')}\n`).join('');
}
