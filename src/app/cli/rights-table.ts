import { ACCESS, ACCESS_DEPTHS, type AccessDepth } from '../../core/remedy/access/access-depth.ts';
import { accessGrant } from '../../core/remedy/access/access-grant.ts';
import { plainText } from '../../core/report/text/plain-text.ts';
import type { ApiClient } from '../../edge/cluster/api-client.ts';
import { askRights, askUser, type RightAnswer } from '../../edge/cluster/ask-access.ts';
import type { Io } from './io.ts';

const UNSEEN = 3;

/**
 * `pulldoctor rbac --check`: what the caller has and lacks, depth by depth; all of them when none is named.
 * Out: 0, or 3 where the API server did not say.
 */
export async function checkRights(
  client: ApiClient,
  depths: readonly AccessDepth[],
  namespace: string | undefined,
  io: Io,
): Promise<number> {
  const wanted =
    depths.length === 0
      ? ACCESS_DEPTHS
      : ACCESS_DEPTHS.filter((one) => one === 'base' || depths.includes(one));
  const user = await askUser(client);
  const name = user.ok ? user.value : '';
  const where = namespace === undefined ? 'all namespaces' : `namespace ${namespace}`;
  const lines = [`${name === '' ? 'your rights' : `rights of ${name}`} in ${where}`, ''];
  let unseen = false;
  for (const depth of wanted) {
    const place = ACCESS[depth].clusterWide ? '' : (namespace ?? '');
    const rights = await askRights(client, ACCESS[depth].rules, place);
    unseen ||= rights.some(({ answer }) => !answer.ok);
    lines.push(...depthLines(depth, rights, { namespace, user: name }));
  }
  await io.stdout.write(`${lines.map((text) => plainText(text, 'unicode')).join('\n')}\n`);
  return unseen ? UNSEEN : 0;
}

function depthLines(
  depth: AccessDepth,
  rights: readonly RightAnswer[],
  { namespace = '', user }: { readonly namespace: string | undefined; readonly user: string },
): readonly string[] {
  const resources = [...new Set(rights.map(({ resource }) => resource))];
  const width = Math.max(...resources.map(({ length }) => length));
  const lacking = rights.find(({ answer }) => answer.ok && !answer.value);
  const grant = lacking === undefined ? undefined : accessGrant({ ...lacking, namespace, user });
  return [
    `${depth}: ${ACCESS[depth].says}`,
    ...resources.map(
      (resource) =>
        `  ${resource.padEnd(width)}  ${verbWords(rights.filter((one) => one.resource === resource))}`,
    ),
    ...(grant === undefined ? [] : [`  to get what is missing: ${grant}`]),
    '',
  ];
}

/** `get yes, list yes, watch no`. */
function verbWords(rights: readonly RightAnswer[]): string {
  return rights
    .map(
      ({ verb, answer }) =>
        `${verb} ${answer.ok ? (answer.value ? 'yes' : 'NO') : `? (${answer.failure.says})`}`,
    )
    .join(', ');
}
