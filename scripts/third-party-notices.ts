import type { Metafile } from 'esbuild';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const PACKAGE_ROOT = /^node_modules\/(?:@[^/]+\/)?[^/]+/;
const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i;

/**
 * The licence texts of every package of which code went into the bundles, one after another.
 * In: esbuild's metafiles. A bundled package without a licence file is an error: it may not be shipped.
 */
export async function thirdPartyNotices(root: string, metafiles: Iterable<Metafile>): Promise<string> {
  const sections: string[] = ['pulldoctor contains code of these packages.\n'];
  for (const folder of bundledPackages(metafiles)) sections.push(await notice(root, folder));
  return sections.join(`\n${'-'.repeat(80)}\n\n`);
}

/** Folders of the packages that were bundled, relative to the checkout, sorted. */
export function bundledPackages(metafiles: Iterable<Metafile>): readonly string[] {
  const folders = new Set<string>();
  for (const metafile of metafiles) {
    for (const input of Object.keys(metafile.inputs)) {
      const folder = PACKAGE_ROOT.exec(input)?.[0];
      if (folder !== undefined) folders.add(folder);
    }
  }
  return [...folders].sort();
}

async function notice(root: string, folder: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license?: string;
  };
  const files = (await readdir(join(root, folder))).filter((file) => LICENCE_FILE.test(file)).sort();
  if (files.length === 0) throw new Error(`${manifest.name} is bundled but has no licence file`);
  const texts = await Promise.all(files.map((file) => readFile(join(root, folder, file), 'utf8')));
  const title = `${manifest.name} ${manifest.version} (${manifest.license ?? 'see below'})`;
  return `${title}\n\n${texts.map((text) => text.trim()).join('\n\n')}\n`;
}
