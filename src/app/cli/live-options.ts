import type { Target } from '../../core/diagnosis/targets.ts';
import type { ConnectOptions } from '../../edge/cluster/connect-options.ts';
import type { LiveRequest } from '../../edge/cluster/gather/live-request.ts';
import { UserError } from '../../edge/files/user-error.ts';
import { version } from '../version.ts';
import { valueOfFlag, type CommandLine } from './command-line.ts';
import { durationOfFlag } from './duration.ts';
import type { Io } from './io.ts';
import { namedNamespace } from './namespace-name.ts';
import { asksRegistries } from './probing/asks-registries.ts';

/** Flags that a dump has no use for. */
const LIVE_FLAGS: readonly string[] = [
  'context',
  'kubeconfig',
  'cluster',
  'user',
  'server',
  'token',
  'as',
  'as-group',
  'as-uid',
  'certificate-authority',
  'client-certificate',
  'client-key',
  'tls-server-name',
  'insecure-skip-tls-verify',
  'request-timeout',
  'v',
  'selector',
  'field-selector',
  'watch',
  'secrets',
  'node-logs',
  'from-node',
  'yes',
];

/** With -f no cluster is read: a flag about one would be passed over in silence. Throws a UserError. */
export function refuseLiveFlags(line: CommandLine): void {
  const flag = LIVE_FLAGS.find((name) => line.values.has(name) || line.switches.has(name));
  if (flag === undefined) return;
  throw new UserError(
    `${flag === 'v' ? '-v' : `--${flag}`} is about a live cluster, and with -f none is read`,
  );
}

/** Which cluster, and as whom. Throws a UserError for a flag that makes no sense, of those about registries too. */
export function connectOptions(line: CommandLine, io: Io): ConnectOptions {
  // Else found when the first registry is asked, a whole cluster later.
  asksRegistries(line, true);
  durationOfFlag(line, 'probe-timeout');
  const text = <Name extends string>(name: Name, flag: string): Partial<Record<Name, string>> => {
    const value = valueOfFlag(line, flag);
    return (value === undefined ? {} : { [name]: value }) as Partial<Record<Name, string>>;
  };
  const timeout = durationOfFlag(line, 'request-timeout');
  const groups = line.values.get('as-group');
  return {
    ...text('context', 'context'),
    ...text('kubeconfig', 'kubeconfig'),
    ...text('cluster', 'cluster'),
    ...text('user', 'user'),
    ...text('server', 'server'),
    ...text('token', 'token'),
    ...text('as', 'as'),
    ...text('asUid', 'as-uid'),
    ...text('certificateAuthority', 'certificate-authority'),
    ...text('clientCertificate', 'client-certificate'),
    ...text('clientKey', 'client-key'),
    ...text('tlsServerName', 'tls-server-name'),
    ...(groups !== undefined && { asGroups: groups }),
    ...(line.switches.has('insecure-skip-tls-verify') && { insecure: true }),
    ...(timeout !== undefined && { requestTimeout: timeout }),
    ...(line.command === 'diagnose' && !line.switches.has('watch') && { readsFiles: true }),
    env: io.env,
    stdinIsTerminal: io.stdin.isTerminal,
    userAgent: `pulldoctor/${version} (${process.platform}/${process.arch})`,
    stderr: (words) => void io.stderr.write(words),
    ...logOf(line, io),
  };
}

/** `-v=N`, as in kubectl. */
export function logOf(line: CommandLine, io: Io): Pick<ConnectOptions, 'log'> {
  const text = valueOfFlag(line, 'v');
  if (text === undefined) return {};
  if (!/^\d{1,2}$/u.test(text)) throw new UserError(`-v must be a number from 0 to 10, not "${text}"`);
  const most = Number(text);
  return { log: (level, words) => void (level <= most && io.stderr.write(`${words}\n`)) };
}

/** Which pods; `home` is the namespace of the context. Throws a UserError for what cannot be asked at once. */
export function scopeOf(
  line: CommandLine,
  targets: readonly Target[],
  home: string,
): Pick<LiveRequest, 'namespace' | 'targets' | 'selector' | 'fieldSelector' | 'secrets'> {
  const everywhere = line.switches.has('all-namespaces');
  const selector = valueOfFlag(line, 'selector');
  const fieldSelector = valueOfFlag(line, 'field-selector');
  if (targets.length > 0 && (selector ?? fieldSelector) !== undefined) {
    throw new UserError('name targets, or select pods with -l or --field-selector: not both');
  }
  const secrets = valueOfFlag(line, 'secrets') ?? (everywhere && targets.length === 0 ? 'never' : 'read');
  return {
    ...(!everywhere && { namespace: namedNamespace(line) ?? home }),
    targets,
    ...(selector !== undefined && { selector }),
    ...(fieldSelector !== undefined && { fieldSelector }),
    secrets: secrets === 'read' ? 'read' : 'never',
  };
}
