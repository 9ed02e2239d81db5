import { UserError } from '../../../edge/files/user-error.ts';
import { valueOfFlag, type CommandLine } from '../command-line.ts';

/** As whom an image is asked about. */
export type ProbeIdentity =
  | { readonly is: 'nobody' }
  | { readonly is: 'me' }
  | { readonly is: 'pod'; readonly name: string }
  | { readonly is: 'service-account'; readonly name: string }
  | { readonly is: 'secrets'; readonly names: readonly string[] }
  | { readonly is: 'docker-config'; readonly file: string };

/** The flags that name an identity; one of them at most. */
const FLAGS = ['as-pod', 'serviceaccount', 'secret', 'docker-config', 'as-me'] as const;

/** Throws a UserError where the command line names two. */
export function probeIdentity(line: CommandLine): ProbeIdentity {
  const given = FLAGS.filter((flag) => line.values.has(flag) || line.switches.has(flag));
  const [first, second] = given;
  if (second !== undefined) throw new UserError(`--${first} and --${second}: one of them`);
  const name = first === undefined ? '' : (valueOfFlag(line, first) ?? '');
  switch (first) {
    case 'as-pod':
      return { is: 'pod', name: name.replace(/^(?:pods?|po)\//u, '') };
    case 'serviceaccount':
      return { is: 'service-account', name };
    case 'secret':
      return { is: 'secrets', names: line.values.get('secret') ?? [] };
    case 'docker-config':
      return { is: 'docker-config', file: name };
    case 'as-me':
      return { is: 'me' };
    default:
      return { is: 'nobody' };
  }
}
