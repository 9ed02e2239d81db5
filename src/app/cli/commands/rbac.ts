import { ACCESS_DEPTHS, type AccessDepth } from '../../../core/remedy/access/access-depth.ts';
import { parseSubject, subjectOfUser } from '../../../core/remedy/access/access-subject.ts';
import { planRoles, type AccessSubject } from '../../../core/remedy/access/plan-roles.ts';
import { roleYaml } from '../../../core/remedy/access/role-yaml.ts';
import type { ApiClient } from '../../../edge/cluster/api-client.ts';
import { askUser } from '../../../edge/cluster/ask-access.ts';
import { connectCluster } from '../../../edge/cluster/connect.ts';
import { UserError } from '../../../edge/files/user-error.ts';
import { valueOfFlag, type CommandLine } from '../command-line.ts';
import type { Io } from '../io.ts';
import { connectOptions } from '../live-options.ts';
import { namedNamespace } from '../namespace-name.ts';
import { checkRights } from '../rights-table.ts';

/** `pulldoctor rbac`: the least roles for a depth of diagnosis, ready for `kubectl apply -f -`; or `--check`. */
export async function rbacCommand(line: CommandLine, io: Io): Promise<number> {
  if (line.words.length > 0) throw new UserError(`rbac takes flags only, not "${line.words[0] ?? ''}"`);
  const depths = ACCESS_DEPTHS.filter((depth) => line.switches.has(depth));
  const asked = valueOfFlag(line, 'for');
  const subject = asked === undefined ? undefined : subjectOf(asked);
  const everywhere = line.switches.has('all-namespaces');
  const named = namedNamespace(line);
  const check = line.switches.has('check');
  if (check && subject !== undefined) throw new UserError('--check is about you: leave --for out');
  // With everything on the command line there is nothing to ask a cluster.
  if (!check && subject !== undefined && (everywhere || named !== undefined)) {
    return printRoles(depths, everywhere ? undefined : named, subject, io);
  }
  const { client, namespace: home } = await connectCluster(connectOptions(line, io));
  try {
    const namespace = everywhere ? undefined : (named ?? home);
    if (check) return await checkRights(client, depths, namespace, io);
    return await printRoles(depths, namespace, subject ?? (await caller(client)), io);
  } finally {
    client.close();
  }
}

function subjectOf(text: string): AccessSubject {
  const subject = parseSubject(text);
  if (subject === undefined) {
    throw new UserError(
      `--for must be user:NAME, group:NAME or serviceaccount:NAMESPACE:NAME, not "${text}"`,
    );
  }
  return subject;
}

async function caller(client: ApiClient): Promise<AccessSubject> {
  const user = await askUser(client);
  if (user.ok && user.value !== '') return subjectOfUser(user.value);
  const why = user.ok ? 'the API server does not say who you are' : user.failure.says;
  throw new UserError(`${why}; say who is to have the rights: --for user:NAME`);
}

async function printRoles(
  depths: readonly AccessDepth[],
  namespace: string | undefined,
  subject: AccessSubject,
  io: Io,
): Promise<number> {
  const roles = planRoles({ depths, subject, ...(namespace !== undefined && { namespace }) });
  await io.stdout.write(roleYaml(roles));
  return 0;
}
