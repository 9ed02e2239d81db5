import {
  isCallExpression,
  isExportDeclaration,
  isImportDeclaration,
  isImportTypeNode,
  isLiteralTypeNode,
  isStringLiteral,
  type Node,
  SyntaxKind,
} from 'typescript/unstable/ast';
import { descendants, lineOf, type ParsedFile } from './syntax-tree.ts';

// One arrow: app → edge → core, and in core report, remedy → diagnosis → evidence. The project references
// hold the three layers; only this rule holds the rooms inside core.

/** What each room may import from. A report shows remedies, so it may name them; never the other way. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'core/evidence': ['core/evidence'],
  'core/diagnosis': ['core/diagnosis', 'core/evidence'],
  'core/remedy': ['core/remedy', 'core/diagnosis', 'core/evidence'],
  'core/report': ['core/report', 'core/remedy', 'core/diagnosis', 'core/evidence'],
  edge: ['edge', 'core/evidence', 'core/diagnosis', 'core/remedy', 'core/report'],
  app: ['app', 'edge', 'sandbox', 'core/evidence', 'core/diagnosis', 'core/remedy', 'core/report'],
  sandbox: ['sandbox', 'core/evidence'],
  'index.ts': ['edge', 'core/evidence', 'core/diagnosis', 'core/remedy', 'core/report'],
};

/** What a file of src imports although it must not: one line of text each, none when all is well. */
export function forbiddenImports(file: ParsedFile): readonly string[] {
  const room = roomOf(file.path);
  const allowed = MAY_IMPORT[room];
  if (allowed === undefined) return [`${file.path}: src has no room called ${room}`];
  const complaints: string[] = [];
  for (const { specifier, node } of importsOf(file)) {
    const why = objection(file.path, room, allowed, specifier);
    if (why !== undefined) complaints.push(`${file.path}:${lineOf(file, node)} imports ${specifier}: ${why}`);
  }
  return complaints;
}

function objection(
  path: string,
  room: string,
  allowed: readonly string[],
  specifier: string,
): string | undefined {
  if (!specifier.startsWith('.'))
    return room.startsWith('core/') ? 'core imports nothing from outside' : undefined;
  if (!specifier.endsWith('.ts')) return 'imports carry the .ts suffix';
  const target = new URL(specifier, `file:///${path}`).pathname.slice(1);
  if (!target.startsWith('src/')) return 'it lies outside src';
  const targetRoom = roomOf(target);
  return allowed.includes(targetRoom) ? undefined : `${room} may not know ${targetRoom}`;
}

/** `src/core/evidence/pod.ts` → `core/evidence`, `src/edge/…` → `edge`, `src/index.ts` → `index.ts`. */
function roomOf(path: string): string {
  const [, layer = '', room = ''] = path.split('/');
  return layer === 'core' ? `core/${room}` : layer;
}

interface Import {
  readonly specifier: string;
  readonly node: Node;
}

/** Static, re-exporting, dynamic and type imports alike. A computed specifier is not followed. */
export function* importsOf(file: ParsedFile): Generator<Import> {
  for (const node of descendants(file.tree)) {
    const named = specifierNode(node);
    if (named !== undefined && isStringLiteral(named)) yield { specifier: named.text, node };
  }
}

function specifierNode(node: Node): Node | undefined {
  if (isImportDeclaration(node) || isExportDeclaration(node)) return node.moduleSpecifier;
  if (isImportTypeNode(node)) return isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  if (isCallExpression(node) && node.expression.kind === SyntaxKind.ImportKeyword) return node.arguments[0];
  return undefined;
}
