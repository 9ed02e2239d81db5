import type { JsonObject } from '../../core/evidence/objects/json-value.ts';
import type { Resource } from './resource.ts';

/** A `Status` object on its way to the client. The texts are those of k8s.io/apimachinery/pkg/api/errors. */
export class StatusError extends Error {
  readonly code: number;
  readonly status: JsonObject;
  readonly headers: Readonly<Record<string, string>>;
  /** Set where a real client has no business to ask so. */
  readonly surprise: string | undefined;

  constructor(answer: StatusAnswer) {
    super(answer.message);
    this.name = 'StatusError';
    this.code = answer.code;
    this.status = statusObject(answer);
    const seconds = answer.details?.['retryAfterSeconds'];
    this.headers = typeof seconds === 'number' ? { 'retry-after': String(seconds) } : {};
    this.surprise = answer.surprise;
  }
}

export interface StatusAnswer {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly details?: JsonObject;
  /** ListMeta: the continue token of an expired list. */
  readonly metadata?: JsonObject;
  readonly surprise?: string;
}

export function statusObject({ code, reason, message, details, metadata }: StatusAnswer): JsonObject {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: metadata ?? {},
    status: 'Failure',
    message,
    ...(reason === '' ? {} : { reason }),
    ...(details === undefined ? {} : { details }),
    code,
  };
}

/** The resource as messages name it: `pods`, `deployments.apps`. */
export function qualified({ group, plural }: Pick<Resource, 'group' | 'plural'>): string {
  return group === '' ? plural : `${plural}.${group}`;
}

/** `details` of a Status about an object of a resource. */
export function detailsOf(resource: Pick<Resource, 'group' | 'plural'>, name: string): JsonObject {
  return {
    ...(name === '' ? {} : { name }),
    ...(resource.group === '' ? {} : { group: resource.group }),
    kind: resource.plural,
  };
}

export function notFound(resource: Pick<Resource, 'group' | 'plural'>, name: string): StatusError {
  const message = `${qualified(resource)} "${name}" not found`;
  return new StatusError({ code: 404, reason: 'NotFound', message, details: detailsOf(resource, name) });
}

export function alreadyExists(resource: Resource, name: string): StatusError {
  const message = `${qualified(resource)} "${name}" already exists`;
  return new StatusError({ code: 409, reason: 'AlreadyExists', message, details: detailsOf(resource, name) });
}

export function modified(resource: Resource, name: string): StatusError {
  const message = `Operation cannot be fulfilled on ${qualified(resource)} "${name}": the object has been modified; please apply your changes to the latest version and try again`;
  return new StatusError({ code: 409, reason: 'Conflict', message, details: detailsOf(resource, name) });
}

export function badRequest(message: string, surprise?: string): StatusError {
  const answer = { code: 400, reason: 'BadRequest', message };
  return new StatusError(surprise === undefined ? answer : { ...answer, surprise });
}

export function expired(message: string, continueToken?: string): StatusError {
  const metadata = continueToken === undefined ? {} : { continue: continueToken };
  return new StatusError({ code: 410, reason: 'Expired', message, metadata });
}

/** The path is none of a known group, or the resource none of its. */
export function noSuchResource(surprise: string): StatusError {
  const message = 'the server could not find the requested resource';
  return new StatusError({ code: 404, reason: 'NotFound', message, details: {}, surprise });
}

export function methodNotAllowed(surprise: string): StatusError {
  const message = 'the server does not allow this method on the requested resource';
  return new StatusError({ code: 405, reason: 'MethodNotAllowed', message, details: {}, surprise });
}

export interface FieldCause {
  readonly field: string;
  readonly reason:
    'FieldValueRequired' | 'FieldValueInvalid' | 'FieldValueForbidden' | 'FieldValueNotSupported';
  readonly message: string;
}

/** 422: `kind` may carry a group (`ListOptions.meta.k8s.io`). */
export function invalid(
  kind: string,
  group: string,
  name: string,
  causes: readonly FieldCause[],
): StatusError {
  const said = causes.map(({ field, message }) => `${field}: ${message}`);
  const all = said.length === 1 ? (said[0] ?? '') : `[${said.join(', ')}]`;
  return new StatusError({
    code: 422,
    reason: 'Invalid',
    message: `${group === '' ? kind : `${kind}.${group}`} "${name}" is invalid: ${all}`,
    details: {
      ...(name === '' ? {} : { name }),
      ...(group === '' ? {} : { group }),
      ...(kind === '' ? {} : { kind }),
      causes: causes.map(({ field, message, reason }) => ({ reason, message, field })),
    },
  });
}
