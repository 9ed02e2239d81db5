import type { JsonObject } from '../../../core/evidence/objects/json-value.ts';
import { wantsAggregatedDiscovery } from '../reading/accepted-form.ts';
import { groupVersionOf, type Resource, RESOURCES, singularOf } from '../resource.ts';
import { noSuchResource } from '../status.ts';
import type { Answer } from './answer.ts';
import { jsonAnswer } from './answer.ts';

// What kubectl asks before it knows a resource: /api, /apis, their versions, /version.

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** The document at a path that is no resource; undefined where there is none. */
export function discoveryAt(path: string, accept: string, version: string): Answer | undefined {
  const place = path.endsWith('/') && path.length > 1 ? path.slice(0, -1) : path;
  if (place === '/version') return jsonAnswer(200, versionInfo(version));
  if (['/healthz', '/readyz', '/livez'].includes(place))
    return { status: 200, contentType: 'text/plain; charset=utf-8', body: 'ok' };
  if (place === '/api' || place === '/apis') {
    if (!wantsAggregatedDiscovery(accept))
      return jsonAnswer(200, place === '/api' ? apiVersions() : groupList());
    return { ...jsonAnswer(200, aggregated(place === '/api')), contentType: AGGREGATED };
  }
  const [, root, ...rest] = place.split('/');
  if (root === 'api' && rest.length === 1) return resourceList('', rest[0] ?? '');
  if (root === 'apis' && rest.length === 2) return resourceList(rest[0] ?? '', rest[1] ?? '');
  if (root === 'apis' && rest.length === 1) return groupAt(rest[0] ?? '');
  return undefined;
}

function versionInfo(gitVersion: string): JsonObject {
  const [major = '1', minor = '0'] = gitVersion.replace(/^v/, '').split('.');
  return {
    major,
    minor,
    gitVersion,
    gitCommit: '0000000000000000000000000000000000000000',
    gitTreeState: 'clean',
    buildDate: '1970-01-01T00:00:00Z',
    goVersion: 'go1.26',
    compiler: 'gc',
    platform: 'linux/amd64',
  };
}

function apiVersions(): JsonObject {
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };
}

function groups(): readonly string[] {
  return [...new Set(RESOURCES.map(({ group }) => group))].filter((group) => group !== '');
}

function groupOf(name: string): JsonObject {
  const version = { groupVersion: `${name}/v1`, version: 'v1' };
  return { name, versions: [version], preferredVersion: version };
}

function groupList(): JsonObject {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups().map(groupOf) };
}

function groupAt(name: string): Answer | undefined {
  if (!groups().includes(name)) return undefined;
  return jsonAnswer(200, { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(name) });
}

function resourceList(group: string, version: string): Answer | undefined {
  const own = RESOURCES.filter((one) => one.group === group);
  if (own.length === 0) return undefined;
  if (version !== 'v1') throw noSuchResource(`version ${version} of group ${group || 'core'}`);
  const resources = own.flatMap((resource) => [resourceEntry(resource), ...subresourceEntries(resource)]);
  const [first] = own;
  const groupVersion = first === undefined ? version : groupVersionOf(first);
  const head = { kind: 'APIResourceList', ...(group === '' ? {} : { apiVersion: 'v1' }) };
  return jsonAnswer(200, { ...head, groupVersion, resources });
}

function resourceEntry(resource: Resource): JsonObject {
  const { plural, namespaced, kind, verbs, shortNames, categories } = resource;
  return {
    name: plural,
    singularName: singularOf(resource),
    namespaced,
    kind,
    verbs,
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
  };
}

/** Those that are served: the log of a pod and the way to a node's kubelet. */
export const SUBRESOURCES: Readonly<Record<string, string>> = { pods: 'log', nodes: 'proxy' };

function subresourceEntries({ kept, plural, namespaced, kind, group }: Resource): readonly JsonObject[] {
  const name = group === '' ? SUBRESOURCES[kept] : undefined;
  if (name === undefined) return [];
  const of = name === 'log' ? kind : 'NodeProxyOptions';
  return [{ name: `${plural}/${name}`, singularName: '', namespaced, kind: of, verbs: ['get'] }];
}

function aggregated(core: boolean): JsonObject {
  const items = (core ? [''] : groups()).map((group) => ({
    metadata: group === '' ? {} : { name: group },
    versions: [
      {
        version: 'v1',
        resources: RESOURCES.filter((one) => one.group === group).map(aggregatedEntry),
        freshness: 'Current',
      },
    ],
  }));
  return { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
}

function aggregatedEntry(resource: Resource): JsonObject {
  const { plural, namespaced, kind, verbs, shortNames, categories, kept, group } = resource;
  const subresource = group === '' ? SUBRESOURCES[kept] : undefined;
  return {
    resource: plural,
    responseKind: { group: '', version: '', kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singularOf(resource),
    verbs,
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(subresource === undefined
      ? {}
      : {
          subresources: [{ subresource, responseKind: { group: '', version: '', kind }, verbs: ['get'] }],
        }),
  };
}
