import { build, type Metafile } from 'esbuild';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildLazyBundles, yamlAsModule } from './lazy-bundles.ts';
import { thirdPartyNotices } from './third-party-notices.ts';

// What npm publishes, apart from the types that tsc writes to dist/lib: the program under dist/bin, the
// library as one ES module, and the licences of what was bundled into both.

const root = join(import.meta.dirname, '..');
const bin = join(root, 'dist/bin');

await rm(bin, { recursive: true, force: true });
const program = await buildLazyBundles({
  root,
  entry: 'src/app/cli/launch.ts',
  name: 'pulldoctor',
  outdir: bin,
});
await chmod(join(bin, 'pulldoctor.cjs'), 0o755);
const library = await buildLibrary();

await mkdir(join(root, 'dist'), { recursive: true });
const metafiles = [...program.values(), library];
await writeFile(join(root, 'dist/THIRD_PARTY_NOTICES.txt'), await thirdPartyNotices(root, metafiles));
await writeFile(join(root, 'dist/bundles.json'), JSON.stringify(Object.fromEntries(program), null, 1));

async function buildLibrary(): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/index.ts'],
    outfile: 'dist/library.js',
    bundle: true,
    metafile: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    plugins: [yamlAsModule(root)],
    logLevel: 'warning',
  });
  return metafile;
}
