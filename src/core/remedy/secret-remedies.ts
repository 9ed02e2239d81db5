import { cloudIdentity } from './cloud-identity.ts';
import { giveSecret } from './give-secret.ts';
import { isStatic, podsOf, type Incident } from './incident.ts';
import { argumentName, kubectl, ownerName } from './kubectl.ts';
import { nodeCredentials } from './node-credentials.ts';
import { commandRemedy, remedy } from './plan.ts';
import { referencedSecrets, registryOf, secretElsewhere, secretFor, secretToWrite } from './pull-secret.ts';
import type { Remedy } from './remedy.ts';
import {
  copySecret,
  createSecret,
  refreshEcrSecret,
  replaceSecret,
  showSecretFields,
} from './secret-commands.ts';
import { tokenHint } from './token-hint.ts';
import { targetOf } from './workload-change.ts';

const READ_AT_NEXT = 'The kubelet reads it at its next attempt';

/** Credentials were sent and refused. */
export function rejectedRemedies(incident: Incident): readonly Remedy[] {
  const cloud = cloudIdentity(incident);
  if (beyondSecrets(incident)) return [...nodeCredentials(incident), ...cloud];
  return [
    renewSecret(incident, 'anew with credentials that work', repairNote(incident, secretName(incident))),
    ...dropSecret(incident),
    ...cloud,
  ];
}

/** The credentials have run out. */
export function expiredRemedies(incident: Incident): readonly Remedy[] {
  const cloud = cloudIdentity(incident);
  if (beyondSecrets(incident)) return [...cloud, ...nodeCredentials(incident)];
  return [renewSecret(incident, 'anew with a fresh token'), ...cloud, ...dropSecret(incident)];
}

/** One of the secrets cannot be read, and spoils them all. */
export function malformedRemedies(incident: Incident): readonly Remedy[] {
  const { lead } = incident;
  const names = referencedSecrets(incident, lead);
  const name = argumentName(secretFor(incident, lead) ?? '', '<SECRET>');
  const any = names.length > 1 ? `Any of ${names.join(', ')} may be the broken one` : undefined;
  const renew = commandRemedy(
    {
      title: `Let kubectl write the pull secret ${name} anew`,
      safety: 'unsafe',
      notes: [any, 'The other secrets of the pod do not count either while one cannot be read', READ_AT_NEXT],
    },
    kubectl(lead.namespace, 'delete', 'secret', name),
    createSecret(incident, lead, name),
  );
  const read = commandRemedy(
    {
      title: 'See which secret breaks, and where',
      safety: 'safe',
      notes: ['It prints hosts and names of fields, no values; where jq complains, that secret is broken'],
    },
    ...(names.length === 0 ? ['<SECRET>'] : names.slice(0, 3)).map((secret) =>
      showSecretFields(lead.namespace, secret),
    ),
  );
  return [{ ...renew, target: secretTarget(incident, name) }, read];
}

/** Puts right the secret that the pods refer to, by what is wrong with it. */
export function repairSecret(incident: Incident): Remedy {
  const { lead, finding } = incident;
  const name = secretToWrite(incident, lead);
  switch (finding.reason) {
    case 'secret-absent':
    case 'secret-in-other-namespace':
      return makeAbsent(incident, name);
    case 'secret-wrong-type':
    case 'secret-wrong-key':
      return { ...makeAnew(incident, name), target: secretTarget(incident, name) };
    default:
      return renewSecret(incident, 'anew for this registry', repairNote(incident, name));
  }
}

function makeAbsent(incident: Incident, name: string): Remedy {
  const { lead } = incident;
  const from = secretElsewhere(incident, lead, name);
  const title =
    from === undefined
      ? `Create the pull secret ${name} that the pods refer to`
      : `Copy the pull secret ${name} from namespace ${from.namespace}`;
  const command = from === undefined ? createSecret(incident, lead, name) : copySecret(from, lead, name);
  const notes = [from === undefined ? tokenHint(incident) : undefined, READ_AT_NEXT];
  return {
    ...commandRemedy({ title, safety: 'unsafe', notes }, command),
    target: secretTarget(incident, name),
  };
}

function makeAnew(incident: Incident, name: string): Remedy {
  const { lead } = incident;
  const notes = [
    'The type of a secret cannot be changed, so it is deleted and made as kubernetes.io/dockerconfigjson',
    tokenHint(incident),
  ];
  return commandRemedy(
    { title: `Make the pull secret ${name} anew with the right type`, safety: 'unsafe', notes },
    kubectl(lead.namespace, 'delete', 'secret', name),
    createSecret(incident, lead, name),
  );
}

function renewSecret(incident: Incident, how: string, why?: string): Remedy {
  const { lead } = incident;
  if (sentNothing(incident)) return giveSecret(incident, 'The pods name no secret');
  if (namesNone(incident))
    return giveSecret(incident, 'The pods name no secret, so what was refused came from the node');
  const name = secretName(incident);
  const ecr = refreshEcrSecret(incident, lead, name);
  const notes = [
    why,
    ecr === undefined ? tokenHint(incident) : 'The token lasts twelve hours',
    `${READ_AT_NEXT}; the secret then holds this registry only`,
  ];
  const heading = { title: `Write the pull secret ${name} ${how}`, safety: 'unsafe' as const, notes };
  return {
    ...commandRemedy(heading, ecr ?? replaceSecret(incident, lead, name)),
    target: secretTarget(incident, name),
  };
}

function secretName(incident: Incident): string {
  const { lead } = incident;
  return argumentName(secretFor(incident, lead) ?? referencedSecrets(incident, lead)[0] ?? '', '<SECRET>');
}

function repairNote(incident: Incident, name: string): string | undefined {
  const registry = registryOf(incident);
  switch (incident.finding.reason) {
    case 'secret-wrong-server':
      return `${name} has no entry for ${registry}`;
    case 'secret-wrong-path':
      return `The entry of ${name} is for another path of ${registry}`;
    case 'secret-empty':
      return `${name} holds no password: a copied config.json with credsStore leaves it in the keychain`;
    case 'secret-value-damaged':
      return `The password in ${name} is damaged: kubectl writes it as it is given, without a line break or quotes`;
    case 'secret-expired':
      return `The token in ${name} has run out`;
    default:
      return undefined;
  }
}

function dropSecret(incident: Incident): readonly Remedy[] {
  const { lead } = incident;
  if (namesNone(incident)) return [];
  const notes = [
    'With any matching entry the kubelet does not try without credentials, so a bad one breaks public images too',
    'Remove it from imagePullSecrets, and from the service account if it comes from there',
  ];
  const heading = { title: 'If the image is public, take the secret out', safety: 'unsafe' as const, notes };
  const edit = kubectl(lead.namespace, 'edit', ownerName(lead.owner));
  return [remedy(heading, { commands: [edit], target: targetOf(lead), notes: [] })];
}

/** True where no credentials of the pods can have been sent, and the message names none either. */
export function sentNothing(incident: Incident): boolean {
  return namesNone(incident) && incident.finding.pulls[0]?.verdict.attempt?.sent !== 'credentials';
}

/** True where the pods were seen and refer to no secret at all. */
function namesNone(incident: Incident): boolean {
  const { lead } = incident;
  return podsOf(incident, lead).length > 0 && referencedSecrets(incident, lead).length === 0;
}

/** Pulls that no secret of the API reaches. */
function beyondSecrets({ lead }: Incident): boolean {
  return lead.kind === 'sandbox' || isStatic(lead);
}

function secretTarget({ lead }: Incident, name: string): NonNullable<Remedy['target']> {
  return { kind: 'Secret', namespace: lead.namespace, name };
}
