import { diagnose } from '../../../core/diagnosis/diagnose.ts';
import type { Diagnosis } from '../../../core/diagnosis/finding.ts';
import { nextLooks } from '../../../core/diagnosis/looks/next-looks.ts';
import type { Target } from '../../../core/diagnosis/targets.ts';
import type { ClusterEvidence } from '../../../core/evidence/evidence.ts';
import { planRemedies } from '../../../core/remedy/plan-remedies.ts';
import { buildReport } from '../../../core/report/build-report.ts';
import type { Report } from '../../../core/report/report.ts';
import type { ApiClient } from '../../../edge/cluster/api-client.ts';
import { connectCluster } from '../../../edge/cluster/connect.ts';
import { gatherFromCluster } from '../../../edge/cluster/gather/gather-from-cluster.ts';
import { UserError } from '../../../edge/files/user-error.ts';
import { valueOfFlag, type CommandLine } from '../command-line.ts';
import type { Io } from '../io.ts';
import { connectOptions, scopeOf } from '../live-options.ts';
import { lookFurther } from '../look-further.ts';
import { pageOptions } from '../page-options.ts';
import type { Onlooker, SeenSoFar } from '../probing/onlooker.ts';
import { readTargets } from '../targets.ts';
import { followChanges } from '../watch/follow-changes.ts';
import { RememberedProbes } from '../watch/remembered-probes.ts';
import { WakeUp } from '../watch/wake-up.ts';
import { PACE, watchLoop, type WatchPace } from '../watch/watch-loop.ts';
import {
  appendingScreen,
  jsonScreen,
  nameScreen,
  terminalScreen,
  yamlScreen,
  type WatchScreen,
} from '../watch/watch-screen.ts';
import { rendered } from '../rendered-report.ts';

/** As a shell says that a program was ended by Ctrl-C. */
const INTERRUPTED = 130;
/** Where changes cannot be watched. */
const POLLING = 10_000;

interface Watched {
  readonly line: CommandLine;
  readonly targets: readonly Target[];
  readonly client: ApiClient;
  readonly request: ReturnType<typeof scopeOf>;
  readonly signal: AbortSignal;
  readonly probes: RememberedProbes;
}

/**
 * `pulldoctor --watch`: looks, and looks again at every change, until Ctrl-C (130) or until nobody reads any
 * more (the exit code of the last report). On a terminal one page is kept up to date; into a pipe a report
 * goes out whenever it says something new, with `-o json` one on each line.
 */
export async function watchLive(line: CommandLine, io: Io, pace: WatchPace = PACE): Promise<number> {
  refuseWithWatch(line);
  const targets = readTargets(line.words);
  pageOptions(line, io);
  const options = connectOptions(line, io);
  scopeOf(line, targets, '');
  const { client, namespace: home } = await connectCluster(options);
  const ending = new AbortController();
  let interrupted = false;
  const release = io.onInterrupt?.(() => {
    interrupted = true;
    ending.abort();
  });
  const request = scopeOf(line, targets, home);
  const probes = new RememberedProbes();
  const watched = { line, targets, client, request, signal: ending.signal, probes };
  try {
    const code = await watch(watched, io, pace);
    return interrupted ? INTERRUPTED : code;
  } finally {
    ending.abort();
    client.close();
    release?.();
  }
}

function refuseWithWatch(line: CommandLine): void {
  for (const flag of ['from-node', 'quiet']) {
    if (line.switches.has(flag))
      throw new UserError(`--watch goes on looking, and --${flag} is for one look`);
  }
}

async function watch(watched: Watched, io: Io, pace: WatchPace): Promise<number> {
  const { client, request, signal } = watched;
  const wakeUp = new WakeUp(io.now);
  const screen = screenFor(watched.line, io);
  // Before the first look, so that no change falls between the two.
  let polls = false;
  const following = await followChanges(
    client,
    request,
    {
      onChange: () => wakeUp.change(),
      onRefused: (says) => {
        polls = true;
        void io.stderr.write(pollingWords(says));
      },
    },
    signal,
  );
  const anyway = (): number => (polls ? Math.min(pace.anyway(), POLLING) : pace.anyway());
  return watchLoop(
    {
      look: async (tell) => {
        const evidence = await look(watched, io, tell);
        following.know(evidence.pods);
        return evidence;
      },
      report: (evidence, now) => reportOn(evidence, watched, now),
      show: async (report, meanwhile) => screen.show(report, await page(report, watched, io), meanwhile),
      closed: io.stdout.closed,
      now: io.now,
    },
    wakeUp,
    { ...pace, anyway, redraw: screen.redraws ? pace.redraw : Infinity },
    signal,
  );
}

function pollingWords(says: string): string {
  return `changes cannot be watched (${says}): looking again every ${POLLING / 1000} s\n`;
}

function screenFor(line: CommandLine, io: Io): WatchScreen {
  const format = valueOfFlag(line, 'output');
  if (format === 'json') return jsonScreen(io);
  if (format === 'yaml') return yamlScreen(io);
  if (format === 'name') return nameScreen(io);
  const asPage = format === undefined || format === 'text' || format === 'wide';
  return asPage && io.stdout.isTerminal && io.env['TERM'] !== 'dumb'
    ? terminalScreen(io, io.program, pageOptions(line, io).charset ?? 'unicode')
    : appendingScreen(io);
}

async function look(watched: Watched, io: Io, tell: (seen: SeenSoFar) => void): Promise<ClusterEvidence> {
  const { line, targets, client, request, signal, probes } = watched;
  const reading = await gatherFromCluster(client, { ...request, now: io.now, signal }, nextLooks);
  const judge = (evidence: ClusterEvidence): Diagnosis =>
    diagnose(evidence, scopeOfDiagnosis(request, targets));
  const diagnosis = judge(reading.evidence);
  if (diagnosis.findings.length === 0) probes.forget();
  if (diagnosis.findings.length === 0 || signal.aborted) return reading.evidence;
  tell({ evidence: () => reading.evidence, registries: 0 });
  const onlooker: Onlooker = {
    signal,
    remembered: (question) => probes.answerTo(question),
    asksAgain: probes.areDue(diagnosis, io.now()),
    onAnswer: tell,
  };
  const further = { reading, diagnosis, judge, line, client, namespace: request.namespace, onlooker };
  return probes.addTo(await lookFurther(further, io));
}

function scopeOfDiagnosis(
  { namespace }: Watched['request'],
  targets: readonly Target[],
): { readonly namespace?: string; readonly targets?: readonly Target[] } {
  return { ...(namespace !== undefined && { namespace }), ...(targets.length > 0 && { targets }) };
}

function reportOn(evidence: ClusterEvidence, { request, targets }: Watched, now: number): Report {
  const diagnosis = diagnose(evidence, { ...scopeOfDiagnosis(request, targets), now });
  return buildReport(diagnosis, (finding) => planRemedies(finding, evidence), now);
}

function page(report: Report, { line, request }: Watched, io: Io): Promise<string> {
  return rendered(report, line, pageOptions(line, io), request.namespace);
}
