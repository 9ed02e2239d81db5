import { processIo } from './process-io.ts';
import { run } from './run.ts';

/** The program in the real world. In: the arguments after its name. Out: the exit code. */
export function main(args: readonly string[]): Promise<number> {
  return run(args, processIo());
}
