import type { AccessRule } from '../api-server-options.ts';
import { detailsOf, qualified, StatusError } from '../status.ts';
import type { RequestTarget, ResourceTarget } from '../wire/request-target.ts';
import type { Visitor } from './visitor.ts';

/** What one may want to do to a resource. */
export type Deed = Pick<ResourceTarget, 'verb' | 'group' | 'plural' | 'subresource' | 'namespace' | 'name'>;

/** What everybody who is logged in may: the roles system:basic-user and system:discovery. */
export const EVERYBODY: readonly AccessRule[] = [
  {
    verbs: ['create'],
    apiGroups: ['authorization.k8s.io'],
    resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
  },
  { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
];
export const OPEN_PATHS: readonly string[] = [
  '/api',
  '/api/*',
  '/apis',
  '/apis/*',
  '/healthz',
  '/livez',
  '/openapi',
  '/openapi/*',
  '/readyz',
  '/version',
  '/version/',
];
const ANONYMOUS_PATHS = ['/healthz', '/livez', '/readyz', '/version', '/version/'];

/** Refuses what RBAC refuses, in its words. */
export function authorize(visitor: Visitor, target: RequestTarget): void {
  if (target.isResource) {
    if (!mayDo(visitor, target)) throw forbidden(visitor, target);
  } else if (!mayRead(visitor, target.path)) {
    const message = `forbidden: User "${visitor.name}" cannot ${target.verb} path "${target.path}"`;
    throw new StatusError({ code: 403, reason: 'Forbidden', message, details: {} });
  }
}

/** `impersonate` on users, groups and uids, before anything is done in their name. */
export function authorizeImpersonation(visitor: Visitor, as: Visitor): void {
  const target = (plural: string, group: string, name: string): Deed => ({
    verb: 'impersonate',
    group,
    plural,
    subresource: '',
    namespace: '',
    name,
  });
  const wanted = [target('users', '', as.name)];
  for (const group of as.groups)
    if (group !== 'system:authenticated') wanted.push(target('groups', '', group));
  if (as.uid !== undefined) wanted.push(target('uids', 'authentication.k8s.io', as.uid));
  for (const deed of wanted) if (!mayDo(visitor, deed)) throw forbidden(visitor, deed);
}

export function mayDo(visitor: Visitor, deed: Deed): boolean {
  if (visitor.rules === 'all') return true;
  const rules = visitor.groups.includes('system:authenticated')
    ? [...visitor.rules, ...EVERYBODY]
    : visitor.rules;
  return rules.some((rule) => allows(rule, deed));
}

function allows(rule: AccessRule, deed: Deed): boolean {
  const { namespaces, resourceNames } = rule;
  const resource = deed.subresource === '' ? deed.plural : `${deed.plural}/${deed.subresource}`;
  const place = namespaces === undefined || (deed.namespace !== '' && namespaces.includes(deed.namespace));
  const named =
    resourceNames === undefined || resourceNames.length === 0 || resourceNames.includes(deed.name);
  return (
    place &&
    named &&
    holds(rule.verbs, deed.verb) &&
    holds(rule.apiGroups ?? [''], deed.group) &&
    (holds(rule.resources, resource) || rule.resources.includes(`*/${deed.subresource}`))
  );
}

function holds(list: readonly string[], word: string): boolean {
  return list.includes('*') || list.includes(word);
}

export function mayRead(visitor: Visitor, path: string): boolean {
  if (visitor.rules === 'all') return true;
  const open = visitor.groups.includes('system:authenticated') ? OPEN_PATHS : ANONYMOUS_PATHS;
  return open.some((one) => (one.endsWith('*') ? path.startsWith(one.slice(0, -1)) : path === one));
}

/** staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go */
export function forbidden(visitor: Visitor, deed: Deed): StatusError {
  const { verb, group, plural, subresource, namespace, name } = deed;
  const resource = subresource === '' ? plural : `${plural}/${subresource}`;
  const what = name === '' ? qualified(deed) : `${qualified(deed)} "${name}"`;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  return new StatusError({
    code: 403,
    reason: 'Forbidden',
    message: `${what} is forbidden: User "${visitor.name}" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`,
    details: detailsOf(deed, name),
  });
}
