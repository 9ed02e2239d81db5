import type { Diagnosis } from '../../../core/diagnosis/finding.ts';
import { diagnose } from '../../../core/diagnosis/diagnose.ts';
import { nextLooks } from '../../../core/diagnosis/looks/next-looks.ts';
import type { Target } from '../../../core/diagnosis/targets.ts';
import type { ClusterEvidence } from '../../../core/evidence/evidence.ts';
import { planRemedies } from '../../../core/remedy/plan-remedies.ts';
import { buildReport } from '../../../core/report/build-report.ts';
import { exitCodeOf } from '../../../core/report/exit-code.ts';
import { renderJson } from '../../../core/report/render-json.ts';
import { renderName } from '../../../core/report/render-name.ts';
import { renderText } from '../../../core/report/render-text.ts';
import type { Report } from '../../../core/report/report.ts';
import { isUserError } from '../../../edge/files/user-error.ts';
import { valueOfFlag, type CommandLine } from '../command-line.ts';
import { COMMAND_FORMS, LATER_COMMANDS } from '../command-form.ts';
import type { Io } from '../io.ts';
import { didYouMean } from '../near-miss.ts';
import { pageOptions } from '../page-options.ts';
import { asksRegistries } from '../probing/asks-registries.ts';
import { readTargets } from '../targets.ts';

/** `pulldoctor`: reads, judges, says. Exit code: what the report means (see core/report/exit-code.ts). */
export async function diagnoseCommand(line: CommandLine, io: Io): Promise<number> {
  if (!line.values.has('filename') && line.switches.has('watch'))
    return (await import('./watch-live.ts')).watchLive(line, io);
  const targets = readTargets(line.words);
  // The page is read before the cluster, so that a wrong flag is not found after a minute of reading.
  const page = pageOptions(line, io);
  const { evidence, diagnosis, namespace } = await readAndJudge(line, targets, io);
  const report = buildReport(diagnosis, (finding) => planRemedies(finding, evidence), io.now());
  if (!line.switches.has('quiet')) await io.stdout.write(await rendered(report, line, page, namespace));
  const exitCode = exitCodeOf(report);
  if (exitCode === 3) await hintAtCommand(line, io);
  return exitCode;
}

async function readAndJudge(line: CommandLine, targets: readonly Target[], io: Io): Promise<Judged> {
  if (line.values.has('filename')) return judgeFiles(line, targets, io);
  try {
    return await judgeCluster(line, targets, io);
  } catch (error) {
    if (isUserError(error)) await hintAtCommand(line, io);
    throw error;
  }
}

/** What was read, and what it means. */
interface Judged {
  readonly evidence: ClusterEvidence;
  readonly diagnosis: Diagnosis;
  readonly namespace: string | undefined;
}

async function judgeFiles(line: CommandLine, targets: readonly Target[], io: Io): Promise<Judged> {
  const { refuseLiveFlags } = await import('../live-options.ts');
  refuseLiveFlags(line);
  const { gatherFromFiles } = await import('../../../edge/files/gather-from-files.ts');
  const paths = line.values.get('filename') ?? [];
  const namespace = namespaceOf(line);
  const scope = namespace === undefined ? {} : { namespace };
  const asks = asksRegistries(line, false);
  const secrets: unknown[] = [];
  const evidence = await gatherFromFiles(paths, {
    ...scope,
    now: io.now(),
    ...(paths.includes('-') && { stdin: io.stdin.chunks() }),
    ...(asks && { onSecret: (json: unknown): void => void secrets.push(json) }),
  });
  const judge = (seen: ClusterEvidence): Diagnosis =>
    diagnose(seen, { ...scope, ...(targets.length > 0 && { targets }) });
  const diagnosis = judge(evidence);
  if (!asks) return { evidence, diagnosis, namespace };
  const { addProbes } = await import('../probing/add-probes.ts');
  const { parsePullSecret } = await import('../../../core/evidence/credentials/parse-pull-secret.ts');
  const pullSecrets = secrets.flatMap((json) => parsePullSecret(json) ?? []);
  const probed = await addProbes(
    { evidence, diagnosis, pullSecrets, all: namespace === undefined },
    line,
    io,
  );
  return { evidence: probed, diagnosis: judge(probed), namespace };
}

/** Looking is a loop: what a first judgement leaves open says what is worth a further look. */
async function judgeCluster(line: CommandLine, targets: readonly Target[], io: Io): Promise<Judged> {
  const { readCluster } = await import('../read-cluster.ts');
  const { reading, namespace, client } = await readCluster(line, targets, io, nextLooks);
  const scope = namespace === undefined ? {} : { namespace };
  const judge = (evidence: ClusterEvidence): Diagnosis =>
    diagnose(evidence, { ...scope, ...(targets.length > 0 && { targets }) });
  try {
    const first = judge(reading.evidence);
    if (first.findings.length === 0) return { evidence: reading.evidence, diagnosis: first, namespace };
    const { lookFurther } = await import('../look-further.ts');
    const evidence = await lookFurther({ reading, diagnosis: first, judge, line, client, namespace }, io);
    const diagnosis = evidence === reading.evidence ? first : judge(evidence);
    return { evidence, diagnosis, namespace };
  } finally {
    client.close();
  }
}

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
        ...placeOf(line, namespace),
      });
  }
}

/** As in kubectl, `-A` outranks `-n`. */
function namespaceOf(line: CommandLine): string | undefined {
  return line.switches.has('all-namespaces') ? undefined : valueOfFlag(line, 'namespace');
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

/** Where nothing of that name was found, the word may be a command that was misspelt. */
async function hintAtCommand({ named, words }: CommandLine, io: Io): Promise<void> {
  const [word = ''] = words;
  if (named || words.length === 0 || word.includes('/')) return;
  const names = [...COMMAND_FORMS.map(({ name }) => name), ...LATER_COMMANDS];
  const near = didYouMean(word, names, 'the command ');
  if (near !== '') await io.stderr.write(`hint: ${near.replace(/^; /u, '')}\n`);
}
