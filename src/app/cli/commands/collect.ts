import { diagnose } from '../../../core/diagnosis/diagnose.ts';
import type { Diagnosis } from '../../../core/diagnosis/finding.ts';
import type { Target } from '../../../core/diagnosis/targets.ts';
import type { ClusterEvidence } from '../../../core/evidence/evidence.ts';
import { SavedObjects } from '../../../core/report/collection/saved-objects.ts';
import { plainText } from '../../../core/report/text/plain-text.ts';
import { connectCluster } from '../../../edge/cluster/connect.ts';
import { gatherFromCluster } from '../../../edge/cluster/gather/gather-from-cluster.ts';
import { writePrivateFile } from '../../../edge/files/write-private-file.ts';
import { version } from '../../version.ts';
import { valueOfFlag, type CommandLine } from '../command-line.ts';
import type { Io } from '../io.ts';
import { connectOptions, scopeOf } from '../live-options.ts';
import { lookFurther } from '../look-further.ts';
import { scanProgress } from '../scan-progress.ts';
import { readTargets } from '../targets.ts';
import { withoutProbes } from '../without-probes.ts';

/** What was asked for could not be seen. */
const NOT_SEEN = 3;

/**
 * `pulldoctor collect`: saves what a diagnosis of the scope reads, scrubbed of secrets, so that `-f` reads it
 * as the live cluster. Exit code: 0 when it is saved, 3 when what was asked for could not be seen.
 */
export async function collectCommand(line: CommandLine, io: Io): Promise<number> {
  const targets = readTargets(line.words);
  const options = connectOptions(line, io);
  scopeOf(line, targets, '');
  const { client, context, namespace: home } = await connectCluster(options);
  const request = scopeOf(line, targets, home);
  const objects = new SavedObjects();
  const progress = scanProgress(io);
  try {
    const reading = await gatherFromCluster(client, {
      ...request,
      now: io.now,
      progress: progress.say,
      onObject: (json, type) => objects.add(json, type),
    });
    const judge = judgeOf(request.namespace, targets);
    const diagnosis = judge(reading.evidence);
    const evidence =
      diagnosis.findings.length === 0
        ? reading.evidence
        : await lookFurther(
            { reading, diagnosis, judge, line: withoutProbes(line), client, namespace: request.namespace },
            io,
          );
    progress.clear();
    const saving = {
      version,
      context,
      targets,
      ...(request.namespace !== undefined && { namespace: request.namespace }),
    };
    const path = pathOf(line, context, io.now());
    await save(path, objects.toJson(evidence, saving), io);
    await io.stderr.write(savedWords(path, objects, evidence, io.program));
    return evidence.blindSpots.some(({ hidesTarget }) => hidesTarget === true) ? NOT_SEEN : 0;
  } finally {
    progress.clear();
    client.close();
  }
}

function judgeOf(
  namespace: string | undefined,
  targets: readonly Target[],
): (evidence: ClusterEvidence) => Diagnosis {
  const scope = namespace === undefined ? {} : { namespace };
  return (evidence) => diagnose(evidence, { ...scope, ...(targets.length > 0 && { targets }) });
}

/** `pulldoctor-production-20261121T120000Z.json`, or as asked. */
function pathOf(line: CommandLine, context: string, now: number): string {
  const asked = valueOfFlag(line, 'output-file');
  if (asked !== undefined && asked !== '') return asked;
  const place = context.replaceAll(/[^A-Za-z0-9._-]+/gu, '-').slice(0, 80) || 'cluster';
  const time = new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/gu, '');
  return `pulldoctor-${place}-${time}Z.json`;
}

async function save(path: string, text: string, io: Io): Promise<void> {
  if (path === '-') await io.stdout.write(text);
  else await writePrivateFile(path, text);
}

function savedWords(
  path: string,
  { counts }: SavedObjects,
  evidence: ClusterEvidence,
  program: string,
): string {
  const kinds = [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ') || 'no object';
  const unseen = evidence.blindSpots.length;
  const file = path === '-' ? 'stdout' : path;
  const lines = [
    `saved to ${file}: ${kinds}${unseen === 0 ? '' : `; ${unseen} not seen, which is noted in it`}`,
    'it names pods, images, nodes, registries and users; no secret value, environment or argument is in it',
    ...(path === '-' ? [] : [`read it: ${program} -f ${path}`]),
  ];
  return lines.map((text) => `${plainText(text, 'unicode')}\n`).join('');
}
