/** What the objects around the pods say to a finding: secrets, service account, policy, rollout. */
import { counted } from '../clock-time.ts';
import type { Cause } from '../cause.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { Witness } from '../finding.ts';
import { secretsOf } from './scope.ts';
import { secretFact } from './secret-facts.ts';
import { unnamedSecretFacts } from './unnamed-secrets.ts';
import type { PullGroup } from './grouping.ts';
import type { JudgedPull } from '../pulls/judged-pull.ts';
import { imageOnNode } from '../pulls/reasons.ts';
import { absentSecrets } from '../pulls/secret-reason.ts';
import type { PullSite } from '../pulls/pull-site.ts';

const ABOUT_ACCESS: ReadonlySet<Cause> = new Set<Cause>([
  'access-denied-ambiguous',
  'credentials-missing',
  'credentials-rejected',
  'credentials-expired',
  'forbidden',
  'pull-secret-malformed',
]);

export function objectWitnesses(group: PullGroup, index: ClusterIndex): readonly Witness[] {
  const [first] = group.pulls;
  if (first === undefined) return [];
  const says = [
    ...(ABOUT_ACCESS.has(group.cause) && first.pull.kind !== 'sandbox'
      ? accessFacts(first.site, group, index)
      : []),
    ...(first.reason === 'cached-image-denied' && imageOnNode(first.site, index)
      ? [`${first.pull.image} is on ${first.pull.node ?? 'the node'}, pulled for another pod`]
      : []),
    ...rolloutFacts(first),
  ];
  return says.map((text) => ({ witness: 'cluster', says: text, supports: true }));
}

function accessFacts(site: PullSite, group: PullGroup, index: ClusterIndex): readonly string[] {
  const { pod, image } = site;
  if (pod.mirror) return ["a static pod has no pull secrets: only the node's own credentials serve"];
  const elsewhere =
    group.cause === 'pull-secret-malformed' ? [] : unnamedSecretFacts(pod, index.image(image), index);
  return [
    ...(pod.imagePullSecrets.length === 0
      ? noSecret(pod.namespace, pod.serviceAccount, index)
      : namedSecretFacts(site, group, index)),
    ...elsewhere,
  ];
}

function namedSecretFacts(
  { pod, image }: PullSite,
  group: PullGroup,
  index: ClusterIndex,
): readonly string[] {
  const absent = new Set(absentSecrets(pod, index));
  const named = secretsOf(group).length > 0 ? secretsOf(group) : pod.imagePullSecrets;
  const at = group.pulls[0]?.pull.quote?.at ?? index.asOf;
  return named.map((name) => {
    const secret = index.secret(pod.namespace, name);
    return secret === undefined || absent.has(name)
      ? unseenFact(pod.namespace, name, absent, index)
      : secretFact(secret, index.image(image), at);
  });
}

function noSecret(namespace: string, account: string, index: ClusterIndex): readonly string[] {
  const none = 'the pod references no pull secret';
  const seen = index.serviceAccount(namespace, account);
  if (seen === undefined) return [none];
  const names = seen.imagePullSecrets;
  return names.length === 0
    ? [none, `service account ${namespace}/${account} has none either`]
    : [
        none,
        `service account ${namespace}/${account} has ${names.join(', ')}: pods made from now on get it, this one does not`,
      ];
}

function unseenFact(
  namespace: string,
  name: string,
  absent: ReadonlySet<string>,
  index: ClusterIndex,
): string {
  const title = `secret ${namespace}/${name}`;
  if (absent.has(name)) return `${title} is not there${elsewhere(namespace, name, index)}`;
  return `${title} is referenced and was not looked at`;
}

function elsewhere(namespace: string, name: string, index: ClusterIndex): string {
  const others = index.secretsNamed(name).filter((secret) => secret.namespace !== namespace);
  const [first] = others;
  if (first === undefined) return '';
  const more = others.length > 1 ? ` and ${counted(others.length - 1, 'other namespace')}` : '';
  return `; one of that name is in namespace ${first.namespace}${more}, where pods of ${namespace} cannot use it`;
}

/** A rollout that stopped waiting, or is paused: the owner says so itself. */
function rolloutFacts({ chain, pull }: JudgedPull): readonly string[] {
  const top = chain.links.at(-1)?.workload;
  if (top === undefined) return [];
  const stopped = top.conditions.find(({ type, status }) => type === 'Progressing' && status === 'False');
  return [
    ...(stopped === undefined
      ? []
      : [`${pull.owner.kind}/${pull.owner.name} no longer progresses: ${stopped.reason}`]),
    ...(top.paused ? [`${pull.owner.kind}/${pull.owner.name} is paused`] : []),
  ];
}
