import type { NodeEvidence } from '../evidence/objects/node.ts';
import type { Incident } from './incident.ts';
import { commandRemedy } from './plan.ts';
import { registryOf } from './pull-secret.ts';
import { registryVendor, type RegistryVendor } from './registry-vendor.ts';
import type { Remedy } from './remedy.ts';
import { shellLine, words } from './shell-quote.ts';

/**
 * Lets the nodes sign in to their cloud's registry by themselves. Nothing for other registries.
 */
export function cloudIdentity(incident: Incident): readonly Remedy[] {
  const vendor = registryVendor(registryOf(incident));
  switch (vendor.kind) {
    case 'ecr':
      return [amazonRole(vendor.account)];
    case 'acr':
      return [azureAttach(incident, vendor.name)];
    case 'artifact-registry':
      return [googleReader(incident, vendor.location)];
    default:
      return [];
  }
}

/** True unless nodes were seen that live elsewhere: then their identity is none of that cloud's. */
export function nodesAreOfThatCloud(incident: Incident): boolean {
  const home = CLOUD_OF[registryVendor(registryOf(incident)).kind];
  return incident.nodes.every(({ provider }) => provider === undefined || provider === home);
}

const CLOUD_OF: Readonly<Partial<Record<RegistryVendor['kind'], NodeEvidence['provider']>>> = {
  ecr: 'aws',
  acr: 'azure',
  'artifact-registry': 'gcp',
};

function amazonRole(account: string): Remedy {
  return commandRemedy(
    {
      title: 'Let the role of the nodes pull from ECR',
      safety: 'unsafe',
      notes: [
        'The kubelet then gets fresh tokens by itself, through the ECR credential provider that EKS nodes have',
        `If the nodes are not in account ${account}, the policy of the repository has to name their role too`,
      ],
    },
    shellLine(
      ...words('aws iam attach-role-policy --role-name <NODE_ROLE> --policy-arn'),
      'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly',
    ),
  );
}

function azureAttach(incident: Incident, name: string): Remedy {
  const attach = shellLine('az', 'aks', 'update', '-g', '<GROUP>', '-n', '<CLUSTER>', '--attach-acr', name);
  const check = shellLine(
    'az',
    'aks',
    'check-acr',
    '-g',
    '<GROUP>',
    '-n',
    '<CLUSTER>',
    '--acr',
    `${name}.azurecr.io`,
  );
  const heading = {
    title: 'Let the cluster pull from this Azure registry',
    safety: 'unsafe' as const,
    notes: [
      'A registry in ABAC mode also wants the role Container Registry Repository Reader for the identity of the kubelet',
      'It may take two minutes to count',
    ],
  };
  if (nodesAreOfThatCloud(incident)) return commandRemedy(heading, attach, check);
  return commandRemedy(
    {
      ...heading,
      title: 'Make a login for this Azure registry',
      notes: ['The nodes are not on Azure: put user and password of this token into a pull secret'],
    },
    shellLine(
      'az',
      'acr',
      'token',
      'create',
      '-n',
      '<TOKEN_NAME>',
      '-r',
      name,
      '--scope-map',
      '_repositories_pull',
    ),
  );
}

function googleReader({ reference }: Incident, location: string): Remedy {
  const [project = '<PROJECT>', repository = '<REPOSITORY>'] = (reference?.path ?? '')
    .split('/')
    .filter((part) => part !== '');
  return commandRemedy(
    {
      title: 'Let the service account of the nodes read the repository',
      safety: 'unsafe',
      notes: [
        'It is the account of the node pool that pulls, not the workload identity of the pod',
        'If it has only narrow access scopes, a new node pool is needed',
      ],
    },
    shellLine(
      ...words('gcloud artifacts repositories add-iam-policy-binding'),
      repository,
      `--project=${project}`,
      `--location=${location}`,
      ...words('--member=serviceAccount:<NODE_ACCOUNT> --role=roles/artifactregistry.reader'),
    ),
  );
}
