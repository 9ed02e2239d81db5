import type { Resource } from './resource.ts';
import type { ServerState } from './server-state.ts';
import { notFound, StatusError } from './status.ts';
import { jsonAnswer, type TextAnswer } from './wire/answer.ts';
import type { ResourceTarget } from './wire/request-target.ts';

/** What a node's kubelet answers by way of `nodes/NAME/proxy`. */
export function nodeProxy(
  { store, options }: ServerState,
  nodes: Resource,
  { name, rest: path }: ResourceTarget,
  query: URLSearchParams,
): TextAnswer {
  if (store.get(nodes, '', name) === undefined) throw notFound(nodes, name);
  const answers = options.nodes?.[name];
  if (answers === undefined) throw unreachable();
  if (path === '/stats/summary' && answers.statsSummary !== undefined)
    return jsonAnswer(200, answers.statsSummary);
  if (path === '/configz' && answers.configz !== undefined) return jsonAnswer(200, answers.configz);
  // The API server passes the slash at the end on; the kubelet answers with and without.
  const text = path === '/logs' || path === '/logs/' ? answers.logs?.(query) : undefined;
  if (text !== undefined) return { status: 200, contentType: 'text/plain; charset=utf-8', body: text };
  return { status: 404, contentType: 'text/plain; charset=utf-8', body: '404 page not found\n' };
}

function unreachable(): StatusError {
  return new StatusError({
    code: 503,
    reason: 'ServiceUnavailable',
    message: 'error trying to reach service: dial tcp 10.0.0.1:10250: connect: connection refused',
  });
}
