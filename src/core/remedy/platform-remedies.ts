import { parseImageReference, isReference, repositoryOf } from '../evidence/image/image-reference.ts';
import { distinct, type Incident } from './incident.ts';
import { onEachNode } from './node-shell.ts';
import { commandRemedy, remedy } from './plan.ts';
import { hostLike } from './pull-secret.ts';
import type { Remedy } from './remedy.ts';
import { shellLine } from './shell-quote.ts';
import { imageChange, templateChange } from './workload-change.ts';

/** The index has no entry for the node's platform. */
export function platformRemedies(incident: Incident): readonly Remedy[] {
  return [...elsewhereFirst(incident), lookAtPlatforms(incident)];
}

/** The image was pulled and its program is for another processor. */
export function wrongBinaryRemedies(incident: Incident): readonly Remedy[] {
  const look = commandRemedy(
    {
      title: 'See what the image was built for',
      safety: 'safe',
      notes: [
        'If it says the platform of the node, look for an entrypoint that is a script without a #! line, or a binary copied from another build stage',
      ],
    },
    shellLine('skopeo', 'inspect', '--config', `docker://${dockerName(incident)}`),
  );
  return [...elsewhereFirst(incident), look];
}

/** Where the same image runs on nodes of another kind, sending the pods there is the quicker help. */
function elsewhereFirst(incident: Incident): readonly Remedy[] {
  const home = runsOn(incident);
  const select = selectNodes(incident, home);
  return home === undefined ? [build(incident), select] : [select, build(incident)];
}

function build(incident: Incident): Remedy {
  return commandRemedy(
    {
      title: 'Build the image for all platforms in use, and push it',
      safety: 'unsafe',
      notes: [
        `In the folder of its Dockerfile; the failing ${incident.nodeNames.length === 1 ? 'node is' : 'nodes are'} ${wantedPlatforms(incident).join(' and ')}`,
      ],
    },
    shellLine(
      'docker',
      'buildx',
      'build',
      '--platform',
      buildPlatforms(incident).join(','),
      '-t',
      incident.lead.image,
      '--push',
      '.',
    ),
  );
}

function selectNodes(incident: Incident, home: string | undefined): Remedy {
  const arch = home ?? '<ARCH>';
  const notes = [
    home === undefined
      ? 'ARCH is one that the image has, such as amd64'
      : `The same image runs on ${home} nodes`,
    'New pods stay pending if no such node has room',
  ];
  const podSpec = { nodeSelector: { 'kubernetes.io/arch': arch } };
  const inWords = `Set nodeSelector kubernetes.io/arch: ${arch}`;
  const values = [String.raw`nodeSelector.kubernetes\.io/arch=${arch}`];
  return remedy(
    { title: 'Keep the pods on nodes that the image was built for', safety: 'unsafe', notes },
    templateChange(incident, { podSpec, inWords, values }),
  );
}

function lookAtPlatforms(incident: Incident): Remedy {
  return commandRemedy(
    { title: 'See which platforms the image has', safety: 'safe' },
    shellLine('docker', 'buildx', 'imagetools', 'inspect', dockerName(incident)),
    'kubectl get nodes -L kubernetes.io/arch,kubernetes.io/os',
  );
}

/** An architecture on which this very image runs; nothing when none was seen, or it is that of the failing nodes. */
function runsOn({ evidence, lead, nodes }: Incident): string | undefined {
  const failing = new Set(nodes.map(({ architecture }) => architecture));
  const byName = new Map(evidence.nodes.map((node) => [node.name, node.architecture]));
  for (const { containers, nodeName } of evidence.pods) {
    const architecture = byName.get(nodeName ?? '') ?? '';
    const runs = containers.some(({ image, state }) => image === lead.image && state?.kind === 'running');
    if (runs && architecture !== '' && !failing.has(architecture)) return architecture;
  }
  return undefined;
}

