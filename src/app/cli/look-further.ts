import type { Diagnosis } from '../../core/diagnosis/finding.ts';
import { widerLooks } from '../../core/diagnosis/looks/wider-looks.ts';
import type { ClusterEvidence } from '../../core/evidence/evidence.ts';
import type { ApiClient } from '../../edge/cluster/api-client.ts';
import type { LiveReading } from '../../edge/cluster/gather/live-request.ts';
import type { CommandLine } from './command-line.ts';
import type { Io } from './io.ts';
import { addProbes } from './probing/add-probes.ts';
import { asksRegistries } from './probing/asks-registries.ts';
import type { Onlooker } from './probing/onlooker.ts';

/** What was read and judged so far, and the means to look again. */
export interface FurtherLook {
  readonly reading: LiveReading;
  readonly diagnosis: Diagnosis;
  readonly judge: (evidence: ClusterEvidence) => Diagnosis;
  readonly line: CommandLine;
  readonly client: ApiClient;
  readonly namespace: string | undefined;
  /** Is told of each registry's answer while others are still out. */
  readonly onlooker?: Onlooker;
}

/**
 * Looks at what would settle a first judgement: around it in the cluster, on the failing nodes where that was asked
 * for, and at the registries. Out: the evidence with all that came back, the same one where nothing was worth a look.
 */
export async function lookFurther(further: FurtherLook, io: Io): Promise<ClusterEvidence> {
  const { judge, line, client, namespace, onlooker } = further;
  let { reading, diagnosis } = further;
  // The cluster comes first: it gives its evidence anew, without what others added to it.
  const looks = widerLooks(diagnosis, reading.evidence, namespace === undefined);
  if (looks.length > 0) {
    reading = await reading.look(looks);
    diagnosis = judge(reading.evidence);
  }
  if (line.switches.has('node-logs')) {
    const { addNodeLogs } = await import('../../edge/cluster/node-logs.ts');
    reading = await addNodeLogs(reading, diagnosis.findings, client);
  }
  if (line.switches.has('from-node')) {
    const { addCanaries } = await import('./from-node.ts');
    const yes = line.switches.has('yes');
    reading = await addCanaries(reading, diagnosis.findings, io, { client, yes });
  }
  if (!asksRegistries(line, true)) return reading.evidence;
  return addProbes({ ...reading, diagnosis, all: namespace === undefined }, line, io, onlooker);
}
