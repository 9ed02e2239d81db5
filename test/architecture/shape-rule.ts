import {
  type AsExpression,
  isAsExpression,
  isCallExpression,
  isExportAssignment,
  isExportDeclaration,
  isFunctionLikeDeclaration,
  type Node,
  SyntaxKind,
} from 'typescript/unstable/ast';
import { descendants, lineAt, lineOf, type ParsedFile } from './syntax-tree.ts';

export const MAX_FILE_LINES = 400;
export const MAX_FUNCTION_LINES = 60;

/** A test may say its kind: `image-reference.property.test.ts`. */
const KEBAB_FILE = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:(?:\.[a-z]+)?\.test)?\.ts$/;
const KEBAB_FOLDER = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
/** Drawers: a name that says nothing about what is inside. */
const DRAWERS = new Set([
  'util',
  'utils',
  'helper',
  'helpers',
  'common',
  'shared',
  'misc',
  'lib',
  'type',
  'types',
]);

/** Names of a path's folders and file that break the house's rules. */
export function badNames(path: string): readonly string[] {
  const folders = path.split('/');
  const file = folders.pop() ?? '';
  const stem = file.replace(/(?:(?:\.[a-z]+)?\.test)?\.ts$/, '');
  const complaints: string[] = [];
  if (!KEBAB_FILE.test(file)) complaints.push(`${path}: file names are kebab-case`);
  for (const folder of folders) {
    if (!KEBAB_FOLDER.test(folder)) complaints.push(`${path}: folder names are kebab-case`);
  }
  for (const name of [...folders, stem]) {
    if (DRAWERS.has(name)) complaints.push(`${path}: "${name}" names no thing of the domain`);
  }
  return complaints;
}

/** Files and functions past their length. A function's own comments count, the one above it does not. */
export function tooLong(file: ParsedFile): readonly string[] {
  const complaints: string[] = [];
  const lines = lineAt(file.tree.text, file.tree.text.trimEnd().length);
  if (lines > MAX_FILE_LINES) complaints.push(`${file.path}: ${lines} lines, at most ${MAX_FILE_LINES}`);
  for (const node of descendants(file.tree)) {
    if (!isFunctionLikeDeclaration(node)) continue;
    const first = lineOf(file, node);
    const length = lineAt(file.tree.text, node.getEnd()) - first + 1;
    if (length > MAX_FUNCTION_LINES) {
      complaints.push(`${file.path}:${first} a function of ${length} lines, at most ${MAX_FUNCTION_LINES}`);
    }
  }
  return complaints;
}

/** `any`, unread JSON outside tests, default exports, and re-exports anywhere but in src/index.ts. */
export function unwantedSyntax(file: ParsedFile): readonly string[] {
  const complaints: string[] = [];
  for (const node of descendants(file.tree)) {
    const why = objection(file.path, node);
    if (why !== undefined) complaints.push(`${file.path}:${lineOf(file, node)} ${why}`);
  }
  return complaints;
}

function objection(path: string, node: Node): string | undefined {
  if (node.kind === SyntaxKind.AnyKeyword) return 'any: say unknown and look';
  if (path.startsWith('src/') && isAsExpression(node) && isUnreadJson(node))
    return 'JSON.parse(…) as …: read it, or say unknown';
  if (isExportAssignment(node) || node.kind === SyntaxKind.DefaultKeyword) return defaultExport(node);
  if (!isExportDeclaration(node)) return undefined;
  if (node.exportClause === undefined) return 'export *: list the names';
  const exportsDefault = /\bas\s+default\b/.test(node.exportClause.getText());
  if (exportsDefault) return 'a default export: exports have names';
  return node.moduleSpecifier !== undefined && path !== 'src/index.ts'
    ? 'a barrel: import from the source'
    : undefined;
}

/** Outside tests, what was parsed is unknown until a reader has looked at it. */
function isUnreadJson(node: AsExpression): boolean {
  const { expression, type } = node;
  return (
    isCallExpression(expression) &&
    expression.expression.getText() === 'JSON.parse' &&
    type.kind !== SyntaxKind.UnknownKeyword
  );
}

/** `default:` in a switch is a clause of its own kind; the keyword as a node is a modifier. */
function defaultExport(node: Node): string | undefined {
  return node.parent.kind === SyntaxKind.DefaultClause ? undefined : 'a default export: exports have names';
}
