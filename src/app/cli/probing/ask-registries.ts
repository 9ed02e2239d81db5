import type { ImageProbe } from '../../../core/evidence/registry/image-probe.ts';
import type { ProbeRequest } from '../../../core/evidence/registry/probe-request.ts';
import { createRegistryProber } from '../../../edge/registry/registry-prober.ts';
import type { CommandLine } from '../command-line.ts';
import type { Io } from '../io.ts';
import { registryOptions } from './registry-options.ts';

/** For whoever does not wait for the last answer. */
export interface AnswerListener {
  /** Ends the asking: what was not answered by then says so itself. */
  readonly signal: AbortSignal;
  /** Called at each answer, in the order in which they come. */
  readonly onAnswer: (request: ProbeRequest, answer: ImageProbe) => void;
}

/**
 * Asks every question, politely: the prober bounds what one registry is asked at a time and in all. Out: one
 * answer a question, in their order; what could not be asked in time says so itself.
 */
export async function askRegistries(
  requests: readonly ProbeRequest[],
  line: CommandLine,
  io: Io,
  listener?: AnswerListener,
): Promise<readonly ImageProbe[]> {
  if (requests.length === 0) return [];
  const ending = listener === undefined ? {} : { signal: listener.signal };
  const prober = createRegistryProber({ ...registryOptions(line, io), ...ending });
  const ask = async (request: ProbeRequest): Promise<ImageProbe> => {
    const answer = await prober.probe(request);
    listener?.onAnswer(request, answer);
    return answer;
  };
  try {
    return await Promise.all(requests.map(ask));
  } finally {
    prober.close();
  }
}
