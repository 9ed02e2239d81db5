import type { ImageProbe } from '../../../core/evidence/registry/image-probe.ts';
import type { ProbeRequest } from '../../../core/evidence/registry/probe-request.ts';
import { createRegistryProber } from '../../../edge/registry/registry-prober.ts';
import type { CommandLine } from '../command-line.ts';
import type { Io } from '../io.ts';
import { registryOptions } from './registry-options.ts';

/**
 * Asks every question, politely: the prober bounds what one registry is asked at a time and in all. Out: one
 * answer a question, in their order; what could not be asked in time says so itself.
 */
export async function askRegistries(
  requests: readonly ProbeRequest[],
  line: CommandLine,
  io: Io,
): Promise<readonly ImageProbe[]> {
  if (requests.length === 0) return [];
  const prober = createRegistryProber(registryOptions(line, io));
  try {
    return await Promise.all(requests.map((request) => prober.probe(request)));
  } finally {
    prober.close();
  }
}
