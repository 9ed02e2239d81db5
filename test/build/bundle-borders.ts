import type { Metafile } from 'esbuild';
import {
  isBinaryExpression,
  isClassDeclaration,
  isVariableStatement,
  type Node,
  NodeFlags,
  SyntaxKind,
} from 'typescript/unstable/ast';
import { descendants, lineOf, type ParsedFile } from '../architecture/syntax-tree.ts';

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

/** The classes that are asked for by `instanceof` somewhere in the files. */
export function classesAskedFor(files: readonly ParsedFile[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { tree } of files) {
    for (const node of descendants(tree)) {
      const asks = isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.InstanceOfKeyword;
      if (asks) names.add(node.right.getText(tree));
    }
  }
  return names;
}

/** What in such a file goes wrong when it exists twice: classes asked for, and variables of the module. */
export function brokenByDuplication(file: ParsedFile, askedFor: ReadonlySet<string>): readonly string[] {
  const complaints: string[] = [];
  for (const statement of file.tree.statements) {
    const why = identityOf(statement, askedFor);
    if (why !== undefined)
      complaints.push(`${file.path}:${lineOf(file, statement)} is in two bundles: ${why}`);
  }
  return complaints;
}

function identityOf(statement: Node, askedFor: ReadonlySet<string>): string | undefined {
  if (isClassDeclaration(statement)) {
    const name = statement.name?.text;
    const asked = name !== undefined && askedFor.has(name);
    return asked ? `instanceof ${name} is false for the other bundle's` : undefined;
  }
  if (!isVariableStatement(statement)) return undefined;
  const constant = (statement.declarationList.flags & NodeFlags.Const) !== 0;
  return constant ? undefined : 'a variable of one is not the variable of the other';
}
