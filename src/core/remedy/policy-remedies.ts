import { formatReference, repositoryOf } from '../evidence/image/image-reference.ts';
import type { Incident } from './incident.ts';
import { kubectl, ownerName } from './kubectl.ts';
import { ifNotPresent, loadLocalImage } from './local-image.ts';
import { nodeFlavour } from './node-flavour.ts';
import { onEachNode } from './node-shell.ts';
import { commandRemedy, remedy } from './plan.ts';
import { referencedSecrets } from './pull-secret.ts';
import { referToSecret } from './refer-to-secret.ts';
import type { Remedy } from './remedy.ts';
import { shellLine } from './shell-quote.ts';
import { imageChange, targetOf } from './workload-change.ts';

/** The policy says never, and the image is not there, or not for this pod. */
export function neverPullRemedies(incident: Incident): readonly Remedy[] {
  if (incident.finding.reason === 'cached-image-denied') return [lendSecret(incident), pullAllowed(incident)];
  const [load, ...others] = loadLocalImage(incident).slice(0, 1);
  const local = incident.finding.reason === 'image-never-loaded';
  const allow = pullAllowed(incident);
  if (load === undefined) return [allow];
  return local ? [load, allow, ...others] : [allow, load];
}

function pullAllowed(incident: Incident): Remedy {
  return ifNotPresent(incident, 'Let the kubelet pull it where it is absent');
}

/** KEP-2535: an image pulled with a secret is lent only to pods that have that secret, or its service account. */
function lendSecret(incident: Incident): Remedy {
  const { evidence, lead } = incident;
  const donor = evidence.pods.find(
    ({ namespace, imagePullSecrets, containers }) =>
      namespace === lead.namespace &&
      imagePullSecrets.length > 0 &&
      containers.some(({ image, state }) => image === lead.image && state?.kind === 'running'),
  );
  const name = donor?.imagePullSecrets[0] ?? referencedSecrets(incident, lead)[0] ?? '<SECRET>';
  return remedy(
    {
      title: 'Give the pods the pull secret that the image was pulled with',
      safety: 'unsafe',
      notes: [
        'The image is on the node, pulled with a secret of another pod; from kubelet 1.35 only pods with the same secret may use it',
        donor === undefined ? undefined : `Pod ${donor.name} runs it with secret ${name}`,
      ],
    },
    referToSecret(incident, name),
  );
}

/** A signature or a verdict is demanded and not there. */
export function signatureRemedies(incident: Incident): readonly Remedy[] {
  const { reference, fault } = incident;
  const name = reference === undefined ? '<IMAGE>' : formatReference(reference);
  const pinned =
    reference?.digest === undefined
      ? `${reference === undefined ? '<REPOSITORY>' : repositoryOf(reference)}@sha256:<DIGEST>`
      : name;
  const sign = commandRemedy(
    {
      title: 'Sign the image as the policy demands',
      safety: 'unsafe',
      notes: [
        'With the key or the identity that the policy names',
        'For an image copied from elsewhere, copy its signatures too: cosign copy <FROM> <TO>',
      ],
    },
    shellLine('cosign', 'sign', pinned),
  );
  const look = commandRemedy(
    { title: 'See which signatures it has', safety: 'safe' },
    shellLine('cosign', 'tree', name),
  );
  const rule = readPolicy(incident);
  return fault?.kind === 'signature' && fault.what === 'policy' ? [rule, sign, look] : [sign, look, rule];
}

function readPolicy(incident: Incident): Remedy {
  if (nodeFlavour(incident) === 'openshift') {
    return commandRemedy(
      {
        title: 'See whether the policy covers this registry as it should',
        safety: 'safe',
        notes: ['Correct the scope of the policy rather than switching it off'],
      },
      'oc get clusterimagepolicy,imagepolicy -A -o yaml',
    );
  }
  const { commands, where } = onEachNode(incident, 'cat /etc/containers/policy.json');
  return commandRemedy(
    {
      title: 'See whether the policy covers this registry as it should',
      safety: 'safe',
      notes: [
        'A default of "reject" refuses every registry that is not listed',
        'With containerd it is a verifier program of the node (image-verifier plugin) that decides',
        where,
      ],
    },
    ...commands,
  );
}

/** The node's configuration forbids the registry. */
export function blockedRemedies(incident: Incident): readonly Remedy[] {
  const { reference, lead } = incident;
  const name = reference === undefined ? '<IMAGE>' : formatReference(reference);
  const tail = lead.image.slice(lead.image.indexOf('/') + 1);
  const move = remedy(
    {
      title: 'Pull it from a registry that is allowed',
      safety: 'unsafe',
      notes: ['REGISTRY is one that the nodes may use'],
    },
    imageChange(incident, ({ image }) => `<REGISTRY>/${image.slice(image.indexOf('/') + 1)}`),
  );
  const copy = shellLine('skopeo', 'copy', '--all', `docker://${name}`, `docker://<REGISTRY>/${tail}`);
  return [{ ...move, commands: [copy, ...move.commands] }, allowRegistry(incident)];
}

function allowRegistry(incident: Incident): Remedy {
  const heading = {
    title: 'Have whoever runs the cluster allow this registry',
    safety: 'unsafe' as const,
    notes: ['Where the nodes are meant to use a mirror (NeverContactSource), put the image there instead'],
  };
  if (nodeFlavour(incident) === 'openshift') {
    return commandRemedy(
      {
        ...heading,
        notes: ['It is in spec.registrySources: allowedRegistries or blockedRegistries', ...heading.notes],
      },
      'oc edit image.config.openshift.io/cluster',
    );
  }
  const { commands, where } = onEachNode(
    incident,
    'grep -rn -B 3 -A 3 -e blocked /etc/containers/registries.conf /etc/containers/registries.conf.d',
  );
  return commandRemedy(
    { ...heading, notes: ['This finds the entry with blocked = true', where, ...heading.notes] },
    ...commands,
  );
}

/** The runtime refused to mount an image as a volume. */
export function imageVolumeRemedies(incident: Incident): readonly Remedy[] {
  const { lead } = incident;
  const edit = remedy(
    { title: 'Correct the image volume: its subPath has to be a directory of the image', safety: 'unsafe' },
    {
      commands: [kubectl(lead.namespace, 'edit', ownerName(lead.owner))],
      target: targetOf(lead),
      notes: ['Under volumeMounts of the container, and volumes of the pod'],
    },
  );
  const look = commandRemedy(
    {
      title: 'See whether the nodes know image volumes',
      safety: 'safe',
      notes: ['They are on by default from Kubernetes 1.35, with containerd 2.1 or CRI-O 1.31 and later'],
    },
    'kubectl get nodes -o wide',
  );
  const instead = commandRemedy({
    title: 'On older nodes, copy the files by an init container into an emptyDir',
    safety: 'unsafe',
    notes: ['The init container uses the same image, which needs a cp for that'],
  });
  return [edit, look, instead];
}
