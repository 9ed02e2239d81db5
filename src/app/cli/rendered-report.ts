import { renderJson } from '../../core/report/render-json.ts';
import { renderName } from '../../core/report/render-name.ts';
import { renderText } from '../../core/report/render-text.ts';
import type { Report } from '../../core/report/report.ts';
import { valueOfFlag, type CommandLine } from './command-line.ts';
import type { pageOptions } from './page-options.ts';

/** A report in the format that was asked for; rare formats are loaded on demand. */
export async function rendered(
  report: Report,
  line: CommandLine,
  page: ReturnType<typeof pageOptions>,
  namespace: string | undefined,
): Promise<string> {
  const format = valueOfFlag(line, 'output') ?? 'text';
  switch (format) {
    case 'json':
      return renderJson(report);
    case 'yaml':
      return (await import('./yaml-text.ts')).yamlText(report);
    case 'name':
      return renderName(report);
    case 'markdown':
      return (await import('../../core/report/render-markdown.ts')).renderMarkdown(report);
    default:
      return renderText(report, {
        ...page,
        wide: format === 'wide',
        inFull: line.words.length > 0,
        ...placeOf(line, namespace),
      });
  }
}

/** Where was looked, for the answer that nothing fails. */
function placeOf(line: CommandLine, namespace: string | undefined): { readonly place?: string } {
  const selectors = ['selector', 'field-selector'].flatMap((flag) => valueOfFlag(line, flag) ?? []);
  const parts = [
    ...(namespace === undefined ? [] : [`in namespace ${namespace}`]),
    ...(selectors.length === 0 ? [] : [`with ${selectors.join(' and ')}`]),
  ];
  return parts.length === 0 ? {} : { place: parts.join(' ') };
}
