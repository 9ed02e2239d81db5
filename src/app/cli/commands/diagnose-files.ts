import type { Diagnosis } from '../../../core/diagnosis/finding.ts';
import type { Target } from '../../../core/diagnosis/targets.ts';
import { parsePullSecret } from '../../../core/evidence/credentials/parse-pull-secret.ts';
import type { ClusterEvidence, CollectedScope } from '../../../core/evidence/evidence.ts';
import { objectOf } from '../../../core/evidence/objects/json-value.ts';
import { gatherFromFiles } from '../../../edge/files/gather-from-files.ts';
import { valueOfFlag, type CommandLine } from '../command-line.ts';
import type { Io } from '../io.ts';
import { judgeIn, type Judged } from '../judged.ts';
import { refuseLiveFlags } from '../live-options.ts';
import { pageOptions } from '../page-options.ts';
import { addProbes } from '../probing/add-probes.ts';
import { asksRegistries } from '../probing/asks-registries.ts';
import { sayDiagnosis } from '../say-diagnosis.ts';
import { readTargets } from '../targets.ts';

/** `pulldoctor -f PATH`: reads saved objects, judges, says; the registries are asked where `--probe` says so. */
export async function diagnoseFiles(line: CommandLine, io: Io): Promise<number> {
  const targets = readTargets(line.words);
  // The page is read before the files, so that no wrong flag is found after a minute of reading.
  const page = pageOptions(line, io);
  return sayDiagnosis(await judgeFiles(line, targets, io), page, line, io);
}

async function judgeFiles(line: CommandLine, targets: readonly Target[], io: Io): Promise<Judged> {
  refuseLiveFlags(line);
  const asks = asksRegistries(line, false);
  const paths = line.values.get('filename') ?? [];
  const namespace = line.switches.has('all-namespaces') ? undefined : valueOfFlag(line, 'namespace');
  const secrets: unknown[] = [];
  const evidence = await gatherFromFiles(paths, {
    ...(namespace !== undefined && { namespace }),
    now: io.now(),
    ...(paths.includes('-') && { stdin: io.stdin.chunks() }),
    ...(asks && { onSecret: (json: unknown): void => void secrets.push(json) }),
  });
  const scope = scopeOf(line, targets, namespace, evidence);
  const judge = judgeIn(scope);
  const judged = { evidence, diagnosis: judge(evidence), namespace: scope.namespace };
  return asks ? askedToo(judged, secrets, judge, line, io) : judged;
}

/** Without a scope of the reader's own, that of whoever collected: the rest was saved as a witness. */
function scopeOf(
  { switches }: CommandLine,
  targets: readonly Target[],
  namespace: string | undefined,
  { scope }: ClusterEvidence,
): CollectedScope {
  const own = targets.length > 0 || namespace !== undefined || switches.has('all-namespaces');
  return own || scope === undefined ? { targets, ...(namespace !== undefined && { namespace }) } : scope;
}

async function askedToo(
  { evidence, diagnosis, namespace }: Judged,
  secrets: readonly unknown[],
  judge: (seen: ClusterEvidence) => Diagnosis,
  line: CommandLine,
  io: Io,
): Promise<Judged> {
  // One that was saved without its data says nothing of what the kubelet would send.
  const whole = secrets.filter((json) => objectOf(json)['data'] !== undefined);
  const pullSecrets = whole.flatMap((json) => parsePullSecret(json) ?? []);
  const all = namespace === undefined;
  const probed = await addProbes({ evidence, diagnosis, pullSecrets, all }, line, io);
  return { evidence: probed, diagnosis: judge(probed), namespace };
}
