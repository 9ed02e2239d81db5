import type { Incident } from './incident.ts';
import { registryOf } from './pull-secret.ts';
import { registryVendor } from './registry-vendor.ts';

/** What USER and TOKEN of a pull secret are at this registry, where it is not plain. */
export function tokenHint(incident: Incident): string | undefined {
  switch (registryVendor(registryOf(incident)).kind) {
    case 'docker-hub':
    case 'quay':
      return 'TOKEN is an access token or robot token, not the password of the account';
    case 'ghcr':
      return 'TOKEN is a classic personal access token with read:packages';
    case 'gitlab':
      return 'TOKEN is a deploy token or access token with read_registry; a job token ends with its job';
    case 'ecr':
      return 'On ECR, USER is AWS and TOKEN what "aws ecr get-login-password" prints; it lasts twelve hours';
    case 'artifact-registry':
    case 'container-registry':
      return 'USER is _json_key and TOKEN the key file of a service account, in one line';
    case 'red-hat':
      return 'Make a registry service account at access.redhat.com; free images need it too';
    default:
      return undefined;
  }
}
