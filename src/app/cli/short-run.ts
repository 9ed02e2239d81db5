import type v8 from 'node:v8';

/** What the program does besides the diagnosis of a cluster; command-form.ts, which is too much to be loaded first, has them all. */
export const OTHER_COMMANDS: ReadonlySet<string> = new Set([
  'explain',
  'probe',
  'collect',
  'rbac',
  'version',
  'completion',
  'help',
  '__complete',
]);

/** V8 says on stderr which flags it does not know: in a Node that came later nothing is turned off. */
const LAST_TRIED = 24;

/**
 * Whether a command line looks like the diagnosis of a live cluster, which is over in a tenth of a second. In: the
 * arguments, and Node's version. A wrong guess costs time and nothing else.
 */
export function isShortRun(args: readonly string[], version: string): boolean {
  return (
    Number.parseInt(version, 10) <= LAST_TRIED && !args.some((arg) => OTHER_COMMANDS.has(arg) || isLong(arg))
  );
}

/** `-f` reads files of any length, `-w` stays. */
function isLong(arg: string): boolean {
  if (arg.startsWith('--')) return arg.startsWith('--filename') || arg.startsWith('--watch');
  return arg.startsWith('-') && (arg.includes('f') || arg.includes('w'));
}

/**
 * Turns V8's optimizing compilers on or off. They work in threads of their own on what is called often, and a short run
 * is over before that has paid: it takes a twentieth more of the processor.
 */
export function setOptimizing(
  { setFlagsFromString }: Pick<typeof v8, 'setFlagsFromString'>,
  on: boolean,
): void {
  for (const compiler of ['opt', 'maglev']) setFlagsFromString(`--${on ? '' : 'no-'}${compiler}`);
}
