import type { AccessRule } from '../../core/remedy/access/access-depth.ts';
import { objectOf, textOf } from '../../core/evidence/objects/json-value.ts';
import type { ApiAnswer, ApiClient } from './api-client.ts';
import { inLanes } from './gather/in-lanes.ts';

const NOT_FOUND = 404;
/** Served from 1.28, from 1.26 and from 1.25 on. */
const REVIEW_VERSIONS = ['v1', 'v1beta1', 'v1alpha1'];

/**
 * Who the API server takes the caller for (SelfSubjectReview): the user's name. Servers before 1.25 do not
 * say, which is a failure of the status 404.
 */
export async function askUser(client: ApiClient): Promise<ApiAnswer<string>> {
  let answer: ApiAnswer<unknown> | undefined;
  for (const version of REVIEW_VERSIONS) {
    const apiVersion = `authentication.k8s.io/${version}`;
    answer = await client.fetch({
      method: 'POST',
      path: `/apis/${apiVersion}/selfsubjectreviews`,
      body: { apiVersion, kind: 'SelfSubjectReview' },
    });
    if (answer.ok || answer.failure.status !== NOT_FOUND) break;
  }
  if (answer === undefined || !answer.ok) {
    return (
      answer ?? { ok: false, failure: { kind: 'broken', says: 'the API server does not say who you are' } }
    );
  }
  const user = textOf(objectOf(objectOf(objectOf(answer.value)['status'])['userInfo'])['username']);
  return { ok: true, value: user };
}

/** Whether the caller has one right: a verb on a resource, in a namespace or (empty) in all. */
export interface AskedRight {
  readonly verb: string;
  readonly apiGroup: string;
  readonly resource: string;
  readonly namespace: string;
}

export type RightAnswer = AskedRight & { readonly answer: ApiAnswer<boolean> };

/** Asks for each right by a SelfSubjectAccessReview, which every authorizer answers, unlike a list of rules. */
export async function askRights(
  client: ApiClient,
  rules: readonly AccessRule[],
  namespace: string,
): Promise<readonly RightAnswer[]> {
  const rights = rules.flatMap(({ apiGroup, resources, verbs }) =>
    resources.flatMap((resource) => verbs.map((verb) => ({ verb, apiGroup, resource, namespace }))),
  );
  const answers = new Map<AskedRight, ApiAnswer<boolean>>();
  await inLanes(rights, async (right) => {
    answers.set(right, await askRight(client, right));
  });
  return rights.flatMap((right) => {
    const answer = answers.get(right);
    return answer === undefined ? [] : [{ ...right, answer }];
  });
}

async function askRight(client: ApiClient, right: AskedRight): Promise<ApiAnswer<boolean>> {
  const [resource = '', subresource] = right.resource.split('/');
  const apiVersion = 'authorization.k8s.io/v1';
  const answer = await client.fetch({
    method: 'POST',
    path: `/apis/${apiVersion}/selfsubjectaccessreviews`,
    body: {
      apiVersion,
      kind: 'SelfSubjectAccessReview',
      spec: {
        resourceAttributes: {
          verb: right.verb,
          group: right.apiGroup,
          resource,
          ...(subresource !== undefined && { subresource }),
          ...(right.namespace !== '' && { namespace: right.namespace }),
        },
      },
    },
  });
  if (!answer.ok) return answer;
  return { ok: true, value: objectOf(objectOf(answer.value)['status'])['allowed'] === true };
}
