import { registryKeysOf, type SecretEvidence } from '../evidence/objects/secret.ts';
import { distinct, podsOf, type Incident, type Subject } from './incident.ts';
import { argumentName } from './kubectl.ts';

/** What a secret is called that stands in no namespace yet. */
const NEW_SECRET = 'regcred';

const DOCKER_TYPES: ReadonlySet<string> = new Set([
  'kubernetes.io/dockerconfigjson',
  'kubernetes.io/dockercfg',
]);

/** The registry that wants credentials: that of the image name, which is what the kubelet matches on. */
export function registryOf({ reference, finding }: Incident): string {
  if (reference !== undefined && reference.domain !== '') return reference.domain;
  return hostLike(finding.host?.name) ?? '<REGISTRY>';
}

/** A host as it may stand in a file or a path, or nothing for what cannot be one. */
export function hostLike(name: string | undefined): string | undefined {
  if (name === undefined || name.includes('..')) return undefined;
  return /^[A-Za-z0-9[][A-Za-z0-9.:\]-]*$/.test(name) ? name : undefined;
}

/** Names of the pull secrets that the pods of a subject refer to. */
export function referencedSecrets(incident: Incident, subject: Subject): readonly string[] {
  return distinct(podsOf(incident, subject).flatMap(({ imagePullSecrets }) => imagePullSecrets));
}

/** The service account whose secrets new pods of a subject get. */
export function serviceAccountOf(incident: Incident, subject: Subject): string {
  const [pod] = podsOf(incident, subject);
  return argumentName(pod?.serviceAccount ?? '', 'default');
}

/**
 * The referenced secret that a registry's credentials stand in.
 *
 * @returns the one whose keys name the registry; the only one, where there is one; else nothing
 */
export function secretFor(incident: Incident, subject: Subject): string | undefined {
  const names = referencedSecrets(incident, subject);
  const fitting = secretsBeside(incident, subject).find(
    (secret) => names.includes(secret.name) && isFor(secret, registryOf(incident)),
  );
  return fitting?.name ?? (names.length === 1 ? names[0] : undefined);
}

/** A secret beside the pods that is for this registry, though no pod refers to it. */
export function unusedSecret(incident: Incident, subject: Subject): string | undefined {
  const names = referencedSecrets(incident, subject);
  return secretsBeside(incident, subject).find(
    (secret) => !names.includes(secret.name) && isFor(secret, registryOf(incident)),
  )?.name;
}

/** A docker config secret of another namespace, with this name or else for this registry. */
export function secretElsewhere(
  { evidence, ...incident }: Incident,
  subject: Subject,
  name: string,
): SecretEvidence | undefined {
  const host = registryOf({ evidence, ...incident });
  const others = evidence.secrets.filter(
    ({ namespace, type }) => namespace !== subject.namespace && type === 'kubernetes.io/dockerconfigjson',
  );
  return others.find((secret) => secret.name === name) ?? others.find((secret) => isFor(secret, host));
}

/**
 * What to call the secret that a remedy writes.
 *
 * @returns the name the pods refer to already, an absent one first; else a name that is still free
 */
export function secretToWrite(incident: Incident, subject: Subject): string {
  const names = referencedSecrets(incident, subject);
  const there = new Set(secretsBeside(incident, subject).map(({ name }) => name));
  const { looked, absent: missed = [] } = incident.evidence;
  const absent = names.find(
    (name) =>
      !there.has(name) &&
      (looked.includes('Secret') ||
        missed.some(
          (one) => one.kind === 'Secret' && one.namespace === subject.namespace && one.name === name,
        )),
  );
  const name = absent ?? secretFor(incident, subject) ?? names[0];
  return argumentName(name ?? '', there.has(NEW_SECRET) ? `${NEW_SECRET}-2` : NEW_SECRET);
}

/** True where a key of the secret names the host, in one of the spellings that people use. */
function isFor(secret: SecretEvidence, host: string): boolean {
  return DOCKER_TYPES.has(secret.type) && registryKeysOf(secret).some((key) => hostOfKey(key) === host);
}

function hostOfKey(key: string): string {
  const scheme = key.indexOf('://');
  const rest = scheme < 0 ? key : key.slice(scheme + 3);
  const slash = rest.indexOf('/');
  const host = slash < 0 ? rest : rest.slice(0, slash);
  return host === 'index.docker.io' ? 'docker.io' : host;
}

function secretsBeside({ evidence }: Incident, { namespace }: Subject): readonly SecretEvidence[] {
  return evidence.secrets.filter((secret) => secret.namespace === namespace);
}
