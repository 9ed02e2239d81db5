import type { Resource } from '../resource.ts';
import { parseFieldSelector } from '../selection/field-selector.ts';
import { type Choice, parseLabelSelector } from '../selection/label-selector.ts';
import { badRequest, type FieldCause, invalid, StatusError } from '../status.ts';

/** What a list or a watch was asked for: metav1.ListOptions, checked. */
export interface ListQuery {
  /** Undefined: all of them, which lets the server count what remains. */
  readonly chooses: Choice | undefined;
  /** 0: no limit. */
  readonly limit: number;
  readonly continueToken: string;
  /** As given: empty, `0` and a number mean different things. */
  readonly resourceVersion: string;
  readonly match: '' | 'Exact' | 'NotOlderThan';
  readonly timeoutSeconds: number;
  readonly bookmarks: boolean;
}

/** Reads the parameters of a list against the store's newest revision. */
export function listQuery(query: URLSearchParams, resource: Resource, newest: number): ListQuery {
  const resourceVersion = query.get('resourceVersion') ?? '';
  const match = query.get('resourceVersionMatch') ?? '';
  checkMatch(query, resourceVersion, match);
  checkRevision(resourceVersion, newest, isTrue(query.get('watch')));
  return {
    chooses: choiceOf(query, resource),
    limit: wholeNumber(query, 'limit'),
    continueToken: query.get('continue') ?? '',
    resourceVersion,
    match: match === 'Exact' || match === 'NotOlderThan' ? match : '',
    timeoutSeconds: wholeNumber(query, 'timeoutSeconds'),
    bookmarks: isTrue(query.get('allowWatchBookmarks')),
  };
}

/** As Go reads a boolean parameter. */
export function isTrue(value: string | null): boolean {
  return value !== null && value !== 'false' && value !== '0';
}

function choiceOf(query: URLSearchParams, resource: Resource): Choice | undefined {
  const labels = query.get('labelSelector') ?? '';
  const fields = query.get('fieldSelector') ?? '';
  if (labels === '' && fields === '') return undefined;
  const byLabel = parseLabelSelector(labels);
  const byField = parseFieldSelector(fields, resource);
  return (object) => byLabel(object) && byField(object);
}

function wholeNumber(query: URLSearchParams, name: string): number {
  const text = query.get(name) ?? '';
  if (text === '') return 0;
  if (!/^[+-]?\d{1,15}$/.test(text))
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Math.max(0, Number(text));
}

function checkMatch(query: URLSearchParams, resourceVersion: string, match: string): void {
  if (query.has('sendInitialEvents') && match !== 'NotOlderThan')
    refuse('resourceVersionMatch', 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
  if (query.has('sendInitialEvents'))
    refuse(
      'sendInitialEvents',
      'sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled',
    );
  if (match === '') return;
  const about = 'resourceVersionMatch';
  if (isTrue(query.get('watch')))
    refuse(about, `${about} is forbidden for watch unless sendInitialEvents is provided`);
  if (resourceVersion === '') refuse(about, `${about} is forbidden unless resourceVersion is provided`);
  if (query.has('continue')) refuse(about, `${about} is forbidden when continue is provided`);
  if (match === 'Exact' && resourceVersion === '0')
    refuse(about, `${about} "exact" is forbidden for resourceVersion "0"`);
  if (match === 'Exact' || match === 'NotOlderThan') return;
  const message = `Unsupported value: ${JSON.stringify(match)}: supported values: "Exact", "NotOlderThan", ""`;
  throw invalidOption({ field: about, reason: 'FieldValueNotSupported', message });
}

function refuse(field: string, why: string): never {
  throw invalidOption({ field, reason: 'FieldValueForbidden', message: `Forbidden: ${why}` });
}

function invalidOption(cause: FieldCause): StatusError {
  return invalid('ListOptions', 'meta.k8s.io', '', [cause]);
}

function checkRevision(text: string, newest: number, watching: boolean): void {
  if (text === '') return;
  if (!/^\d{1,15}$/.test(text)) {
    const value = JSON.stringify(text);
    const message = `resourceVersion: Invalid value: ${value}: strconv.ParseUint: parsing ${value}: invalid syntax`;
    if (watching) throw new StatusError({ code: 500, reason: '', message });
    throw badRequest(`invalid resource version: ${message}`);
  }
  if (Number(text) <= newest) return;
  throw new StatusError({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${text}, current: ${newest}`,
    details: {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    },
  });
}
