import type { Look } from '../../../core/diagnosis/looks/look.ts';
import { pullSecretsOf } from '../../../core/evidence/credentials/inherited-secrets.ts';
import type { PullSecret } from '../../../core/evidence/credentials/pull-secret.ts';
import type { Platform } from '../../../core/evidence/image/platform.ts';
import type { BlindSpot } from '../../../core/evidence/observed.ts';
import { connectCluster } from '../../../edge/cluster/connect.ts';
import { blankReading } from '../../../edge/cluster/gather/gather-from-cluster.ts';
import type { LiveReading } from '../../../edge/cluster/gather/live-request.ts';
import type { CommandLine } from '../command-line.ts';
import type { Io } from '../io.ts';
import { connectOptions, scopeOf } from '../live-options.ts';
import type { ProbeIdentity } from './probe-identity.ts';

/** What a cluster lends a probe. */
export interface ClusterLogins {
  /** The pull secrets that were read, in the kubelet's order. */
  readonly pullSecrets: readonly PullSecret[];
  /** Names of pull secrets that could not be read: what the kubelet would send is not known. */
  readonly unseen: readonly string[];
  /** The platform of the pod's node, where that was seen. */
  readonly platforms: readonly Platform[];
  readonly blindSpots: readonly BlindSpot[];
}

export type ClusterIdentity = Extract<ProbeIdentity, { is: 'pod' | 'service-account' | 'secrets' }>;

/** Reads by name what the identity needs, and nothing else. */
export async function readClusterLogins(
  identity: ClusterIdentity,
  line: CommandLine,
  io: Io,
): Promise<ClusterLogins> {
  const options = connectOptions(line, io);
  const { client, namespace: home } = await connectCluster(options);
  const { namespace = home } = scopeOf(line, [], home);
  try {
    const blank = blankReading(client, { namespace, targets: [], secrets: 'read', now: io.now });
    return await loginsOf(identity, namespace, blank);
  } finally {
    client.close();
  }
}

function loginsOf(identity: ClusterIdentity, namespace: string, blank: LiveReading): Promise<ClusterLogins> {
  switch (identity.is) {
    case 'secrets':
      return secretsNamed(identity.names, namespace, blank);
    case 'service-account':
      return loginsOfAccount(identity.name, namespace, blank);
    case 'pod':
      return loginsOfPod(identity.name, namespace, blank);
  }
}

async function loginsOfAccount(name: string, namespace: string, blank: LiveReading): Promise<ClusterLogins> {
  const reading = await blank.look([object('ServiceAccount', namespace, name)]);
  const [account] = reading.evidence.serviceAccounts;
  if (account === undefined) return notSeen(`service account ${namespace}/${name}`, reading);
  return secretsNamed(account.imagePullSecrets, namespace, reading);
}

async function loginsOfPod(name: string, namespace: string, blank: LiveReading): Promise<ClusterLogins> {
  const reading = await blank.look([object('Pod', namespace, name)]);
  const [pod] = reading.evidence.pods;
  if (pod === undefined) return notSeen(`pod ${namespace}/${name}`, reading);
  const { nodeName = '' } = pod;
  const around = nodeName === '' ? reading : await reading.look([object('Node', '', nodeName)]);
  return secretsNamed(pullSecretsOf(pod), namespace, around);
}

async function secretsNamed(
  names: readonly string[],
  namespace: string,
  before: LiveReading,
): Promise<ClusterLogins> {
  const { evidence, pullSecrets } = await before.look(names.map((name) => object('Secret', namespace, name)));
  const absent = new Set(evidence.absent?.map(({ name }) => name));
  return {
    pullSecrets: names.flatMap((name) => pullSecrets.find((one) => one.name === name) ?? []),
    unseen: names.filter((name) => !absent.has(name) && !pullSecrets.some((one) => one.name === name)),
    platforms: evidence.nodes.map(({ os, architecture }) => ({ os, architecture })),
    blindSpots: [
      ...evidence.blindSpots,
      ...names
        .filter((name) => absent.has(name))
        .map((name) => ({
          what: `secret ${namespace}/${name}`,
          why: 'not found: the kubelet goes on without',
        })),
    ],
  };
}

/** Without it there is nobody to ask as. */
function notSeen(what: string, { evidence }: LiveReading): ClusterLogins {
  const spots: readonly BlindSpot[] =
    evidence.blindSpots.length > 0 ? evidence.blindSpots : [{ what, why: 'not found' }];
  return {
    pullSecrets: [],
    unseen: [what],
    platforms: [],
    blindSpots: spots.map((spot) => ({ ...spot, hidesTarget: true })),
  };
}

function object(kind: string, namespace: string, name: string): Look {
  return { is: 'object', kind, apiVersion: 'v1', namespace, name };
}
