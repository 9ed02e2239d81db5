import { podsOf, distinct, isStatic, type Incident, type Subject } from './incident.ts';
import { argumentName, isBuiltIn, kubectl, ownerName } from './kubectl.ts';
import { lastingChange } from './managed-by.ts';
import { onEachNode } from './node-shell.ts';
import type { Change } from './plan.ts';
import { sandboxImageChange } from './sandbox-image.ts';
import { shellLine } from './shell-quote.ts';

/** A change to a pod template, told in the ways that the owners need. */
export interface TemplateEdit {
  /** The part of the pod's spec to merge in. */
  readonly podSpec: object;
  /** The same for those who edit a manifest, as a sentence without full stop. */
  readonly inWords: string;
  /** The same for Helm's `--set`, under the names that most charts use. */
  readonly values: readonly string[];
}

/** More owners than this are counted, not listed. */
const MAX_SUBJECTS = 3;

/**
 * Gives each failing container another image, in the object that owns its pods.
 *
 * @param imageFor the new image string of a subject, with `<PLACEHOLDER>`s where only the reader knows
 */
export function imageChange(incident: Incident, imageFor: (subject: Subject) => string): Change {
  const subjects = incident.subjects.length === 0 ? [incident.lead] : incident.subjects;
  const shown = subjects.slice(0, MAX_SUBJECTS);
  const changes = shown.map((subject) => subjectImageChange(incident, subject, imageFor(subject)));
  const more = subjects.length - shown.length;
  const [first] = changes;
  return {
    ...(shown.length === 1 ? first : {}),
    target: targetOf(incident.lead),
    commands: distinct(changes.flatMap(({ commands }) => commands)),
    notes: [
      ...changes.flatMap(({ notes }) => notes),
      more > 0 ? `The same for ${more} more ${more === 1 ? 'workload' : 'workloads'}` : undefined,
    ],
  };
}

/** The object a remedy speaks of. */
export function targetOf({ namespace, owner }: Subject): NonNullable<Change['target']> {
  return { kind: owner.kind, ...(owner.kind === 'Node' ? {} : { namespace }), name: owner.name };
}

/**
 * Changes the pod template of the lead's owner by a strategic merge patch; where its kind does not
 * allow that, says what to edit.
 */
export function templateChange(incident: Incident, { podSpec, inWords, values }: TemplateEdit): Change {
  const { lead } = incident;
  const { namespace, owner } = lead;
  const target = targetOf(lead);
  const lasting = lastingChange(lead, values);
  if (isStatic(lead)) return staticManifestChange(incident, inWords);
  const patch = templatePatch(owner.kind, podSpec);
  if (patch !== undefined) {
    const command = kubectl(namespace, 'patch', ownerName(owner), '-p', JSON.stringify(patch));
    const replaced = replacement(incident, lead);
    return {
      commands: [command, ...replaced.commands],
      target,
      patchType: 'strategic',
      patch,
      notes: [lasting, ...replaced.notes],
    };
  }
  return { ...recreation(incident, lead, inWords, values), target };
}

/** Wraps a part of a pod's spec for the kind of owner; nothing where the template cannot be changed. */
function templatePatch(kind: string, podSpec: object): object | undefined {
  switch (kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'ReplicaSet':
    case 'ReplicationController':
      return { spec: { template: { spec: podSpec } } };
    case 'CronJob':
      return { spec: { jobTemplate: { spec: { template: { spec: podSpec } } } } };
    default:
      return undefined;
  }
}

function subjectImageChange(incident: Incident, subject: Subject, image: string): Change {
  const { namespace, owner, kind } = subject;
  if (kind === 'sandbox') return sandboxImageChange(incident, image);
  if (isStatic(subject)) return staticManifestChange(incident, `Set the image to ${image}`);
  if (kind === 'ephemeralContainer') return ephemeralChange(subject, image);
  if (kind === 'imageVolume') return volumeChange(incident, subject, image);
  const values = imageValues(subject.image, image);
  if (!isBuiltIn(owner) || owner.kind === 'Job') {
    return recreation(incident, subject, `Set the image of ${subject.container} to ${image}`, values);
  }
  const assignment = `${argumentName(subject.container, '<CONTAINER>')}=${image}`;
  const command = kubectl(namespace, 'set', 'image', ownerName(owner), assignment);
  const replaced = replacement(incident, subject);
  return {
    commands: [command, ...replaced.commands],
    notes: [lastingChange(subject, values), ...replaced.notes],
  };
}

/** The values of most charts: the tag alone where the repository stays. */
function imageValues(before: string, after: string): readonly string[] {
  const [old, changed] = [splitVersion(before), splitVersion(after)];
  const version = changed.version.startsWith('@')
    ? `image.digest=${changed.version.slice(1)}`
    : `image.tag=${changed.version.slice(1)}`;
  const values = changed.version === '' ? [] : [version];
  return old.repository === changed.repository && values.length > 0
    ? values
    : [`image.repository=${changed.repository}`, ...values];
}

