/** A kind of object the server serves, as its discovery tells. */
export interface Resource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  /** `all`: what `kubectl get all` shows. */
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
  /** Where its objects are kept: two groups may show the same objects, as events are. */
  readonly kept: string;
}

const STORED_VERBS = ['create', 'delete', 'get', 'list', 'patch', 'watch'];

type Row = readonly [group: string, plural: string, kind: string, shortNames: string, flags?: string];

/** Flags: `c` cluster-wide, `a` in the category all, `r` a review that is answered and never kept. */
const ROWS: readonly Row[] = [
  ['', 'configmaps', 'ConfigMap', 'cm'],
  ['', 'events', 'Event', 'ev'],
  ['', 'namespaces', 'Namespace', 'ns', 'c'],
  ['', 'nodes', 'Node', 'no', 'c'],
  ['', 'pods', 'Pod', 'po', 'a'],
  ['', 'replicationcontrollers', 'ReplicationController', 'rc', 'a'],
  ['', 'secrets', 'Secret', ''],
  ['', 'serviceaccounts', 'ServiceAccount', 'sa'],
  ['apps', 'controllerrevisions', 'ControllerRevision', ''],
  ['apps', 'daemonsets', 'DaemonSet', 'ds', 'a'],
  ['apps', 'deployments', 'Deployment', 'deploy', 'a'],
  ['apps', 'replicasets', 'ReplicaSet', 'rs', 'a'],
  ['apps', 'statefulsets', 'StatefulSet', 'sts', 'a'],
  ['authentication.k8s.io', 'selfsubjectreviews', 'SelfSubjectReview', '', 'cr'],
  ['authorization.k8s.io', 'selfsubjectaccessreviews', 'SelfSubjectAccessReview', '', 'cr'],
  ['authorization.k8s.io', 'selfsubjectrulesreviews', 'SelfSubjectRulesReview', '', 'cr'],
  ['batch', 'cronjobs', 'CronJob', 'cj', 'a'],
  ['batch', 'jobs', 'Job', '', 'a'],
  ['events.k8s.io', 'events', 'Event', 'ev', 'e'],
];

export const RESOURCES: readonly Resource[] = ROWS.map(([group, plural, kind, shortNames, flags = '']) => ({
  group,
  version: 'v1',
  plural,
  kind,
  namespaced: !flags.includes('c'),
  shortNames: shortNames === '' ? [] : [shortNames],
  categories: flags.includes('a') ? ['all'] : [],
  verbs: flags.includes('r') ? ['create'] : flags.includes('e') ? ['get', 'list', 'watch'] : STORED_VERBS,
  kept: flags.includes('e') ? 'events' : group === '' ? plural : `${plural}.${group}`,
}));

/** `pod`, as the server names it in discovery: the kind in lower case. */
export function singularOf(resource: Resource): string {
  return resource.kind.toLowerCase();
}

/** `v1`, `apps/v1` */
export function groupVersionOf({ group, version }: Resource): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The resource at this address, whichever version is asked for: undefined where there is none. */
export function findResource(group: string, version: string, plural: string): Resource | undefined {
  return RESOURCES.find((one) => one.group === group && one.version === version && one.plural === plural);
}

/** Where objects of this kind are kept; the group of an object's apiVersion tells two of one name apart. */
export function resourceOfKind(kind: string, apiVersion?: string): Resource | undefined {
  const group = apiVersion?.includes('/') === true ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const named = RESOURCES.filter((one) => one.kind === kind && one.verbs.length > 1);
  return apiVersion === undefined ? named[0] : named.find((one) => one.group === group);
}
