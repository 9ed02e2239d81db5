import { nameInFieldSelector } from '../selection/field-selector.ts';
import { isTrue } from '../reading/list-query.ts';

/** What a request is about, as k8s.io/apiserver/pkg/endpoints/request/requestinfo.go reads it. */
export type RequestTarget = ResourceTarget | PathTarget;

export interface ResourceTarget {
  readonly isResource: true;
  readonly verb: string;
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  /** `log`, `proxy`; empty for the object itself. */
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** Path behind the subresource, with its slash: what a proxy passes on. */
  readonly rest: string;
}

export interface PathTarget {
  readonly isResource: false;
  readonly verb: string;
  readonly path: string;
}

export function requestTarget(method: string, path: string, query: URLSearchParams): RequestTarget {
  const [root = '', ...segments] = path.split('/').slice(1).map(decoded);
  const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
  const isCore = root === 'api';
  if ((!isCore && root !== 'apis') || segments.length < (isCore ? 2 : 3))
    return { isResource: false, verb, path };
  const group = isCore ? '' : (segments.shift() ?? '');
  const version = segments.shift() ?? '';
  return { isResource: true, group, version, ...objectOfPath(method, segments, query) };
}

type ObjectOfPath = Omit<ResourceTarget, 'isResource' | 'group' | 'version'>;

function objectOfPath(method: string, segments: readonly string[], query: URLSearchParams): ObjectOfPath {
  const inNamespace = segments[0] === 'namespaces' && segments.length > 2;
  // A namespace lies in itself: that is how access to it is granted and refused.
  const namespace = segments[0] === 'namespaces' ? (segments[1] ?? '') : '';
  const [plural = '', given = '', subresource = '', ...rest] = inNamespace ? segments.slice(2) : segments;
  const name =
    given === '' && method === 'GET' ? nameInFieldSelector(query.get('fieldSelector') ?? '') : given;
  return {
    verb: verbOf(method, given, query),
    plural,
    subresource,
    namespace,
    name,
    rest: rest.length === 0 ? '' : `/${rest.join('/')}`,
  };
}

function verbOf(method: string, name: string, query: URLSearchParams): string {
  const one = name !== '';
  if (method === 'POST') return 'create';
  if (method === 'PUT') return 'update';
  if (method === 'DELETE') return one ? 'delete' : 'deletecollection';
  if (method === 'GET' || method === 'HEAD') {
    if (one) return 'get';
    return isTrue(query.get('watch')) ? 'watch' : 'list';
  }
  return method.toLowerCase();
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
