import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Node, SourceFile } from 'typescript/unstable/ast';
import { createVirtualFileSystem } from 'typescript/unstable/fs';
import { API } from 'typescript/unstable/sync';

// The compiler's own syntax tree, so that a rule sees code and is not fooled by a comment or a string.

/** One file under the rules: its path from the checkout with forward slashes, and its tree. */
export interface ParsedFile {
  readonly path: string;
  readonly tree: SourceFile;
}

const ROOT = '/checkout';

/** Parses sources given as path → text. Nothing is resolved or type-checked; wrong syntax still gives a tree. */
export function parseSources(sources: ReadonlyMap<string, string>): readonly ParsedFile[] {
  const paths = [...sources.keys()];
  const config = { compilerOptions: { noLib: true, noResolve: true, types: [] }, files: paths };
  const files: Record<string, string> = { [`${ROOT}/tsconfig.json`]: JSON.stringify(config) };
  for (const [path, text] of sources) files[`${ROOT}/${path}`] = text;
  const api = new API({ cwd: ROOT, fs: createVirtualFileSystem(files) });
  try {
    const [project] = api.updateSnapshot({ openProjects: [`${ROOT}/tsconfig.json`] }).getProjects();
    return paths.map((path) => {
      const tree = project?.program.getSourceFile(`${ROOT}/${path}`);
      if (tree === undefined) throw new Error(`the compiler gave no tree for ${path}`);
      return { path, tree };
    });
  } finally {
    api.close();
  }
}

/** The TypeScript files below the given folders of a checkout, path → text. */
export function readSources(checkout: string, folders: readonly string[]): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  for (const folder of folders) {
    for (const entry of readdirSync(join(checkout, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      const path = `${folder}/${entry.replaceAll('\\', '/')}`;
      if (path.endsWith('.ts')) sources.set(path, readFileSync(join(checkout, path), 'utf8'));
    }
  }
  return sources;
}

/** Every node below a node, itself included, in the order of the text. */
export function* descendants(node: Node): Generator<Node> {
  yield node;
  const children: Node[] = [];
  node.forEachChild((child) => {
    children.push(child);
  });
  for (const child of children) yield* descendants(child);
}

/** 1-based line of a node's first token, counting no comment above it. */
export function lineOf(file: ParsedFile, node: Node): number {
  return lineAt(file.tree.text, node.getStart(file.tree));
}

/** 1-based line of an offset. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
