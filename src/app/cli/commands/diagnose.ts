import { diagnose } from '../../../core/diagnosis/diagnose.ts';
import { planRemedies } from '../../../core/remedy/plan-remedies.ts';
import { buildReport } from '../../../core/report/build-report.ts';
import { exitCodeOf } from '../../../core/report/exit-code.ts';
import { renderJson } from '../../../core/report/render-json.ts';
import { renderName } from '../../../core/report/render-name.ts';
import { renderText } from '../../../core/report/render-text.ts';
import type { Report } from '../../../core/report/report.ts';
import { gatherFromFiles } from '../../../edge/files/gather-from-files.ts';
import { UserError } from '../../../edge/files/user-error.ts';
import { valueOfFlag, type CommandLine } from '../command-line.ts';
import { COMMAND_FORMS, LATER_COMMANDS } from '../command-form.ts';
import type { Io } from '../io.ts';
import { didYouMean } from '../near-miss.ts';
import { pageOptions } from '../page-options.ts';
import { readTargets } from '../targets.ts';

/** `pulldoctor -f PATH`: reads, judges, says. Exit code: what the report means (see core/report/exit-code.ts). */
export async function diagnoseCommand(line: CommandLine, io: Io): Promise<number> {
  const paths = line.values.get('filename') ?? [];
  if (paths.length === 0) throw new UserError(withoutFiles(line, io.program));
  const targets = readTargets(line.words);
  const namespace = namespaceOf(line);
  const scope = namespace === undefined ? {} : { namespace };
  // The page is read before the files, so that a wrong flag is not found after a minute of reading.
  const page = pageOptions(line, io);
  const evidence = await gatherFromFiles(paths, {
    ...scope,
    now: io.now(),
    ...(paths.includes('-') && { stdin: io.stdin.chunks() }),
  });
  const diagnosis = diagnose(evidence, { ...scope, ...(targets.length > 0 && { targets }) });
  const report = buildReport(diagnosis, (finding) => planRemedies(finding, evidence), io.now());
  await io.stdout.write(await rendered(report, line, page));
  return exitCodeOf(report);
}

async function rendered(
  report: Report,
  line: CommandLine,
  page: ReturnType<typeof pageOptions>,
): Promise<string> {
  const format = valueOfFlag(line, 'output') ?? 'text';
  switch (format) {
    case 'json':
      return renderJson(report);
    case 'yaml':
      return (await import('../yaml-text.ts')).yamlText(report);
    case 'name':
      return renderName(report);
    case 'markdown':
      return (await import('../../../core/report/render-markdown.ts')).renderMarkdown(report);
    default:
      return renderText(report, {
        ...page,
        wide: format === 'wide',
        inFull: line.words.length > 0,
        ...placeOf(line),
      });
  }
}

/** As in kubectl, `-A` outranks `-n`. */
function namespaceOf(line: CommandLine): string | undefined {
  return line.switches.has('all-namespaces') ? undefined : valueOfFlag(line, 'namespace');
}

function placeOf(line: CommandLine): { readonly place?: string } {
  const namespace = namespaceOf(line);
  return namespace === undefined ? {} : { place: `in namespace ${namespace}` };
}

/** Without files a live cluster is meant, unless the first word is a command that was misspelt. */
function withoutFiles(line: CommandLine, program: string): string {
  const names = [...COMMAND_FORMS.map(({ name }) => name), ...LATER_COMMANDS];
  const near = didYouMean(line.words[0] ?? '', names, 'the command ');
  if (near !== '') return `reading a live cluster is not built yet${near}`;
  return (
    'reading a live cluster is not built yet; save its objects and use -f: ' +
    `kubectl get pods,events,nodes -A -o json > dump.json && ${program} -f dump.json`
  );
}
