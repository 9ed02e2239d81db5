import { basename } from 'node:path';
import { processIo } from './process-io.ts';
import { run } from './run.ts';

/** Under this name kubectl looks for the program that completes `kubectl pulldoctor …`. */
const COMPLETES = 'kubectl_complete-pulldoctor';

/** The program in the real world. In: the arguments after its name. Out: the exit code. */
export function main(args: readonly string[]): Promise<number> {
  const completes = basename(process.argv[1] ?? '').startsWith(COMPLETES);
  return run(completes ? ['__complete', ...args] : args, processIo());
}
