import { objectsOf } from '../../../core/evidence/objects/json-value.ts';
import type { ApiObject } from '../api-object.ts';
import type { Version } from '../object-store.ts';
import { groupVersionOf, type Resource } from '../resource.ts';
import { badRequest, StatusError } from '../status.ts';
import { tableFormOf } from '../tables/table-forms.ts';
import type { Form } from './accepted-form.ts';
import type { ListPage } from './list-page.ts';
import { shownBy } from './new-event-form.ts';

// Texts, not objects: a list of ten thousand pods is put together from pieces that are kept with them.

/** In which form and with how much of the objects. */
export interface Presentation {
  readonly form: Form;
  /** `includeObject` of a table: `Metadata` when empty. */
  readonly includeObject: string;
  readonly now: number;
}

const META_VERSION = '"apiVersion":"meta.k8s.io/v1"';

/** JSON of a list. */
export function presentList(page: ListPage, resource: Resource, how: Presentation): string {
  const meta = JSON.stringify({
    resourceVersion: String(page.revision),
    ...(page.continueToken === undefined ? {} : { continue: page.continueToken }),
    ...(page.remaining === undefined ? {} : { remainingItemCount: page.remaining }),
  });
  if (how.form === 'partial')
    throw notAcceptable(
      `you requested PartialObjectMetadata, but the requested object is a list (*${goName(resource)}List)`,
    );
  if (how.form === 'table') return tableText(meta, page.versions, resource, how, true);
  if (how.form === 'partial-list') {
    const items = page.versions.map((one) => partialText(one));
    return `{"kind":"PartialObjectMetadataList",${META_VERSION},"metadata":${meta},"items":[${items.join(',')}]}\n`;
  }
  const items = page.versions.map((one) => itemText(one, resource));
  const head = `"kind":"${resource.kind}List","apiVersion":"${groupVersionOf(resource)}"`;
  return `{${head},"metadata":${meta},"items":[${items.join(',')}]}\n`;
}

/** JSON of one object. `headed`: a table says its columns, but not again in the events of a watch. */
export function presentObject(
  version: Version,
  resource: Resource,
  how: Presentation,
  headed: boolean,
): string {
  if (how.form === 'partial-list')
    throw notAcceptable(
      `you requested PartialObjectMetadataList, but the requested object is not a list (*${goName(resource)})`,
    );
  if (how.form === 'partial') return partialText(version);
  if (how.form === 'object') return objectText(version, resource);
  const meta = JSON.stringify({ resourceVersion: version.object?.metadata.resourceVersion });
  return tableText(meta, [version], resource, how, headed);
}

function tableText(
  meta: string,
  versions: readonly Version[],
  resource: Resource,
  how: Presentation,
  headed: boolean,
): string {
  const form = tableFormOf(resource);
  const columns = headed ? JSON.stringify(form.columns) : 'null';
  const rows = versions.map((one) => {
    const object = one.object;
    const cells = object === undefined ? [] : form.cells(object, how.now);
    const conditions = object === undefined ? '' : conditionsText(object);
    return `{"cells":${JSON.stringify(cells)}${conditions},"object":${rowObject(one, resource, how)}}`;
  });
  return `{"kind":"Table",${META_VERSION},"metadata":${meta},"columnDefinitions":${columns},"rows":[${rows.join(',')}]}\n`;
}

function rowObject(version: Version, resource: Resource, { includeObject }: Presentation): string {
  if (includeObject === '' || includeObject === 'Metadata') return partialText(version).trimEnd();
  if (includeObject === 'None') return 'null';
  if (includeObject === 'Object') return objectText(version, resource).trimEnd();
  throw badRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: ${JSON.stringify(includeObject)}: must be 'Metadata', 'Object', 'None', or empty`,
  );
}

/** Pods that are over are marked so that kubectl can hide them. */
function conditionsText(object: ApiObject): string {
  if (object.kind !== 'Pod') return '';
  const phase = objectsOf([object['status']])[0]?.['phase'];
  if (phase !== 'Succeeded' && phase !== 'Failed') return '';
  const said = phase === 'Succeeded' ? 'The pod has completed successfully.' : 'The pod failed.';
  return `,"conditions":${JSON.stringify([{ type: 'Completed', status: 'True', reason: phase, message: said }])}`;
}

function partialText(version: Version): string {
  version.metadataJson ??= JSON.stringify(version.object?.metadata);
  return `{"kind":"PartialObjectMetadata",${META_VERSION},"metadata":${version.metadataJson}}`;
}

function objectText(version: Version, resource: Resource): string {
  const head = `"kind":"${resource.kind}","apiVersion":"${groupVersionOf(resource)}"`;
  return `{${head},${itemText(version, resource).slice(1)}\n`;
}

/** An object without its kind and version, as typed lists carry it. */
function itemText(version: Version, resource: Resource): string {
  if (version.object === undefined) return '{}';
  if (resource.group === 'events.k8s.io') return bare(shownBy(resource, version.object));
  version.json ??= bare(version.object);
  return version.json;
}

function bare(object: ApiObject): string {
  const { kind: _, apiVersion: __, ...fields } = object;
  return JSON.stringify(fields);
}

/** `core.Pod`: the Go type that the server holds. */
function goName({ group, kind }: Resource): string {
  return `${group.split('.')[0] || 'core'}.${kind}`;
}

function notAcceptable(message: string): StatusError {
  return new StatusError({ code: 406, reason: 'NotAcceptable', message, surprise: message });
}
