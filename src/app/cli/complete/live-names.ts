import { plainKind } from '../../../core/diagnosis/targets.ts';
import { listOf, objectOf, textOf } from '../../../core/evidence/objects/json-value.ts';
import {
  NAMESPACES,
  PODS,
  WORKLOADS,
  knownResource,
  pathOf,
  type ApiResource,
} from '../../../edge/cluster/api-resource.ts';
import { connectCluster } from '../../../edge/cluster/connect.ts';
import { readKubeconfigs } from '../../../edge/cluster/login/kubeconfig-files.ts';
import { valueOfFlag, type CommandLine } from '../command-line.ts';
import type { Io } from '../io.ts';
import { connectOptions } from '../live-options.ts';
import type { LiveNames } from './offers.ts';

/** Nobody waits longer for a word they could type. */
const WITHIN = 1_000;
const MOST_NAMES = 500;
/** Names without the rest of the objects. */
const NAMES_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';

/** Names as the kubeconfig or the cluster of this command line knows them. Throws when they cannot be had. */
export async function liveNames(wanted: LiveNames, line: CommandLine, io: Io): Promise<readonly string[]> {
  if (wanted.of !== 'objects') {
    const { config } = await readKubeconfigs(valueOfFlag(line, 'kubeconfig'), io.env);
    return [...config[`${wanted.of}s`].keys()];
  }
  const resource = resourceOf(wanted.type);
  return resource === undefined ? [] : objectNames(resource, line, io);
}

function resourceOf(type: string): ApiResource | undefined {
  const kind = plainKind(type);
  if (kind === 'pod') return PODS;
  if (kind === 'namespace') return NAMESPACES;
  if (kind === 'secret') return knownResource('Secret');
  return kind === 'serviceaccount' ? knownResource('ServiceAccount') : WORKLOADS.get(kind);
}

async function objectNames(resource: ApiResource, line: CommandLine, io: Io): Promise<readonly string[]> {
  // Silent: what a plugin writes would end up in the middle of the line being typed.
  const silent = { log: () => undefined, stderr: () => undefined, stdinIsTerminal: false };
  const options = { ...connectOptions(line, io), ...silent, requestTimeout: WITHIN };
  const { client, namespace: home } = await connectCluster(options);
  const everywhere = line.switches.has('all-namespaces');
  const namespace = everywhere || !resource.namespaced ? '' : (valueOfFlag(line, 'namespace') ?? home);
  try {
    const listed = await client.fetch({
      path: pathOf(resource, namespace),
      query: { limit: MOST_NAMES },
      accept: NAMES_ONLY,
    });
    if (!listed.ok) return [];
    return listOf(objectOf(listed.value)['items']).map((item) =>
      textOf(objectOf(objectOf(item)['metadata'])['name']),
    );
  } finally {
    client.close();
  }
}
