import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

// V8 compiles a function when it is first called, and Node's own compile cache holds a file as it was before
// anything in it was called: each run then compiles anew what it calls, a third of its time. This cache is written
// when a run is over, with all that was called in it.

/** A module's `require`. */
export type Require = (id: string) => unknown;

interface LoadedModule {
  exports: unknown;
}

/** What a bundle is when it is run: the build wraps it as Node does every CommonJS module. */
type Wrapper = (
  exports: unknown,
  require: Require,
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
  /** The compiled code that was used. */
  readonly code: Buffer | undefined;
  readonly path: string | undefined;
  readonly stamp: string;
  readonly uses: readonly string[];
}

export interface CompiledCode {
  /** Loads bundles with what earlier runs compiled; everything else as before. */
  readonly require: Require;
  /** To be called when the run is over, with a word for what it was used for (eight characters). */
  readonly keep: (use: string) => void;
}

/** Where bundles are, and where their compiled code is kept. */
export interface CodePlaces {
  readonly folder: string;
  /** Undefined where nothing is to be kept. */
  readonly cache: string | undefined;
  /** A word for the flags that V8 has: code is only good for the flags it was made with. */
  readonly flags: string;
}

/**
 * Loads the program's bundles, `./name.cjs` in its folder, and keeps what was compiled in the cache's folder, if nothing
 * was kept of such a use. In: Node's `require`, and where. Never throws by itself: what cannot be read or written
 * makes the start slower. Node's own loader takes a millisecond to find out which file a name means.
 */
export function compiledCode(usual: Require, { folder, cache, flags }: CodePlaces): CompiledCode {
  const kind = `${process.version}-${process.arch}-${flags}`;
  const loaded: Loaded[] = [];
  const modules = new Map<string, LoadedModule>();
  const require: Require = (id) => {
    if (!id.startsWith('./')) return usual(id);
    const known = modules.get(id);
    if (known !== undefined) return known.exports;
    const module: LoadedModule = { exports: {} };
    modules.set(id, module);
    const filename = folder + id.slice(1);
    const one = load(filename, cache === undefined ? undefined : `${cache}/${id.slice(2)}-${kind}`);
    loaded.push(one);
    const wrapper = one.script.runInThisContext() as Wrapper;
    wrapper.call(module.exports, module.exports, require, module, filename, folder);
    return module.exports;
  };
  return {
    require,
    keep: (use) => {
      for (const one of loaded) store(one, use);
    },
  };
}

/** In: the bundle, and where its compiled code is kept, if it is. */
function load(filename: string, path: string | undefined): Loaded {
  // The build writes ASCII only.
  const source = readFileSync(filename, 'latin1');
  const stamp = source.slice(0, STAMP);
  const kept = path === undefined ? undefined : read(path);
  const header = kept?.toString('latin1', 0, HEADER) ?? '';
  const isOfThis = kept !== undefined && header.startsWith(stamp);
  const script = new Script(source, {
    filename,
    ...(isOfThis && { cachedData: kept.subarray(HEADER) }),
  });
  // Rejected by another version of V8, or one with other flags.
  const isUsed = isOfThis && script.cachedDataRejected === false;
  if (!isUsed) return { script, path, stamp, uses: [], code: undefined };
  return { script, path, stamp, uses: header.slice(STAMP).trim().split(' '), code: kept.subarray(HEADER) };
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function store({ script, path, stamp, uses, code }: Loaded, use: string): void {
  if (path === undefined || uses.includes(use) || uses.length >= MOST_USES) return;
  try {
    const header = `${stamp}${[...uses, use].join(' ')}`.padEnd(HEADER);
    const fresh = script.createCachedData();
    // A run that changed V8's flags on its way would spoil what the others kept.
    if (code !== undefined && flagsOf(fresh) !== flagsOf(code)) return;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const unfinished = `${path}.${process.pid}`;
    writeFileSync(unfinished, Buffer.concat([Buffer.from(header, 'latin1'), fresh]), { mode: 0o600 });
    renameSync(unfinished, path);
  } catch {
    // The next start is as slow as this one.
  }
}

/** The hash of V8's flags that compiled code bears (src/snapshot/code-serializer.h, SerializedCodeData). */
function flagsOf(code: Buffer): number {
  return code.readUInt32LE(12);
}
