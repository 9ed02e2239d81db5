import { type JsonObject, objectOf, textOf } from '../../../core/evidence/objects/json-value.ts';
import { groupVersionOf, type Resource } from '../resource.ts';
import { badRequest, invalid, StatusError } from '../status.ts';

/** The object a client sent, held to the address it was sent to. */
export function sentObject(
  body: string,
  contentType: string,
  resource: Resource,
  namespace: string,
): JsonObject {
  const sent = sentJson(body, contentType, resource.kind);
  const kind = textOf(sent['kind']);
  const version = textOf(sent['apiVersion']);
  if (kind !== '' && (kind !== resource.kind || (version !== '' && version !== groupVersionOf(resource)))) {
    const short = version.slice(version.indexOf('/') + 1);
    throw badRequest(
      `${kind} in version "${short}" cannot be handled as a ${resource.kind}: converting (${short}.${kind}) to (${resource.group || 'core'}.${resource.kind}): unknown conversion`,
    );
  }
  const own = textOf(objectOf(sent['metadata'])['namespace']);
  if (resource.namespaced && own !== '' && own !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  return sent;
}

/** A body of JSON; empty gives an object without fields. */
export function sentJson(body: string, contentType: string, kind: string): JsonObject {
  const type = (contentType.split(';')[0] ?? '').trim();
  if (type !== '' && type !== 'application/json') throw unsupported(contentType);
  if (body === '') return {};
  try {
    return objectOf(JSON.parse(body) as unknown);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${why}`,
      'a body that is not JSON',
    );
  }
}

function unsupported(contentType: string): StatusError {
  return new StatusError({
    code: 415,
    reason: 'UnsupportedMediaType',
    message:
      'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    surprise: `Content-Type: ${contentType}`,
  });
}

/** Whether nothing is to be kept; anything but `All` is refused. */
export function isDryRun(given: readonly string[], options: string): boolean {
  const [first] = given;
  if (first === undefined) return false;
  if (first === 'All') return true;
  const message = `Unsupported value: [${JSON.stringify(first)}]: supported values: "All"`;
  throw invalid(options, 'meta.k8s.io', '', [{ field: 'dryRun', reason: 'FieldValueNotSupported', message }]);
}
