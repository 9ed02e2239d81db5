import { StatusError } from '../status.ts';

/** In which form the client wants objects. */
export type Form = 'object' | 'table' | 'partial' | 'partial-list';

const FORMS: Readonly<Record<string, Form>> = {
  '': 'object',
  Table: 'table',
  PartialObjectMetadata: 'partial',
  PartialObjectMetadataList: 'partial-list',
};

interface MediaRange {
  readonly type: string;
  readonly params: ReadonlyMap<string, string>;
}

/** The first form of an Accept header that is served; a 406 when there is none. */
export function acceptedForm(accept: string): Form {
  const ranges = mediaRanges(accept);
  const json = ranges.filter(({ type }) => ['application/json', 'application/*', '*/*'].includes(type));
  for (const { params } of json) {
    const form = FORMS[params.get('as') ?? ''];
    if (form === undefined) continue;
    if (form === 'object' || (params.get('g') === 'meta.k8s.io' && isVersion(params.get('v')))) return form;
  }
  throw notAcceptable(json.length > 0, accept);
}

/** Whether the client prefers this document of the discovery API (`APIGroupDiscoveryList`). */
export function wantsAggregatedDiscovery(accept: string): boolean {
  return mediaRanges(accept).some(
    ({ params }) => params.get('as') === 'APIGroupDiscoveryList' && params.get('v') === 'v2',
  );
}

function isVersion(version: string | undefined): boolean {
  return version === 'v1' || version === 'v1beta1';
}

/** In the order of the client's liking. */
function mediaRanges(accept: string): readonly MediaRange[] {
  const ranges = (accept === '' ? '*/*' : accept).split(',').map((text) => {
    const [type = '', ...params] = text.split(';').map((part) => part.trim());
    return { type: type.toLowerCase(), params: new Map(params.map(pairOf)) };
  });
  return ranges.sort((a, b) => weightOf(b) - weightOf(a));
}

function weightOf({ params }: MediaRange): number {
  const weight = Number(params.get('q') ?? 1);
  return Number.isFinite(weight) ? weight : 1;
}

function pairOf(text: string): [string, string] {
  const at = text.indexOf('=');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function notAcceptable(known: boolean, accept: string): StatusError {
  // The real server's words, though neither YAML nor protobuf is served here.
  const types = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';
  return new StatusError({
    code: 406,
    reason: 'NotAcceptable',
    message: known
      ? `only the following media types are accepted: ${types}`
      : `406: Not Acceptable\n\nAvailable representations: ${types}, application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch`,
    ...(known ? {} : { details: {} }),
    surprise: `Accept: ${accept}`,
  });
}
