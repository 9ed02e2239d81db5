import { JsonStream } from '../../files/json-stream.ts';
import type { ListHead } from './list-head.ts';
import { failed, readChunks, type PageAnswer, type PageBody, type PageSink } from './list-page.ts';

/**
 * Reads a page object by object: of a long list no page is ever held whole. What came in before the page breaks
 * off has been taken.
 */
export async function streamPage(body: PageBody, sink: PageSink): Promise<PageAnswer> {
  let head: ListHead | undefined;
  let damaged = false;
  const stream = new JsonStream({
    object: (json) => sink.take([json]),
    list: () => {},
    lost: () => {
      damaged = true;
    },
  });
  const foresee = (found: ListHead): void => {
    head = found;
    sink.foresee(found);
  };
  const failure = await readChunks(body, { foresee }, (chunk) => {
    stream.push(chunk);
    return true;
  });
  if (failure !== undefined) return { ok: false, failure };
  stream.end();
  if (head === undefined || damaged) return failed('broken', 'a page of the list is not JSON');
  return { ok: true, value: head };
}
