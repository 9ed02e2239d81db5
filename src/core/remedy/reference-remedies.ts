import { formatReference, parseImageReference } from '../evidence/image/image-reference.ts';
import { correctReference } from './correct-reference.ts';
import type { Incident } from './incident.ts';
import { kubectl, ownerName } from './kubectl.ts';
import { lastingChange, managerOf } from './managed-by.ts';
import { nodeFlavour } from './node-flavour.ts';
import { onEachNode, writeOnEachNode } from './node-shell.ts';
import { commandRemedy, remedy } from './plan.ts';
import type { Remedy } from './remedy.ts';
import { shellLine, words } from './shell-quote.ts';
import { imageChange } from './workload-change.ts';

/** The image string is no image reference. */
export function invalidReferenceRemedies(incident: Incident): readonly Remedy[] {
  const parsed = parseImageReference(incident.lead.image);
  const why = parsed.kind === 'fault' ? parsed.why : undefined;
  if (why === 'template' || incident.finding.reason === 'template-not-rendered') {
    return [renderTemplate(incident)];
  }
  return [correction(incident)];
}

function correction(incident: Incident): Remedy {
  const corrected = correctReference(incident.lead.image);
  if (corrected === undefined) {
    const heading = {
      title: 'Write the image name correctly',
      safety: 'unsafe' as const,
      notes: [mistake(incident.lead.image)],
    };
    return remedy(
      heading,
      imageChange(incident, ({ image }) => correctReference(image)?.image ?? withoutVersion(image)),
    );
  }
  const says = `${capital(corrected.steps.join(', then '))}${corrected.certain ? '' : ', if that is what was meant'}`;
  const change = imageChange(incident, ({ image }) => correctReference(image)?.image ?? '<IMAGE>');
  return remedy({ title: 'Write the image name correctly', safety: 'unsafe', notes: [says] }, change);
}

/** What to write where only the author knows the rest: the repository with an open tag, if it is clear. */
function withoutVersion(image: string): string {
  const parsed = parseImageReference(image);
  if (parsed.kind !== 'fault') return image;
  const colon = image.indexOf(':', image.lastIndexOf('/') + 1);
  if (parsed.why === 'empty-tag' && colon > 0) return `${image.slice(0, colon)}:<TAG>`;
  if (parsed.why === 'double-tag' && colon > 0) return `${image.slice(0, colon)}:<TAG>`;
  if (parsed.why === 'short-digest' || parsed.why === 'empty-digest')
    return `${image.slice(0, image.indexOf('@'))}@sha256:<DIGEST>`;
  return '<IMAGE>';
}

/** What is wrong with it, for people. */
function mistake(image: string): string {
  const parsed = parseImageReference(image);
  if (parsed.kind !== 'fault') return 'This kubelet does not take it for an image name';
  switch (parsed.why) {
    case 'empty':
      return 'The image is empty';
    case 'empty-tag':
      return 'Nothing stands behind the colon: a variable for the tag was most likely empty';
    case 'empty-digest':
      return 'Nothing stands behind the @: a variable for the digest was most likely empty';
    case 'empty-name':
      return 'A part of the name is empty: a variable was most likely not set';
    case 'double-slash':
      return 'Two slashes follow each other: the part between them was most likely an empty variable';
    case 'double-tag':
      return 'It has two tags: one most likely came from the image value and one from the tag value';
    case 'short-digest':
      return 'The digest is too short: a sha256 has 64 digits';
    case 'hex64':
      return 'It is an image ID; pull by repository@sha256:… instead';
    case 'underscore-in-host':
      return 'A host name cannot have an underscore';
    case 'non-ascii':
      return 'It has a letter that only looks like one of a to z, or a dash from a word processor';
    default:
      return `The reader of image names says: ${parsed.error}`;
  }
}

function renderTemplate(incident: Incident): Remedy {
  const { lead } = incident;
  const { namespace, owner } = lead;
  const manager = managerOf(lead);
  const look =
    manager?.tool === 'Helm'
      ? shellLine('helm', '-n', namespace, 'get', 'values', manager.release)
      : kubectl(namespace, 'get', ownerName(owner), '-o', 'yaml');
  const heading = {
    title: 'Give the variable in the image a value where the manifest is rendered',
    safety: 'unsafe' as const,
    notes: [
      'The image still holds a placeholder that a tool should have filled in',
      lastingChange(lead, ['image.tag=<TAG>']),
    ],
  };
  return commandRemedy(heading, look, ...imageChange(incident, () => '<IMAGE>').commands);
}

/** A name without a registry, on a node that does not add one. */
export function shortNameRemedies(incident: Incident): readonly Remedy[] {
  const full = remedy(
    {
      title: 'Write the whole image name, registry first',
      safety: 'unsafe',
      notes: ['Docker Hub is filled in here; put another host if the image is meant to come from there'],
    },
    imageChange(incident, ({ image }) => wholeName(image)),
  );
  return [full, searchRegistries(incident)];
}

function wholeName(image: string): string {
  const parsed = parseImageReference(image);
  return parsed.kind === 'reference' ? formatReference(parsed) : '<IMAGE>';
}

function searchRegistries(incident: Incident): Remedy {
  if (nodeFlavour(incident) === 'openshift') {
    const patch = { spec: { registrySources: { containerRuntimeSearchRegistries: ['docker.io'] } } };
    return remedy(
      {
        title: 'Let the nodes search one registry for short names',
        safety: 'unsafe',
        notes: ['The nodes are restarted one after another'],
      },
      {
        commands: [
          shellLine(
            ...words('oc patch image.config.openshift.io/cluster --type=merge -p'),
            JSON.stringify(patch),
          ),
        ],
        target: { kind: 'Image', name: 'cluster' },
        patchType: 'merge',
        patch,
        notes: [],
      },
    );
  }
  const { commands, where } = writeOnEachNode(incident, '/etc/containers/registries.conf.d/99-search.conf', [
    'unqualified-search-registries = ["docker.io"]',
  ]);
  const notes = ['Exactly one: with two the name is ambiguous', where];
  const reload = onEachNode(incident, 'systemctl reload crio').commands;
  return commandRemedy(
    { title: 'Let the nodes search one registry for short names', safety: 'unsafe', notes },
    ...commands,
    ...reload,
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
