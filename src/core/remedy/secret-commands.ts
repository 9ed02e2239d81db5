import type { SecretEvidence } from '../evidence/objects/secret.ts';
import type { Incident, Subject } from './incident.ts';
import { argumentName, kubectl } from './kubectl.ts';
import { registryOf } from './pull-secret.ts';
import { registryVendor, secretServer } from './registry-vendor.ts';
import { words } from './shell-quote.ts';

const CONTENT = String.raw`jsonpath={.data.\.dockerconfigjson}`;

/** `kubectl create secret`, for one that is not there. */
export function createSecret(incident: Incident, { namespace }: Subject, name: string): string {
  return kubectl(namespace, ...secretWords(incident, name));
}

/** The same for one that may be there: it is written over. */
export function replaceSecret(incident: Incident, { namespace }: Subject, name: string): string {
  const rendered = kubectl(namespace, ...secretWords(incident, name), ...words('--dry-run=client -o yaml'));
  return `${rendered} | ${kubectl(namespace, ...words('apply -f -'))}`;
}

/**
 * A fresh token of ECR in a secret. `aws` runs in a substitution, over a region that was read by
 * grammar, so that nothing of the image name gets there.
 *
 * @returns nothing for other registries
 */
export function refreshEcrSecret(
  incident: Incident,
  { namespace }: Subject,
  name: string,
): string | undefined {
  const host = registryOf(incident);
  const vendor = registryVendor(host);
  const login =
    vendor.kind === 'ecr' ? `aws ecr get-login-password --region ${vendor.region}` : publicLogin(vendor.kind);
  if (login === undefined) return undefined;
  const server = `--docker-server=${host}`;
  const create = kubectl(
    namespace,
    ...words('create secret docker-registry'),
    name,
    server,
    '--docker-username=AWS',
  );
  return `${create} --docker-password="$(${login})" --dry-run=client -o yaml | ${kubectl(namespace, ...words('apply -f -'))}`;
}

/** The token of ECR Public comes from one region, wherever the nodes are. */
function publicLogin(kind: string): string | undefined {
  return kind === 'ecr-public' ? 'aws ecr-public get-login-password --region us-east-1' : undefined;
}

/** Copies a docker config secret without a password passing over the command line. */
export function copySecret(from: SecretEvidence, { namespace }: Subject, name: string): string {
  const read = kubectl(
    from.namespace,
    ...words('get secret'),
    argumentName(from.name, '<SECRET>'),
    '-o',
    CONTENT,
  );
  const options = words('--type=kubernetes.io/dockerconfigjson --from-file=.dockerconfigjson=/dev/stdin');
  return `${read} | base64 -d | ${kubectl(namespace, ...words('create secret generic'), name, ...options)}`;
}

/** Shows which hosts and fields a secret has, and no value. */
export function showSecretFields(namespace: string, secret: string): string {
  const get = kubectl(namespace, ...words('get secret'), argumentName(secret, '<SECRET>'), '-o', CONTENT);
  return `${get} | base64 -d | jq '.auths | map_values(keys)'`;
}

function secretWords(incident: Incident, name: string): readonly string[] {
  const server = `--docker-server=${secretServer(registryOf(incident))}`;
  return [
    ...words('create secret docker-registry'),
    name,
    server,
    '--docker-username=<USER>',
    '--docker-password=<TOKEN>',
  ];
}
