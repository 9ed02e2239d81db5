import { clusterProvider } from './cluster-provider.ts';
import { known, objectOf, objectsOf, textOf, textsOf } from './json-value.ts';
import type { MinorVersion, NodeEvidence } from './node.ts';
import { parseConditions } from './parse-conditions.ts';
import { parseObjectMeta } from './parse-object-meta.ts';
import { unshared, type Share } from './share-texts.ts';

/**
 * Reads a core/v1 Node. In: the parsed JSON. Out: the node, what is missing left empty; undefined
 * without a name. `share` keeps the image names of many nodes as one. Addresses, capacity and the rest stay behind.
 */
export function parseNode(json: unknown, share: Share = unshared): NodeEvidence | undefined {
  const node = objectOf(json);
  const meta = parseObjectMeta(node);
  if (meta === undefined) return undefined;
  const spec = objectOf(node['spec']);
  const status = objectOf(node['status']);
  const info = objectOf(status['nodeInfo']);
  const kubeletVersion = textOf(info['kubeletVersion']);
  return {
    name: meta.name,
    uid: meta.uid,
    kubeletVersion,
    runtime: parseRuntimeVersion(textOf(info['containerRuntimeVersion'])),
    os: textOf(info['operatingSystem']),
    architecture: textOf(info['architecture']),
    conditions: parseConditions(status['conditions']),
    unschedulable: spec['unschedulable'] === true,
    taints: parseTaints(spec['taints']),
    images: objectsOf(status['images']).flatMap((image) => textsOf(image['names']).map(share)),
    ...known({
      createdAt: meta.createdAt,
      kubelet: parseMinorVersion(kubeletVersion),
      provider: clusterProvider(meta, textOf(spec['providerID']), info),
    }),
  };
}

/**
 * Reads `v1.33.1`, `v1.31.2-gke.100`, `1.30.4+k3s1` and the like: a vendor's suffix says nothing of the
 * kubelet's code. Undefined when there is no `major.minor` at the start.
 */
export function parseMinorVersion(version: string): MinorVersion | undefined {
  const [, major, minor] = /^v?(\d{1,3})\.(\d{1,3})(?!\d)/.exec(version) ?? [];
  return major === undefined || minor === undefined
    ? undefined
    : { major: Number(major), minor: Number(minor) };
}

/** Reads `containerd://2.1.4`; text without a scheme is a name without a version. */
function parseRuntimeVersion(text: string): { readonly name: string; readonly version: string } {
  const at = text.indexOf('://');
  return at < 0 ? { name: text, version: '' } : { name: text.slice(0, at), version: text.slice(at + 3) };
}

function parseTaints(value: unknown): NodeEvidence['taints'] {
  return objectsOf(value).map((taint) => ({
    key: textOf(taint['key']),
    value: textOf(taint['value']),
    effect: textOf(taint['effect']),
  }));
}
