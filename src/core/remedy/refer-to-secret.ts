import type { Incident } from './incident.ts';
import type { Change } from './plan.ts';
import { templateChange } from './workload-change.ts';

/** Names a pull secret in the pod template of the lead's owner. */
export function referToSecret(incident: Incident, name: string): Change {
  return templateChange(incident, {
    podSpec: { imagePullSecrets: [{ name }] },
    inWords: `Add ${name} to imagePullSecrets in the spec of the pod`,
    values: [`imagePullSecrets[0].name=${name}`],
  });
}
