import { build, type Metafile, type Plugin } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';

// Why this exists: esbuild splits code only for ESM, and ESM is too slow a start for a command line
// (`import 'node:http'` alone loads all of undici). So splitting is done here, by one rule: a dynamic
// `import()` in the source is the border of a bundle. What it names is left out of the bundle at hand and
// becomes a CommonJS file of its own beside it, loaded by `require` when the line is reached.
//
// The price: a module on both sides of a border exists twice at run time. Plain values cross a border
// safely; `instanceof` and module state do not. test/bundle.test.ts holds that.

/** Where a lazily loaded part starts: a source file (absolute path) or a package's name. */
type Entry = string;

export interface LazyBundlesOptions {
  /** The checkout; everything else is relative to it. */
  readonly root: string;
  /** The source file that starts the program, relative to root. */
  readonly entry: string;
  /** The first file's name in outdir, without its ending. */
  readonly name: string;
  readonly outdir: string;
}

/**
 * Bundles a program into `outdir/name.cjs` plus one `.cjs` per dynamic import, however deep.
 * Out: esbuild's metafile of each bundle by file name; a failed build throws with esbuild's own messages.
 */
export async function buildLazyBundles(options: LazyBundlesOptions): Promise<ReadonlyMap<string, Metafile>> {
  const first: Entry = resolve(options.root, options.entry);
  const names = new Map<Entry, string>([[first, `${options.name}.cjs`]]);
  const metafiles = new Map<string, Metafile>();
  // A Map may grow while it is walked: borders found in one bundle are the next ones to build.
  for (const [entry, file] of names) {
    metafiles.set(file, await buildOne(options, entry, file, names));
  }
  return metafiles;
}

async function buildOne(
  options: LazyBundlesOptions,
  entry: Entry,
  file: string,
  names: Map<Entry, string>,
): Promise<Metafile> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: options.root,
    entryPoints: [entry],
    write: false,
    outfile: join(options.outdir, file),
    bundle: true,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // Names stay: a crash report has to be readable.
    minifySyntax: true,
    minifyWhitespace: true,
    // Turns what is left of `import()` into `require`, which skips Node's whole ESM loader.
    supported: { 'dynamic-import': false },
    banner: names.size === 1 ? { js: '#!/usr/bin/env node' } : {},
    plugins: [borderAtDynamicImport(options.root, names), yamlAsModule(options.root)],
    logLevel: 'warning',
  });
  for (const { path, text } of outputFiles) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text.startsWith('#!') ? text : stamped(text));
  }
  return metafile;
}

/**
 * As src/app/cli/compiled-code.ts loads it: it begins with 40 characters that no other content has, by which is known what
 * was kept of it, and stands in the wrapper of every CommonJS module (Node's documentation, "The module wrapper"), so that
 * half a megabyte need not be copied into one at each start.
 */
function stamped(text: string): string {
  const stamp = createHash('sha256').update(text).digest('hex').slice(0, 35);
  return `/*${stamp}*/(function (exports, require, module, __filename, __dirname) {\n${text}\n})`;
}

function borderAtDynamicImport(root: string, names: Map<Entry, string>): Plugin {
  return {
    name: 'border-at-dynamic-import',
    setup(builder): void {
      builder.onResolve({ filter: /^/ }, (args) => {
        if (args.kind !== 'dynamic-import' || isBuiltin(args.path)) return undefined;
        const entry = args.path.startsWith('.') ? resolve(args.resolveDir, args.path) : args.path;
        const file = names.get(entry) ?? bundleName(root, entry);
        names.set(entry, file);
        return { path: `./${file}`, external: true };
      });
    },
  };
}

/** `src/app/cli/main.ts` → `app-cli-main.cjs`, the package `yaml` → `package-yaml.cjs`. */
function bundleName(root: string, entry: Entry): string {
  const path = relative(join(root, 'src'), entry);
  const stem = entry.startsWith(root) ? path.replace(/\.ts$/, '') : `package-${entry}`;
  return `${stem.replaceAll(/[^a-z0-9]+/g, '-')}.cjs`;
}

/**
 * `yaml` offers Node only CommonJS, which no bundler can shake and no ESM bundle can hold (it calls
 * `require('process')`). Its ES module is the same code: a fifth smaller and 2 ms faster to load.
 */
export function yamlAsModule(root: string): Plugin {
  return {
    name: 'yaml-as-module',
    setup(builder): void {
      builder.onResolve({ filter: /^yaml$/ }, (args) => {
        if (args.kind === 'dynamic-import') return undefined;
        return { path: join(root, 'node_modules/yaml/browser/index.js') };
      });
    },
  };
}
