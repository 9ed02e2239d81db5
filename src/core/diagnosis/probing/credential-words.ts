import type { CredentialTrial } from '../../evidence/registry/image-probe.ts';
import { isUnsent } from '../../evidence/registry/unsent-login.ts';

/** For whom it is said: `pod`, whose kubelet offers some credentials and not others; or an image by its `name` alone. */
export type Asker = 'pod' | 'name';

/** `with secret regcred (user ci), as the kubelet would`, `without credentials`. */
export function credentialWords(trial: CredentialTrial | undefined, asker: Asker = 'pod'): string {
  if (trial === undefined) return '';
  const as = trial.kubelets && asker === 'pod' ? ', as the kubelet would' : '';
  if (trial.anonymous || isUnsent(trial)) return `without credentials${as}`;
  return `with ${loginWords(trial)}${as}`;
}

/** `secret regcred (user ci)`; what stands nowhere in the cluster by its own name. */
export function loginWords({ secret, source, user }: CredentialTrial): string {
  const name = secret === undefined ? source : `secret ${secret.name}`;
  if (user !== undefined && user !== '') return `${name} (user ${user})`;
  return secret === undefined ? name : `${name} (no user in it)`;
}
