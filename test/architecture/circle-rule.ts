import { importsOf } from './import-rule.ts';
import type { ParsedFile } from './syntax-tree.ts';

/** Files that import each other, on whatever detours, types included: each circle in one line, none when all is well. */
export function importCircles(files: readonly ParsedFile[]): readonly string[] {
  const targets = new Map(files.map((file) => [file.path, targetsOf(file)]));
  const states = new Map<string, 'open' | 'done'>();
  const circles: string[] = [];
  // Depth first: an import of a file that is still open leads back to it.
  const visit = (path: string, way: readonly string[]): void => {
    const state = states.get(path);
    if (state === 'open') circles.push([...way.slice(way.indexOf(path)), path].join(' → '));
    if (state !== undefined) return;
    states.set(path, 'open');
    for (const target of targets.get(path) ?? []) visit(target, [...way, path]);
    states.set(path, 'done');
  };
  for (const path of targets.keys()) visit(path, []);
  return circles;
}

function targetsOf(file: ParsedFile): readonly string[] {
  return [...importsOf(file)]
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map(({ specifier }) => new URL(specifier, `file:///${file.path}`).pathname.slice(1));
}
