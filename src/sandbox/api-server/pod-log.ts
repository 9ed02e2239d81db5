import { objectsOf, textOf } from '../../core/evidence/objects/json-value.ts';
import { fieldOf } from './api-object.ts';
import type { Resource } from './resource.ts';
import type { ServerState } from './server-state.ts';
import { badRequest, notFound } from './status.ts';
import type { TextAnswer } from './wire/answer.ts';

/** `pods/NAME/log`: pkg/registry/core/pod/strategy.go of Kubernetes chooses the container, in these words. */
export function podLog(
  { store, options }: ServerState,
  pods: Resource,
  namespace: string,
  name: string,
  query: URLSearchParams,
): TextAnswer {
  const pod = store.get(pods, namespace, name);
  if (pod === undefined) throw notFound(pods, name);
  const names = objectsOf(fieldOf(pod, 'spec', 'containers')).map((one) => textOf(one['name']));
  const given = query.get('container') ?? '';
  if (given === '' && names.length > 1)
    throw badRequest(
      `a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`,
    );
  const container = given || (names[0] ?? '');
  if (!names.includes(container)) throw badRequest(`container ${container} is not valid for pod ${name}`);
  if (textOf(fieldOf(pod, 'spec', 'nodeName')) === '')
    return { status: 204, contentType: 'text/plain', body: '' };
  const text = options.logs?.[`${namespace}/${name}/${container}`];
  if (text !== undefined) return { status: 200, contentType: 'text/plain', body: text };
  const status = objectsOf(fieldOf(pod, 'status', 'containerStatuses')).find(
    (one) => one['name'] === container,
  );
  const reason = textOf(fieldOf(status, 'state', 'waiting', 'reason'));
  const why = /ImagePull/.test(reason) ? 'trying and failing to pull image' : reason || 'ContainerCreating';
  throw badRequest(`container "${container}" in pod "${name}" is waiting to start: ${why}`);
}
