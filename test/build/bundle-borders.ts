import type { Metafile } from 'esbuild';
import { isClassDeclaration, isVariableStatement, NodeFlags, type Node } from 'typescript/unstable/ast';
import { lineOf, type ParsedFile } from '../architecture/syntax-tree.ts';

/** Source files that went into more than one bundle, and so exist more than once at run time. */
export function duplicatedSources(bundles: ReadonlyMap<string, Metafile>): readonly string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const metafile of bundles.values()) {
    for (const input of Object.keys(metafile.inputs)) {
      if (seen.has(input)) twice.add(input);
      seen.add(input);
    }
  }
  return [...twice].filter((input) => input.startsWith('src/')).sort();
}

/** What in such a file goes wrong when it exists twice: classes (`instanceof`) and variables of the module. */
export function brokenByDuplication(file: ParsedFile): readonly string[] {
  const complaints: string[] = [];
  for (const statement of file.tree.statements) {
    const why = identityOf(statement);
    if (why !== undefined)
      complaints.push(`${file.path}:${lineOf(file, statement)} is in two bundles: ${why}`);
  }
  return complaints;
}

function identityOf(statement: Node): string | undefined {
  if (isClassDeclaration(statement)) return 'a class of one is not the class of the other';
  if (!isVariableStatement(statement)) return undefined;
  const constant = (statement.declarationList.flags & NodeFlags.Const) !== 0;
  return constant ? undefined : 'a variable of one is not the variable of the other';
}
