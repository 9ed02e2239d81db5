import type { EvidenceAssembly } from '../../core/evidence/objects/assemble-evidence.ts';
import { objectOf, textFieldsOf, textsOf } from '../../core/evidence/objects/json-value.ts';
import { ByteReader } from './byte-reader.ts';
import type { Bytes } from './bytes.ts';

// Two kinds of files in a support bundle (troubleshoot.sh, its pkg/collect/cluster_resources.go) are no
// objects and tell something all the same: what the collector was not allowed to see, and which pull
// secrets there are. Everything else in a bundle is lists like any other.

const ERRORS = /(?:^|\/)cluster-resources\/(?:[^/]+\/)*([a-z-]+)-errors\.json$/;
const PULL_SECRET = /(?:^|\/)cluster-resources\/image-pull-secrets\/([^/]+)\/([^/]+)\.json$/;
/** Longer than that is none of these files. */
const LARGEST = 1 << 20;
/** So many refusals of one kind are told one by one. */
const TOLD = 10;

/** Whether a file is one of the two, by its path. */
export function isBundleFile(path: string): boolean {
  return ERRORS.test(path) || PULL_SECRET.test(path);
}

/** Takes what such a file tells to the evidence. A file that cannot be read tells nothing. */
export async function readBundleFile(path: string, bytes: Bytes, assembly: EvidenceAssembly): Promise<void> {
  const [, namespace, name] = PULL_SECRET.exec(path) ?? [];
  if (namespace !== undefined && name !== undefined) {
    // The file names a registry and a user, but only the last registry of several: not worth keeping.
    assembly.add({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { namespace, name },
      type: 'kubernetes.io/dockerconfigjson',
      data: { '.dockerconfigjson': '' },
    });
    return;
  }
  const text = (await new ByteReader(bytes).take(LARGEST)).toString('utf8');
  addRefusals(ERRORS.exec(path)?.[1] ?? '', parseJson(text), assembly);
}

/** In: the errors by namespace, or a list of them. */
function addRefusals(kinds: string, errors: unknown, assembly: EvidenceAssembly): void {
  const refused = Array.isArray(errors)
    ? textsOf(errors).map((why) => ({ what: kinds, why }))
    : Object.entries(textFieldsOf(objectOf(errors))).map(([where, why]) => ({
        what: `${kinds} in ${where}`,
        why,
      }));
  for (const blindSpot of refused.slice(0, TOLD)) {
    assembly.addBlindSpot(kinds === 'pods' ? { ...blindSpot, hidesTarget: true } : blindSpot);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
