import { giveSecret } from './give-secret.ts';
import type { Incident } from './incident.ts';
import { ifNotPresent } from './local-image.ts';
import { hostOf, roleNote } from './failing-host.ts';
import { ANSWERS, askFromNode, mirror } from './network-remedies.ts';
import { commandRemedy, remedy } from './plan.ts';
import { referencedSecrets, registryOf, secretToWrite } from './pull-secret.ts';
import { refreshEcrSecret } from './secret-commands.ts';
import { registryVendor } from './registry-vendor.ts';
import type { Remedy } from './remedy.ts';
import { retryMended } from './retry-now.ts';
import { referToSecret } from './refer-to-secret.ts';

/** Too many pulls for this address or this account. */
export function rateLimitRemedies(incident: Incident): readonly Remedy[] {
  const less = ifNotPresent(incident, 'Pull less often: take what the node has');
  if (incident.finding.host?.role === 'blob') {
    return [
      waitForLimit('It is the host of the layers that limits, not the registry'),
      mirror(incident),
      less,
    ];
  }
  const vendor = registryVendor(registryOf(incident)).kind;
  if (vendor === 'artifact-registry' || vendor === 'container-registry' || vendor === 'ecr') {
    return [
      waitForLimit('This limit is counted by the minute or second, so it passes by itself'),
      mirror(incident),
      less,
    ];
  }
  return [
    ...signIn(incident),
    mirror(incident),
    less,
    waitForLimit(
      vendor === 'docker-hub' ? 'Docker Hub counts over six hours, and gives back bit by bit' : undefined,
    ),
  ];
}

/** The registry could not serve. */
export function unavailableRemedies(incident: Incident): readonly Remedy[] {
  const page = STATUS_PAGES[registryVendor(registryOf(incident)).kind];
  const { commands, where } = askFromNode(incident);
  const wait = commandRemedy(
    {
      title:
        page === undefined ? `Have ${hostOf(incident)} brought back` : 'Wait until the registry serves again',
      safety: 'safe',
      notes: [
        roleNote(incident),
        page === undefined
          ? 'Its log tells why; full storage, a database that is down, or the ingress before it are the usual reasons'
          : `Its state is told at ${page}`,
        ANSWERS,
        where,
      ],
    },
    ...commands,
  );
  return [wait, retryMended(incident), mirror(incident)];
}

/** Credentials lift the limit where it is counted by address; with credentials, another account or plan does. */
function signIn(incident: Incident): readonly Remedy[] {
  const { lead } = incident;
  if (referencedSecrets(incident, lead).length > 0) {
    return [
      commandRemedy({
        title: 'Use an account with a higher limit',
        safety: 'unsafe',
        notes: [
          'The pods have a pull secret already: see that it is for this registry, and which plan its account has',
        ],
      }),
    ];
  }
  const name = secretToWrite(incident, lead);
  const ecr = refreshEcrSecret(incident, lead, name);
  if (ecr !== undefined) {
    const refer = referToSecret(incident, name);
    return [
      remedy(
        {
          title: 'Pull with an account, which has a higher limit',
          safety: 'unsafe',
          notes: ['The token lasts twelve hours, so something has to renew it'],
        },
        { ...refer, commands: [ecr, ...refer.commands] },
      ),
    ];
  }
  return [{ ...giveSecret(incident), title: 'Pull with an account, which has a higher limit' }];
}

function waitForLimit(note: string | undefined): Remedy {
  return commandRemedy({
    title: 'Wait: the kubelet tries again by itself',
    safety: 'safe',
    notes: [note, 'Deleting pods to try at once spends more of the allowance'],
  });
}

const STATUS_PAGES: Readonly<Partial<Record<ReturnType<typeof registryVendor>['kind'], string>>> = {
  'docker-hub': 'https://www.dockerstatus.com',
  ecr: 'https://health.aws.amazon.com/health/status',
  'ecr-public': 'https://health.aws.amazon.com/health/status',
  acr: 'https://azure.status.microsoft',
  'artifact-registry': 'https://status.cloud.google.com',
  'container-registry': 'https://status.cloud.google.com',
  ghcr: 'https://www.githubstatus.com',
  gitlab: 'https://status.gitlab.com',
  quay: 'https://status.redhat.com',
  'red-hat': 'https://status.redhat.com',
};
