import { version } from '../version.ts';

/** Placeholder until the commands arrive: takes the arguments after the program's name, gives the exit code. */
export function main(args: readonly string[]): Promise<number> {
  if (args[0] === 'version') process.stdout.write(`pulldoctor ${version}\n`);
  return Promise.resolve(args[0] === 'version' ? 0 : 2);
}
