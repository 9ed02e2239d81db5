import type { RegistryProberOptions } from '../../../edge/registry/registry-prober.ts';
import { version } from '../../version.ts';
import { valueOfFlag, type CommandLine } from '../command-line.ts';
import { durationOfFlag } from '../duration.ts';
import type { Io } from '../io.ts';
import { logOf } from '../live-options.ts';

/** How registries are asked. Throws a UserError for a flag that makes no sense. */
export function registryOptions(line: CommandLine, io: Io): RegistryProberOptions {
  const authorities = valueOfFlag(line, 'cacert');
  const folders = line.values.get('certs-dir');
  const deadline = durationOfFlag(line, 'probe-timeout');
  return {
    env: io.env,
    now: io.now,
    userAgent: `pulldoctor/${version} (${process.platform}/${process.arch})`,
    ...(authorities !== undefined && { caFiles: [authorities] }),
    ...(folders !== undefined && { certsDirs: folders }),
    ...(line.switches.has('plain-http') && { plainHttp: true }),
    ...(deadline !== undefined && { deadline }),
    ...logOf(line, io),
  };
}