function splitVersion(image: string): { readonly repository: string; readonly version: string } {
  const at = image.indexOf('@');
  const name = at < 0 ? image : image.slice(0, at);
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  const repository = colon < 0 ? name : name.slice(0, colon);
  return { repository, version: image.slice(at < 0 ? repository.length : at) };
}

/** Some owners leave the pods they have as they are when their template changes. */
function replacement(incident: Incident, subject: Subject): Change {
  const { namespace, owner, pods } = subject;
  const names = pods.slice(0, 5).map((pod) => `pod/${pod}`);
  switch (owner.kind) {
    case 'StatefulSet':
      return {
        commands: [kubectl(namespace, 'delete', ...names)],
        notes: [
          'A StatefulSet waits for its broken pod and never replaces it by itself: it has to be deleted',
        ],
      };
    case 'ReplicaSet':
    case 'ReplicationController':
      return {
        commands: [kubectl(namespace, 'delete', ...names)],
        notes: [`A ${owner.kind} leaves the pods it has as they are: they have to be deleted`],
      };
    case 'CronJob':
      return stuckJobs(incident, subject);
    default:
      return { commands: [], notes: [] };
  }
}

function stuckJobs(incident: Incident, subject: Subject): Change {
  const jobs = distinct(
    podsOf(incident, subject).flatMap(({ owners }) =>
      owners.filter(({ kind }) => kind === 'Job').map(({ name }) => `job/${name}`),
    ),
  );
  if (jobs.length === 0) return { commands: [], notes: ['The next job takes it; delete the one that hangs'] };
  return {
    commands: [kubectl(subject.namespace, 'delete', ...jobs.slice(0, 5))],
    notes: ['The next job takes it; the one that hangs keeps its old template'],
  };
}

/** Objects whose template kubectl cannot change in place. */
function recreation(
  { evidence }: Incident,
  subject: Subject,
  inWords: string,
  values: readonly string[],
): Change {
  const { namespace, owner } = subject;
  const lasting = lastingChange(subject, values);
  if (owner.kind === 'Job') {
    return {
      commands: [
        kubectl(namespace, 'delete', ownerName(owner)),
        kubectl(namespace, 'apply', '-f', '<MANIFEST>'),
      ],
      notes: [
        inWords,
        'The template of a Job cannot be changed: change the manifest, delete the Job and apply it again',
        lasting,
      ],
    };
  }
  if (owner.kind === 'Pod') {
    const file = `${argumentName(owner.name, 'pod')}.yaml`;
    return {
      commands: [
        `${kubectl(namespace, 'get', ownerName(owner), '-o', 'yaml')} > ${shellLine(`./${file}`)}`,
        kubectl(namespace, 'replace', '--force', '-f', `./${file}`),
      ],
      notes: [inWords, 'Nothing makes this pod anew: edit the file between the two commands', lasting],
    };
  }
  const seen = evidence.workloads.some(
    (workload) =>
      workload.namespace === namespace && workload.kind === owner.kind && workload.name === owner.name,
  );
  return {
    commands: [kubectl(namespace, 'edit', ownerName(owner))],
    notes: [
      inWords,
      seen ? undefined : `${owner.kind} "${owner.name}" was not seen; its template is where the image stands`,
      lasting,
    ],
  };
}

function staticManifestChange(incident: Incident, inWords: string): Change {
  const { commands, where } = onEachNode(
    incident,
    shellLine('grep', '-rlF', '-e', incident.lead.image, '/etc/kubernetes/manifests'),
  );
  return {
    commands,
    target: targetOf(incident.lead),
    notes: [
      inWords,
      'A static pod is written on its node: change the file that this names (or the folder in staticPodPath), and the kubelet takes it up by itself',
      where,
    ],
  };
}

function ephemeralChange({ namespace, pods }: Subject, image: string): Change {
  const pod = argumentName(pods[0] ?? '', '<POD>');
  return {
    commands: [kubectl(namespace, 'debug', `pod/${pod}`, '-it', `--image=${image}`)],
    notes: ['An ephemeral container cannot be changed or taken away; start another'],
  };
}

function volumeChange(incident: Incident, subject: Subject, image: string): Change {
  const volume = podsOf(incident, subject)
    .flatMap(({ imageVolumes }) => imageVolumes)
    .find(({ reference }) => reference === subject.image);
  const podSpec = { volumes: [{ name: volume?.name ?? '<VOLUME>', image: { reference: image } }] };
  const inWords = `Set the image of volume ${volume?.name ?? '<VOLUME>'} to ${image}`;
  return templateChange({ ...incident, lead: subject }, { podSpec, inWords, values: ['<KEY>=<VALUE>'] });
}
