import { retiredRegistry } from '../evidence/image/retired-registries.ts';
import {
  formatReference,
  isReference,
  parseImageReference,
  repositoryOf,
} from '../evidence/image/image-reference.ts';
import type { Incident, Subject } from './incident.ts';
import { loadLocalImage } from './local-image.ts';
import { isTypo, nearImage, type NearImage } from './near-image.ts';
import { commandRemedy, remedy } from './plan.ts';
import { registryOf } from './pull-secret.ts';
import { registryVendor } from './registry-vendor.ts';
import type { Remedy } from './remedy.ts';
import { retryNow } from './retry-now.ts';
import { shellLine, words } from './shell-quote.ts';
import { imageChange } from './workload-change.ts';

/** The tag is not there. */
export function tagRemedies(incident: Incident): readonly Remedy[] {
  return [...special(incident), setTag(incident), push(incident)];
}

/** The digest is not there. */
export function digestRemedies(incident: Incident): readonly Remedy[] {
  const { reference } = incident;
  const repository = reference === undefined ? '<REPOSITORY>' : repositoryOf(reference);
  const tag = reference?.tag ?? '<TAG>';
  const look = commandRemedy(
    {
      title: 'See which digest the tag has now',
      safety: 'safe',
      notes: ['The first digest it prints is the one to pin'],
    },
    shellLine('docker', 'buildx', 'imagetools', 'inspect', `${repository}:${tag}`),
  );
  const set = remedy(
    { title: 'Set the digest that exists now', safety: 'unsafe' },
    imageChange(incident, ({ image }) => `${withoutDigest(image)}@sha256:<DIGEST>`),
  );
  return [...special(incident), set, look, push(incident)];
}

/** The repository is not there. */
export function repositoryRemedies(incident: Incident): readonly Remedy[] {
  const set = remedy(
    { title: 'Set an image whose repository exists', safety: 'unsafe', notes: [pathHint(incident)] },
    imageChange(incident, ({ image }) => `${registryPrefix(image)}<REPOSITORY>:<TAG>`),
  );
  return [...special(incident), set, ...createRepository(incident), push(incident)];
}

/** Something of the name is not there. */
export function notFoundRemedies(incident: Incident): readonly Remedy[] {
  // With a digest the tag does not count: setting another tag alone would change nothing.
  if (incident.reference?.digest !== undefined) return [...digestRemedies(incident), listTags(incident)];
  return [...special(incident), setTag(incident), listTags(incident), push(incident)];
}

/** The host or the repository was given up. */
export function retiredRemedies(incident: Incident): readonly Remedy[] {
  const moved = movedImage(incident);
  if (moved.length > 0) return [...moved];
  const set = remedy(
    {
      title: 'Set an image from a registry that serves',
      safety: 'unsafe',
      notes: [
        sentenceOf(incident) ?? 'Its makers say where it is now; a newer chart or manifest often has it',
      ],
    },
    imageChange(incident, () => '<IMAGE>'),
  );
  return [...migrateProject(incident), set];
}

/** The new name of an image whose registry moved; nothing where no move is known. */
export function movedImage(incident: Incident): readonly Remedy[] {
  const { reference } = incident;
  const retired = reference === undefined ? undefined : retiredRegistry(reference.domain, reference.path);
  if (retired?.successor === undefined) return [];
  const host = retired.successor.slice(0, retired.successor.indexOf('/'));
  const notes = [
    retired.sentence,
    retired.sameContent
      ? undefined
      : `Tags may differ there: look before with skopeo list-tags docker://${retired.successor}`,
  ];
  const title =
    host === reference?.domain
      ? `Take the image from ${retired.successor}`
      : `Take the image from ${host}, where it is now`;
  return [
    remedy(
      { title, safety: 'unsafe', notes },
      imageChange(incident, ({ image }) => successorOf(image)),
    ),
  ];
}

function successorOf(image: string): string {
  const parsed = parseImageReference(image);
  const retired = isReference(parsed) ? retiredRegistry(parsed.domain, parsed.path) : undefined;
  if (!isReference(parsed) || retired?.successor === undefined) return image;
  return retired.successor + formatReference(parsed).slice(repositoryOf(parsed).length);
}

function sentenceOf({ reference }: Incident): string | undefined {
  return reference === undefined ? undefined : retiredRegistry(reference.domain, reference.path)?.sentence;
}

function migrateProject(incident: Incident): readonly Remedy[] {
  const { reference } = incident;
  if (registryVendor(registryOf(incident)).kind !== 'container-registry') return [];
  const project = reference?.path.split('/')[0] ?? '<PROJECT>';
  return [
    commandRemedy(
      {
        title: 'If the project is yours, move it to Artifact Registry',
        safety: 'unsafe',
        notes: ['The gcr.io names go on working after it'],
      },
      shellLine('gcloud', 'artifacts', 'docker', 'upgrade', 'migrate', `--projects=${project}`),
    ),
  ];
}

