import { join } from 'node:path';
import type v8 from 'node:v8';
import { compiledCode, type Require } from './compiled-code.ts';
import { CRASHED, crashReport } from './crash-report.ts';
import { isShortRun, setOptimizing } from './short-run.ts';

// The file behind both bins. It does three things before any other code is loaded: it sees to it that compiled code
// is kept, which only counts for files loaded afterwards; it tells V8 of a run that will be short; and it traps crashes,
// so that a bug, even one in loading the program, ends with 70 and never with the 1 that means "findings".

const INTERRUPTED = 130;
/** Seconds. In a longer run V8 throws code away that was not called for a while. */
const LONG_RUN = 5;
/** Milliseconds after which it is worth while to optimize what is called often. */
const SHORT_RUN = 300;

process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);
// Whoever has something to undo first listens as well, and ends the program when that is done.
process.on('SIGINT', () => {
  if (process.listenerCount('SIGINT') === 1) process.exit(INTERRUPTED);
});
/** What a dynamic import, the border of a bundle (see scripts/lazy-bundles.ts), becomes; its own in each module. */
declare let require: Require;
const args = process.argv.slice(2);
const optimize = isShortRun(args, process.versions.node) ? shortRun() : undefined;
const keep = keptCode();
import('./main.ts').then(async ({ main }) => {
  const exitCode = await main(args);
  // What is kept is for runs with the same flags of V8.
  optimize?.(false);
  if (process.uptime() < LONG_RUN) keep(useOf(args, exitCode));
  // Whatever still hangs, such as the lookup of a name, must not keep the program: all output is written.
  process.exit(exitCode);
}, crash);

/** Out: what turns the optimizing on or off. */
function shortRun(): ((on: boolean) => void) | undefined {
  if (typeof require !== 'function') return undefined;
  const node = require;
  const engine = node('node:v8') as typeof v8;
  let isOn = true;
  const optimizing = (on: boolean): void => {
    isOn = on;
    setOptimizing(engine, on);
  };
  // Node brings its own modules compiled, for the flags it was started with.
  const loaded = new Set<string>();
  require = (id): unknown => {
    if (isOn || loaded.has(id)) return node(id);
    loaded.add(id);
    setOptimizing(engine, true);
    const module = node(id);
    setOptimizing(engine, false);
    return module;
  };
  // As soon as TLS is loaded Node parses its root certificates in a thread, and the first connection waits for that.
  for (const id of ['node:tls', 'node:tty']) node(id);
  // Made when they are first asked for, of modules that are loaded for it.
  void process.stdout;
  void process.stderr;
  optimizing(false);
  setTimeout(optimizing, SHORT_RUN, true).unref();
  return optimizing;
}

/** Run from its source there are no bundles, and no `require` either. */
function keptCode(): (use: string) => void {
  if (typeof require !== 'function') return () => undefined;
  const flags = optimize === undefined ? 'long' : 'short';
  const code = compiledCode(require, { folder: __dirname, cache: cacheFolder(), flags });
  require = code.require;
  return code.keep;
}

/**
 * Under the user's own cache folder, not in the shared /tmp: what lies in the cache is executed. The variables are
 * those that Node's own compile cache has.
 */
function cacheFolder(): string | undefined {
  const { XDG_CACHE_HOME, HOME, LOCALAPPDATA, NODE_COMPILE_CACHE, NODE_DISABLE_COMPILE_CACHE } = process.env;
  if (NODE_DISABLE_COMPILE_CACHE !== undefined) return undefined;
  if (NODE_COMPILE_CACHE !== undefined) return NODE_COMPILE_CACHE;
  const base = XDG_CACHE_HOME ?? LOCALAPPDATA ?? (HOME === undefined ? undefined : join(HOME, '.cache'));
  return base === undefined || base === '' ? undefined : join(base, 'pulldoctor', 'compiled');
}

/** Runs with the same flags and the same end call much the same code. Values are left out: some are secret. */
function useOf(args: readonly string[], exitCode: number): string {
  const flags = args.filter((arg) => arg.startsWith('-')).map((arg) => arg.replace(/=.*$/su, ''));
  const text = [args.length > flags.length, exitCode, ...flags].join(' ');
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

function crash(error: unknown): void {
  process.stderr.write(crashReport(error, (process.env['PULLDOCTOR_DEBUG'] ?? '') !== ''));
  process.exit(CRASHED);
}
