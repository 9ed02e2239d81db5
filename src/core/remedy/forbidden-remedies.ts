import { cloudIdentity } from './cloud-identity.ts';
import { hostOf } from './failing-host.ts';
import type { Incident } from './incident.ts';
import { onEachNode } from './node-shell.ts';
import { commandRemedy } from './plan.ts';
import { registryOf } from './pull-secret.ts';
import { registryVendor, type RegistryVendor } from './registry-vendor.ts';
import type { Remedy } from './remedy.ts';
import { expiredRemedies, rejectedRemedies, sentNothing } from './secret-remedies.ts';
import { shellLine, words } from './shell-quote.ts';

/** The registry knows who asks, and does not let them. */
export function forbiddenRemedies(incident: Incident): readonly Remedy[] {
  if (incident.finding.host?.role === 'blob') return [reachLayers(incident), readAnswer(incident)];
  switch (incident.finding.reason) {
    case 'address-refused':
      return [admitAddress(incident), readAnswer(incident)];
    case 'content-policy':
      return [passPolicy(), readAnswer(incident)];
    case 'secret-expired':
      return [...expiredRemedies(incident), readAnswer(incident)];
    default:
      return [...grant(incident), readAnswer(incident)];
  }
}

function grant(incident: Incident): readonly Remedy[] {
  const vendor = registryVendor(registryOf(incident));
  const cloud = cloudIdentity(incident);
  switch (vendor.kind) {
    case 'ecr':
      return [...cloud, crossAccount(incident, vendor), ...expiredRemedies(incident).slice(0, 1)];
    case 'acr':
    case 'artifact-registry':
      return cloud;
    default:
      return sentNothing(incident)
        ? [...rejectedRemedies(incident).slice(0, 1), grantByHand(vendor)]
        : [grantByHand(vendor), ...rejectedRemedies(incident).slice(0, 1)];
  }
}

/** The registry let the pull in; what refuses is the place that it sends nodes to for the layers. */
function reachLayers(incident: Incident): Remedy {
  const { commands, where } = onEachNode(
    incident,
    shellLine(
      'curl',
      '-sS',
      '-o',
      '/dev/null',
      '-w',
      String.raw`%{http_code}\n`,
      `https://${hostOf(incident)}/`,
    ),
    'timedatectl',
  );
  return commandRemedy(
    {
      title: `Let the nodes fetch layers from ${hostOf(incident)}`,
      safety: 'safe',
      notes: [
        'The registry allowed the pull, and the store of its layers refused',
        'Look at the firewall of the store, at proxies that drop the query of signed addresses, and at the clock of the node, by which those addresses run out',
        where,
      ],
    },
    ...commands,
  );
}

function crossAccount({ reference }: Incident, vendor: RegistryVendor & { kind: 'ecr' }): Remedy {
  const statement = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'pull',
        Effect: 'Allow',
        Principal: { AWS: '<NODE_ROLE_ARN>' },
        Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability'],
      },
    ],
  };
  return commandRemedy(
    {
      title: 'If the nodes are in another account, name their role in the policy of the repository',
      safety: 'unsafe',
      notes: [`Run it in account ${vendor.account}; it replaces the policy that is there`],
    },
    shellLine(
      ...words('aws ecr set-repository-policy --region'),
      vendor.region,
      '--repository-name',
      reference?.path ?? '<REPOSITORY>',
      '--policy-text',
      JSON.stringify(statement),
    ),
  );
}

function grantByHand({ kind }: RegistryVendor): Remedy {
  return commandRemedy({
    title: 'Grant the account of the pull secret read access to this repository',
    safety: 'unsafe',
    notes: [whereToGrant(kind)],
  });
}

function whereToGrant(kind: RegistryVendor['kind']): string {
  switch (kind) {
    case 'ghcr':
      return 'In the settings of the package, add the repository or the people; the token needs read:packages, and single sign-on of the organisation where that is on';
    case 'gitlab':
      return 'In the project, give the account Reporter or more, and the token read_registry';
    case 'quay':
      return 'In the settings of the repository, give the robot Read';
    case 'docker-hub':
      return 'In the repository or its team, give the account Read';
    case 'container-registry':
      return 'Give the service account of the nodes roles/artifactregistry.reader; a gcr.io name works only if its project was moved to Artifact Registry';
    default:
      return 'In Harbor a role of Limited Guest or more in the project; in Artifactory and Nexus read permission on the repository';
  }
}

function admitAddress(incident: Incident): Remedy {
  const vendor = registryVendor(registryOf(incident));
  const heading = {
    title: 'Let the address of the nodes into the registry',
    safety: 'unsafe' as const,
    notes: [
      'The message names the address that was refused: that is where the nodes come out to the internet',
      'Reach the registry through a private endpoint',
    ],
  };
  if (vendor.kind !== 'acr')
    return commandRemedy({
      ...heading,
      notes: ['In the firewall or the allow-list of the registry', ...heading.notes],
    });
  return commandRemedy(
    heading,
    shellLine('az', 'acr', 'network-rule', 'add', '--name', vendor.name, '--ip-address', '<ADDRESS>'),
  );
}

function passPolicy(): Remedy {
  return commandRemedy({
    title: 'Make the image pass the policy of the registry',
    safety: 'unsafe',
    notes: [
      'The registry holds it back for its vulnerabilities or for a missing signature: build it on a newer base and push it, sign it, or have an exception granted in the project (Harbor: CVE allowlist; Artifactory: Xray policy)',
    ],
  });
}

/** containerd asks by HEAD, whose refusal says nothing; a GET brings the registry's reason. */
function readAnswer({ reference }: Incident): Remedy {
  const name =
    reference === undefined
      ? '<IMAGE>'
      : `${reference.domain}/${reference.path}:${reference.tag ?? 'latest'}`;
  return commandRemedy(
    {
      title: "Read the registry's own reason",
      safety: 'safe',
      notes: ['With the credentials that the pods use; containerd before 2.3.3 does not pass the reason on'],
    },
    shellLine('skopeo', 'inspect', '--creds', '<USER>:<TOKEN>', `docker://${name}`),
  );
}
