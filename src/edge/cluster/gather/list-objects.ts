import type { ApiClient, ApiFailure, ApiRequest } from '../api-client.ts';
import { leavePage, readPage, type PageBody } from './list-page.ts';
import type { ListSink } from './list-reader.ts';

/** As many as kubectl asks for at a time. */
const PAGE = 500;
const LARGEST_PAGE = 64 << 20;
const EXPIRED = 410;

export interface ListOptions {
  readonly path: string;
  readonly query?: ApiRequest['query'];
  readonly signal?: AbortSignal | undefined;
  /** Objects to a page. */
  readonly limit?: number;
  /** Pages that are read at most; all when left out. */
  readonly mostPages?: number;
  /** A page of which more bytes would have to be held is asked for again in smaller ones. */
  readonly largestPage?: number;
  readonly take: (items: readonly unknown[]) => void;
  /** A page is in; hears how many objects follow, where the server says so. */
  readonly progress?: (left: number | undefined) => void;
  /** The list begins anew: what was taken is of a state that the server has forgotten. */
  readonly restart?: () => void;
}

/** How a list ended. */
export type ListEnd =
  | { readonly is: 'complete'; readonly resourceVersion: string }
  /** There is more, which was not wanted. */
  | { readonly is: 'enough' }
  | { readonly is: 'failed'; readonly failure: ApiFailure; readonly pages: number };

/** Reads a list page by page, all of one moment. The next page is asked for while the present one comes in. */
export async function listObjects(client: ApiClient, options: ListOptions): Promise<ListEnd> {
  const end = await listOnce(client, options);
  if (end.is !== 'failed' || end.failure.status !== EXPIRED || end.pages === 0) return end;
  // The server has forgotten the moment that the list is of: once more, from the beginning.
  options.restart?.();
  return listOnce(client, options);
}

async function listOnce(client: ApiClient, options: ListOptions): Promise<ListEnd> {
  let limit = options.limit ?? PAGE;
  let pages = 0;
  let opened = openPage(client, options, limit, '');
  for (;;) {
    const mayFollow = pages + 1 < (options.mostPages ?? Infinity);
    let ahead: Promise<PageBody> | undefined;
    const foresee: ListSink['foresee'] = ({ token }) => {
      if (mayFollow && token !== '') ahead = openPage(client, options, limit, token);
    };
    const sink = { foresee, take: options.take };
    const answer = await readPage(await opened, sink, options.largestPage ?? LARGEST_PAGE);
    if (!answer.ok) {
      if (ahead !== undefined) await leavePage(await ahead);
      const { failure } = answer;
      if (failure.kind !== 'too-large' || limit === 1) return { is: 'failed', failure, pages };
      // From the beginning: what came in before may be of another moment.
      options.restart?.();
      pages = 0;
      limit = Math.max(1, Math.floor(limit / 10));
      opened = openPage(client, options, limit, '');
      continue;
    }
    const { token, resourceVersion, left } = answer.value;
    pages++;
    options.progress?.(token === '' ? 0 : left);
    if (token === '') return { is: 'complete', resourceVersion };
    if (!mayFollow) return { is: 'enough' };
    opened = ahead ?? openPage(client, options, limit, token);
  }
}

function openPage(
  client: ApiClient,
  { path, query, signal }: ListOptions,
  limit: number,
  token: string,
): Promise<PageBody> {
  return client.open({
    path,
    query: { ...query, limit, ...(token !== '' && { continue: token }) },
    ...(signal !== undefined && { signal }),
  });
}
