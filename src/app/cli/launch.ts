import module from 'node:module';
import { join } from 'node:path';
import { CRASHED, crashReport } from './crash-report.ts';

// The file behind both bins. It does two things before any other code is loaded: it turns V8's compile
// cache on, which only counts for files loaded afterwards, and it traps crashes, so that a bug, even one
// in loading the program, ends with 70 and never with the 1 that means "findings".

const INTERRUPTED = 130;

process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);
// Whoever has something to undo first listens as well, and ends the program when that is done.
process.on('SIGINT', () => {
  if (process.listenerCount('SIGINT') === 1) process.exit(INTERRUPTED);
});
keepCompiledCode();
// A dynamic import is the border of a bundle (see scripts/lazy-bundles.ts): this is a `require`.
import('./main.ts').then(async ({ main }) => {
  // Whatever still hangs, such as the lookup of a name, must not keep the program: all output is written.
  process.exit(await main(process.argv.slice(2)));
}, crash);

/** Node 20 has no compile cache. One that cannot be written is no error either: the start is slower. */
function keepCompiledCode(): void {
  const folder = cacheFolder();
  if (folder !== undefined && typeof module.enableCompileCache === 'function')
    module.enableCompileCache(folder);
}

/**
 * Under the user's own cache folder, not in Node's default, the shared /tmp: what lies in the cache is
 * executed. NODE_COMPILE_CACHE and NODE_DISABLE_COMPILE_CACHE work as Node documents them.
 */
function cacheFolder(): string | undefined {
  const { XDG_CACHE_HOME, HOME, LOCALAPPDATA, NODE_COMPILE_CACHE } = process.env;
  if (NODE_COMPILE_CACHE !== undefined) return NODE_COMPILE_CACHE;
  const base = XDG_CACHE_HOME ?? LOCALAPPDATA ?? (HOME === undefined ? undefined : join(HOME, '.cache'));
  return base === undefined || base === '' ? undefined : join(base, 'pulldoctor', 'compiled');
}

function crash(error: unknown): void {
  process.stderr.write(crashReport(error, (process.env['PULLDOCTOR_DEBUG'] ?? '') !== ''));
  process.exit(CRASHED);
}
