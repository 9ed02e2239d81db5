import type { nextLooks } from '../../core/diagnosis/looks/next-looks.ts';
import type { Target } from '../../core/diagnosis/targets.ts';
import type { ApiClient } from '../../edge/cluster/api-client.ts';
import { connectCluster } from '../../edge/cluster/connect.ts';
import { gatherFromCluster } from '../../edge/cluster/gather/gather-from-cluster.ts';
import type { LiveReading } from '../../edge/cluster/gather/live-request.ts';
import type { CommandLine } from './command-line.ts';
import type { Io } from './io.ts';
import { connectOptions, scopeOf } from './live-options.ts';
import { scanProgress } from './scan-progress.ts';

/** What a command line asks of a live cluster, read; and the way to more. */
export interface ClusterLook {
  readonly reading: LiveReading;
  /** Absent for all namespaces. */
  readonly namespace?: string;
  readonly client: ApiClient;
}

/** Connects as the command line says and reads what it asks for. The caller closes the client. */
export async function readCluster(
  line: CommandLine,
  targets: readonly Target[],
  io: Io,
  choose: typeof nextLooks,
): Promise<ClusterLook> {
  // A wrong flag is not to be found after a login.
  const options = connectOptions(line, io);
  scopeOf(line, targets, '');
  const { client, namespace: home } = await connectCluster(options);
  const request = scopeOf(line, targets, home);
  const progress = scanProgress(io);
  try {
    const reading = await gatherFromCluster(
      client,
      { ...request, now: io.now, progress: progress.say },
      choose,
    );
    return {
      reading,
      client,
      ...(request.namespace !== undefined && { namespace: request.namespace }),
    };
  } catch (error) {
    client.close();
    throw error;
  } finally {
    progress.clear();
  }
}
