import type { Reason } from '../diagnosis/cause.ts';
import { clientCertificateRemedies } from './client-certificate.ts';
import { cloudIdentity, nodesAreOfThatCloud } from './cloud-identity.ts';
import { isStatic, type Incident } from './incident.ts';
import { giveSecret, giveServiceAccount } from './give-secret.ts';
import { argumentName } from './kubectl.ts';
import { loadLocalImage } from './local-image.ts';
import { movedImage } from './missing-image-remedies.ts';
import { nodeCredentials } from './node-credentials.ts';
import { commandRemedy, remedy } from './plan.ts';
import { publicImageRemedies } from './public-image.ts';
import { referencedSecrets, serviceAccountOf } from './pull-secret.ts';
import { referToSecret } from './refer-to-secret.ts';
import type { Remedy } from './remedy.ts';
import { renewPods } from './retry-now.ts';
import { rejectedRemedies, repairSecret } from './secret-remedies.ts';
import { shellLine } from './shell-quote.ts';
import { imageChange } from './workload-change.ts';

/** Nobody can tell absent from private: the likelier of the two first, and what settles it. */
export function ambiguousRemedies(incident: Incident): readonly Remedy[] {
  const { finding, reference } = incident;
  if (finding.reason === 'image-never-loaded') return loadLocalImage(incident);
  // Docker's official images are open to all: refused there means absent.
  const official = reference?.domain === 'docker.io' && reference.path.startsWith('library/');
  const correct = correctName(incident, official);
  if (official) return [correct, settle(incident), ...privately(incident)];
  return [...movedImage(incident), ...privately(incident), correct, settle(incident)];
}

/** The registry wants credentials and none came. */
export function missingRemedies(incident: Incident): readonly Remedy[] {
  const { lead, finding } = incident;
  if (finding.rung === 'tls') return clientCertificateRemedies(incident);
  if (finding.reason === 'image-never-loaded') return loadLocalImage(incident);
  const cloud = cloudIdentity(incident);
  if (lead.kind === 'sandbox' || isStatic(lead)) return [...cloud, ...nodeCredentials(incident)];
  if (finding.reason === 'secret-not-inherited') return [inherit(incident), nameInherited(incident)];
  if (referencedSecrets(incident, lead).length > 0) return [repairSecret(incident), ...cloud];
  const secret = [giveSecret(incident), giveServiceAccount(incident)];
  // Where the nodes can sign in by themselves, a static secret is the worse answer: it runs out.
  const nodesFirst = nodesAreOfThatCloud(incident) || finding.reason === 'provider-silent';
  return nodesFirst ? [...cloud, ...secret] : [...secret, ...cloud];
}

/** Reasons that lie in what was sent; all others say that nothing was. */
const SENT: ReadonlySet<Reason | undefined> = new Set<Reason | undefined>([
  undefined,
  'secret-value-damaged',
  'secret-expired',
  'works-now',
]);

/** Credentials were refused; where the objects show that none fitted, none were sent. */
export function refusedCredentialsRemedies(incident: Incident): readonly Remedy[] {
  if (incident.finding.reason === 'login-not-needed') return publicImageRemedies(incident);
  return SENT.has(incident.finding.reason) ? rejectedRemedies(incident) : missingRemedies(incident);
}

function privately(incident: Incident): readonly Remedy[] {
  const [first] = missingRemedies(incident);
  if (first === undefined) return [];
  const title = `If the image is private: ${first.title.charAt(0).toLowerCase()}${first.title.slice(1)}`;
  return [{ ...first, title }];
}

function correctName(incident: Incident, official: boolean): Remedy {
  const notes = [
    nameHint(incident),
    official ? 'What stands there is open to all, so this name does not exist there' : undefined,
  ];
  const title = official ? 'Correct the image name' : 'If the name is wrong, correct it';
  return remedy(
    { title, safety: 'unsafe', notes },
    imageChange(incident, () => '<IMAGE>'),
  );
}

function nameHint({ reference }: Incident): string | undefined {
  if (reference === undefined || reference.explicitDomain) return undefined;
  const parts = reference.path.split('/');
  return parts.length > 2
    ? `Without a dot or a port, ${parts[0]} is no host: the image is looked for on Docker Hub`
    : `Without a host, the image is looked for on Docker Hub, as ${reference.path}`;
}

function settle({ reference }: Incident): Remedy {
  const name = reference === undefined ? '<REPOSITORY>' : `${reference.domain}/${reference.path}`;
  const notes = [
    'If it lists tags, the repository exists and the pods lack credentials',
    'If it is refused again, the repository does not exist, or this account lacks the right too',
  ];
  return commandRemedy(
    { title: 'Settle which it is: ask with an account that should see it', safety: 'safe', notes },
    shellLine('skopeo', 'list-tags', '--creds', '<USER>:<TOKEN>', `docker://${name}`),
  );
}

function inherit(incident: Incident): Remedy {
  const account = serviceAccountOf(incident, incident.lead);
  return renewPods(incident, {
    title: 'Make the pods anew, so that they take up the secret',
    safety: 'unsafe',
    notes: [`Service account ${account} has it, but these pods were made before`],
  });
}

function nameInherited(incident: Incident): Remedy {
  const { lead, evidence } = incident;
  const wanted = serviceAccountOf(incident, lead);
  const account = evidence.serviceAccounts.find(
    ({ namespace, name }) => namespace === lead.namespace && name === wanted,
  );
  const name = argumentName(account?.imagePullSecrets[0] ?? '', '<SECRET>');
  return remedy(
    { title: 'Name the secret in the workload itself', safety: 'unsafe' },
    referToSecret(incident, name),
  );
}
