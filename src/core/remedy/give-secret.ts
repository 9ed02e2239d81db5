import type { Incident } from './incident.ts';
import { kubectl, ownerName } from './kubectl.ts';
import { remedy } from './plan.ts';
import { secretElsewhere, secretToWrite, serviceAccountOf, unusedSecret } from './pull-secret.ts';
import { referToSecret } from './refer-to-secret.ts';
import type { Remedy } from './remedy.ts';
import { renewPods } from './retry-now.ts';
import { copySecret, createSecret } from './secret-commands.ts';
import { tokenHint } from './token-hint.ts';

/** A secret beside the pods is only named; one elsewhere is copied; else one is made. */
export function giveSecret(incident: Incident, why?: string): Remedy {
  const { lead } = incident;
  const beside = unusedSecret(incident, lead);
  if (beside !== undefined) {
    const title = `Let the pods use the pull secret ${beside} of their namespace`;
    return remedy({ title, safety: 'unsafe', notes: [why] }, referToSecret(incident, beside));
  }
  const name = secretToWrite(incident, lead);
  const refer = referToSecret(incident, name);
  const from = secretElsewhere(incident, lead, name);
  if (from === undefined) {
    const commands = [createSecret(incident, lead, name), ...refer.commands];
    const notes = [why, tokenHint(incident)];
    return remedy({ title: 'Give the pods a pull secret', safety: 'unsafe', notes }, { ...refer, commands });
  }
  const title = `Give the pods the pull secret that namespace ${from.namespace} has`;
  const commands = [copySecret(from, lead, name), ...refer.commands];
  return remedy({ title, safety: 'unsafe', notes: [why] }, { ...refer, commands });
}

/** The same for all pods of a service account. */
export function giveServiceAccount(incident: Incident): Remedy {
  const { lead } = incident;
  const { namespace, owner } = lead;
  const account = serviceAccountOf(incident, lead);
  const secret = unusedSecret(incident, lead) ?? secretToWrite(incident, lead);
  const patch = { imagePullSecrets: [{ name: secret }] };
  const renew = renewPods(incident, { title: '', safety: 'unsafe' });
  return remedy(
    {
      title: `Name the secret in service account ${account}, for all its pods`,
      safety: 'unsafe',
      notes: [`Pods take it up when they are made, so those of ${ownerName(owner)} are made anew`],
    },
    {
      commands: [
        kubectl(namespace, 'patch', 'serviceaccount', account, '-p', JSON.stringify(patch)),
        ...renew.commands,
      ],
      target: { kind: 'ServiceAccount', namespace, name: account },
      patchType: 'strategic',
      patch,
      notes: [],
    },
  );
}
