import type { Incident } from './incident.ts';
import { remedy } from './plan.ts';
import { referencedSecrets } from './pull-secret.ts';
import type { Remedy } from './remedy.ts';
import { repairSecret } from './secret-remedies.ts';

/** The image is open to all, and a login that is sent for it is refused: without the login it comes. */
export function publicImageRemedies(incident: Incident): readonly Remedy[] {
  const { lead } = incident;
  const named = referencedSecrets(incident, lead);
  const which = named.length === 0 ? 'the pull secret' : `pull secret ${named.join(', ')}`;
  const notes = [
    'The image is public, but the kubelet never tries without a login where one matches',
    `Take the entry for this registry out of ${which}, or the secret out of imagePullSecrets`,
  ];
  const without = remedy(
    { title: 'Send no login for this image', safety: 'unsafe', notes },
    { commands: [], notes: [] },
  );
  return [without, repairSecret(incident)];
}