/** What goes before the usual advice: a push that came late, an image of this machine, a known move. */
function special(incident: Incident): readonly Remedy[] {
  switch (incident.finding.reason) {
    case 'pushed-later':
      return [retryNow(incident, { notes: ['The image was pushed after the last attempt'] })];
    case 'image-never-loaded':
      return loadLocalImage(incident);
    default:
      return movedImage(incident);
  }
}

function setTag(incident: Incident): Remedy {
  const near = nearImage(incident);
  const title =
    near !== undefined && isTypo(near)
      ? 'Set the tag that is known to exist'
      : 'Set the image to a tag that exists';
  const notes = near === undefined ? [] : [nearNote(near)];
  return remedy(
    { title, safety: 'unsafe', notes },
    imageChange(incident, (subject) => tagFor(subject, near)),
  );
}

function tagFor({ image }: Subject, near: NearImage | undefined): string {
  return near !== undefined && isTypo(near) ? near.image : `${withoutVersion(image)}:<TAG>`;
}

function nearNote(near: NearImage): string {
  return `${near.image} ${near.known}`;
}

function listTags(incident: Incident): Remedy {
  const repository = incident.reference === undefined ? '<REPOSITORY>' : repositoryOf(incident.reference);
  return commandRemedy(
    {
      title: 'See whether the repository or only the tag is missing',
      safety: 'safe',
      notes: ['It lists the tags if the repository is there; add --creds <USER>:<TOKEN> for a private one'],
    },
    shellLine('skopeo', 'list-tags', `docker://${repository}`),
  );
}

function push(incident: Incident): Remedy {
  const { reference } = incident;
  const name = reference === undefined ? '<IMAGE>' : formatReference(reference);
  const digest = reference?.digest !== undefined;
  return commandRemedy(
    {
      title: digest ? 'Copy the missing content to this registry' : 'Push the missing image',
      safety: 'unsafe',
      notes: ['The kubelet takes it up at its next attempt'],
    },
    digest
      ? shellLine(
          'skopeo',
          'copy',
          '--all',
          'docker://<SOURCE>',
          `docker://${repositoryOf(reference)}:${reference.tag ?? '<TAG>'}`,
        )
      : shellLine('docker', 'push', name),
  );
}

function createRepository(incident: Incident): readonly Remedy[] {
  const vendor = registryVendor(registryOf(incident));
  const path = incident.reference?.path ?? '<REPOSITORY>';
  if (vendor.kind === 'ecr') {
    return [
      commandRemedy(
        {
          title: 'Create the repository, then push',
          safety: 'unsafe',
          notes: [`In account ${vendor.account}; pushing to ECR does not create it`],
        },
        shellLine('aws', 'ecr', 'create-repository', '--region', vendor.region, '--repository-name', path),
      ),
    ];
  }
  if (vendor.kind !== 'artifact-registry') return [];
  const [project = '<PROJECT>', repository = '<REPOSITORY>'] = path.split('/');
  return [
    commandRemedy(
      {
        title: 'Create the repository, then push',
        safety: 'unsafe',
        notes: ['Artifact Registry wants a repository between project and image'],
      },
      shellLine(
        ...words('gcloud artifacts repositories create'),
        repository,
        `--project=${project}`,
        `--location=${vendor.location}`,
        '--repository-format=docker',
      ),
    ),
  ];
}

function pathHint(incident: Incident): string | undefined {
  const near = nearImage(incident);
  if (near !== undefined) return nearNote(near);
  switch (registryVendor(registryOf(incident)).kind) {
    case 'ecr':
      return 'Account and region are part of the host: compare them too';
    case 'artifact-registry':
      return 'The path is PROJECT/REPOSITORY/IMAGE';
    default:
      return undefined;
  }
}

/** The image string without its digest, spelled as it was. */
function withoutDigest(image: string): string {
  const at = image.indexOf('@');
  return at < 0 ? withoutVersion(image) : image.slice(0, at);
}

/** The image string without tag and digest, spelled as it was. */
function withoutVersion(image: string): string {
  const at = image.indexOf('@');
  const name = at < 0 ? image : image.slice(0, at);
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  return colon < 0 ? name : name.slice(0, colon);
}

/** `registry.example.com/` of an image string that names its registry, else nothing. */
function registryPrefix(image: string): string {
  const parsed = parseImageReference(image);
  return isReference(parsed) && parsed.explicitDomain ? image.slice(0, image.indexOf('/') + 1) : '';
}
