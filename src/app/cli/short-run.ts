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

/**
 * Whether a command line looks like the diagnosis of a live cluster, which is over in a tenth of a second. In: the
 * arguments. A wrong guess costs time and nothing else.
 */
export function isShortRun(args: readonly string[]): boolean {
  return !args.some((arg) => OTHER_COMMANDS.has(arg) || isLong(arg));
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
  // V8 says on stderr which flags it does not know: a test runs this under every Node there is.
  for (const compiler of ['opt', 'maglev']) setFlagsFromString(`--${on ? '' : 'no-'}${compiler}`);
}
