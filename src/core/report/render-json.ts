import { jsonText } from './json-text.ts';
import type { Report } from './report.ts';

/** A report as the versioned JSON of docs/report.schema.json, indented by two, ended by a newline. */
export function renderJson(report: Report): string {
  return `${jsonText(report, 2)}\n`;
}
