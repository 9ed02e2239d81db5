import type { JsonObject } from '../../../core/evidence/objects/json-value.ts';
import { groupVersionOf, type Resource, RESOURCES } from '../resource.ts';
import { jsonAnswer, type TextAnswer } from './answer.ts';

// As much of OpenAPI v3 as `kubectl apply` needs to see that fields are checked by the server. There are no
// schemas: kubectl then takes the merge keys from its own Go types.

/** `/openapi/v3` and the documents it names; undefined elsewhere. */
export function openapiAt(path: string): TextAnswer | undefined {
  const root = '/openapi/v3';
  if (path === root) return jsonAnswer(200, { paths: Object.fromEntries(groupVersions().map(indexEntry)) });
  if (!path.startsWith(`${root}/`)) return undefined;
  const place = path.slice(root.length + 1);
  const resources = RESOURCES.filter((one) => placeOf(one) === place && one.verbs.includes('patch'));
  if (!groupVersions().includes(place)) return undefined;
  return jsonAnswer(200, {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1' },
    paths: Object.fromEntries(resources.map(patchPath)),
  });
}

function groupVersions(): readonly string[] {
  return [...new Set(RESOURCES.map(placeOf))];
}

/** `api/v1`, `apis/apps/v1` */
function placeOf(resource: Resource): string {
  return `${resource.group === '' ? 'api' : 'apis'}/${groupVersionOf(resource)}`;
}

function indexEntry(place: string): [string, JsonObject] {
  return [place, { serverRelativeURL: `/openapi/v3/${place}?hash=0` }];
}

function patchPath(resource: Resource): [string, JsonObject] {
  const { group, version, kind, plural, namespaced } = resource;
  const path = `/${placeOf(resource)}/${namespaced ? 'namespaces/{namespace}/' : ''}${plural}/{name}`;
  const parameters = ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map((name) => ({
    name,
    in: 'query',
    schema: { type: 'string', uniqueItems: true },
  }));
  const about = { group, version, kind };
  const patch = {
    operationId: `patch${kind}`,
    parameters,
    responses: { '200': { description: 'OK' } },
    'x-kubernetes-action': 'patch',
    'x-kubernetes-group-version-kind': about,
  };
  return [path, { patch }];
}