function wantedPlatforms({ nodes, fault }: Incident): readonly string[] {
  const seen = distinct(
    nodes.flatMap(({ os, architecture }) => (architecture === '' ? [] : `${os || 'linux'}/${architecture}`)),
  );
  if (seen.length > 0) return seen;
  const said = fault?.kind === 'platform' ? fault.wanted : undefined;
  return [said ?? 'of another platform'];
}

/** All platforms of the cluster's nodes; the two usual ones where no node was seen. */
function buildPlatforms({ evidence }: Incident): readonly string[] {
  const seen = distinct(
    evidence.nodes.flatMap(({ os, architecture }) =>
      architecture === '' ? [] : `${os || 'linux'}/${architecture}`,
    ),
  );
  const usual = ['linux/amd64', 'linux/arm64'];
  return seen.length > 1 ? seen : distinct([...usual, ...seen]);
}

/** What stands there is no image that the runtime takes. */
export function manifestRemedies(incident: Incident): readonly Remedy[] {
  const { fault } = incident;
  const what = fault?.kind === 'media-type' ? fault.what : fault?.kind === 'not-json' ? 'page' : 'unknown';
  switch (what) {
    case 'schema1':
      return [convert(incident), lookAtManifest(incident)];
    case 'page':
      return [askHost(incident), dropCopy(incident), otherImage(incident)];
    case 'artifact':
    case 'layers':
      return [otherImage(incident), lookAtManifest(incident)];
    default:
      return [lookAtManifest(incident), otherImage(incident)];
  }
}

function convert(incident: Incident): Remedy {
  const source = `docker://${dockerName(incident)}`;
  return commandRemedy(
    {
      title: 'Push the image again in a current format',
      safety: 'unsafe',
      notes: [
        'It is in the old schema 1 format, which containerd gave up in 2.1 (off by default in 2.0)',
        'For an image that is not yours, take a newer tag, or copy it to a registry of your own',
      ],
    },
    shellLine('skopeo', 'copy', '--format', 'v2s2', source, source),
  );
}

function lookAtManifest(incident: Incident): Remedy {
  return commandRemedy(
    {
      title: 'See what stands under this name',
      safety: 'safe',
      notes: [
        'Look at mediaType, artifactType and config.mediaType: a chart, a signature or a model is no image',
      ],
    },
    shellLine('skopeo', 'inspect', '--raw', `docker://${dockerName(incident)}`),
  );
}

function otherImage(incident: Incident): Remedy {
  return remedy(
    { title: 'Set a container image, not the artifact beside it', safety: 'unsafe' },
    imageChange(incident, () => '<IMAGE>'),
  );
}

function askHost({ finding, reference }: Incident): Remedy {
  const host = hostLike(finding.host?.name) ?? hostLike(reference?.domain) ?? '<HOST>';
  return commandRemedy(
    {
      title: 'Make the host answer as a registry',
      safety: 'safe',
      notes: [
        'A registry answers 200 or 401 with JSON; HTML means a web server, a login page or a proxy: correct the host, the port or the path of the mirror',
      ],
    },
    shellLine('curl', '-sI', `https://${host}/v2/`),
  );
}

function dropCopy(incident: Incident): Remedy {
  const { commands, where } = onEachNode(incident, shellLine('crictl', 'rmi', dockerName(incident)));
  return commandRemedy(
    { title: 'Then remove the bad copy from the node', safety: 'safe', notes: [where] },
    ...commands,
  );
}

/** The image for tools that want a valid reference; a placeholder for what is none. */
function dockerName({ lead, reference }: Incident): string {
  if (reference === undefined || !isReference(parseImageReference(lead.image))) return '<IMAGE>';
  // skopeo refuses a tag and a digest together.
  if (reference.digest !== undefined)
    return `${repositoryOf(reference)}@${reference.digest.algorithm}:${reference.digest.hex}`;
  return lead.image;
}
