import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';

// V8 compiles a function when it is first called, and Node's own compile cache holds a file as it was before
// anything in it was called: each run then compiles anew what it calls, a third of its time. This cache is written
// when a run is over, with all that was called in it.

/** The part of Node's module loader that is replaced: how a `.cjs` file becomes a module. */
export type ModuleLoaders = Record<string, ((module: LoadedModule, filename: string) => unknown) | undefined>;

interface LoadedModule {
  exports: unknown;
  readonly require: (id: string) => unknown;
}

/** The wrapper that every CommonJS module stands in (Node's documentation, "The module wrapper"). */
const BEFORE = '(function (exports, require, module, __filename, __dirname) { ';
const AFTER = '\n})';
type Wrapper = (
  exports: unknown,
  require: (id: string) => unknown,
  module: LoadedModule,
  filename: string,
  dirname: string,
) => void;

/** The build stamps each bundle with the hash of what is in it: the beginning of a file tells it from every other. */
const STAMP = 40;
/** What stands before the code in a file of the cache: the stamp, and which uses it was written after. */
const HEADER = 512;
/** Another use of the program than those before adds what it called; so many of them, and it is enough. */
const MOST_USES = 32;

interface Loaded {
  readonly script: Script;
  readonly path: string;
  readonly stamp: string;
  readonly uses: readonly string[];
}

/**
 * Loads the bundles in the folder of the program with what earlier runs compiled. In: Node's loaders by the ending of
 * a file, the program's folder, the cache's. Out: what has to be called when the run is over, with a word for what it
 * was used for (eight characters): keeps what was compiled if nothing was kept of such a use. Neither ever throws: what
 * cannot be read or written makes the start slower.
 */
export function keepCompiledCode(
  loaders: ModuleLoaders,
  folder: string,
  cache: string,
): (use: string) => void {
  const loaded: Loaded[] = [];
  const modules = new Map<string, LoadedModule>();
  const usual = loaders['.js'];
  const evaluate = (module: LoadedModule, filename: string): void => {
    modules.set(filename, module);
    const one = load(filename, cache);
    loaded.push(one);
    // Bundles require each other by `./name.cjs`; Node takes a millisecond to find out which file that is.
    const require = (id: string): unknown => {
      if (!id.startsWith('./')) return module.require(id);
      const path = join(folder, id);
      const before = modules.get(path);
      const next = before ?? { exports: {}, require: (other: string) => module.require(other) };
      if (before === undefined) evaluate(next, path);
      return next.exports;
    };
    const wrapper = one.script.runInThisContext() as Wrapper;
    wrapper.call(module.exports, module.exports, require, module, filename, folder);
  };
  loaders['.cjs'] = (module, filename): unknown =>
    dirname(filename) === folder ? evaluate(module, filename) : usual?.(module, filename);
  return (use) => {
    for (const one of loaded) store(one, use);
  };
}

function load(filename: string, cache: string): Loaded {
  // The build writes ASCII only.
  const source = readFileSync(filename, 'latin1');
  const path = join(cache, `${basename(filename, '.cjs')}-${process.version}-${process.arch}`);
  const stamp = source.slice(0, STAMP);
  const kept = read(path);
  const header = kept?.toString('latin1', 0, HEADER) ?? '';
  const isOfThis = kept !== undefined && header.startsWith(stamp);
  const script = new Script(BEFORE + source + AFTER, {
    filename,
    columnOffset: -BEFORE.length,
    ...(isOfThis && { cachedData: kept.subarray(HEADER) }),
  });
  // Rejected by another version of V8, or one with other flags.
  const isUsed = isOfThis && script.cachedDataRejected === false;
  return { script, path, stamp, uses: isUsed ? header.slice(STAMP).trim().split(' ') : [] };
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function store({ script, path, stamp, uses }: Loaded, use: string): void {
  if (uses.includes(use) || uses.length >= MOST_USES) return;
  try {
    const header = `${stamp}${[...uses, use].join(' ')}`.padEnd(HEADER);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const fresh = `${path}.${process.pid}`;
    writeFileSync(fresh, Buffer.concat([Buffer.from(header, 'latin1'), script.createCachedData()]), {
      mode: 0o600,
    });
    renameSync(fresh, path);
  } catch {
    // The next start is as slow as this one.
  }
}
