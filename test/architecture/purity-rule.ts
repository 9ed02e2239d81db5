import {
  type Identifier,
  isIdentifier,
  isNewExpression,
  isPropertyAccessExpression,
  isPropertySignatureDeclaration,
  isTypeReferenceNode,
  type Node,
} from 'typescript/unstable/ast';
import { descendants, lineOf, type ParsedFile } from './syntax-tree.ts';

// What the compiler lets through in core although it reads the clock, chance or the machine's settings:
// ES2023 itself has them. `Date` and `Math` are allowed by their harmless uses alone, so that no alias,
// destructuring or computed key is a way round.

const HARMLESS_DATE = new Set(['parse', 'UTC']);
const AMBIENT = new Set([
  'globalThis',
  'Intl',
  'eval',
  'Function',
  'WeakRef',
  'FinalizationRegistry',
  'Atomics',
]);
/** Methods that answer by the time zone or language of the machine. */
const LOCAL =
  /^(?:localeCompare|toLocale\w+|to(?:Date|Time)String|[gs]et(?:Date|Day|FullYear|Hours|Milliseconds|Minutes|Month|Seconds|TimezoneOffset|Year))$/;

/** What in a file of core is not a pure function of its input: one line of text each. */
export function impurities(file: ParsedFile): readonly string[] {
  const complaints: string[] = [];
  for (const node of descendants(file.tree)) {
    const why = isIdentifier(node) ? impurity(node) : undefined;
    if (why !== undefined) complaints.push(`${file.path}:${lineOf(file, node)} ${why}`);
  }
  return complaints;
}

function impurity(name: Identifier): string | undefined {
  if (isMemberName(name)) {
    return LOCAL.test(name.text) ? `${name.text} depends on the machine's time zone or language` : undefined;
  }
  if (isLabelOnly(name)) return undefined;
  if (AMBIENT.has(name.text)) return `${name.text} reaches outside the function`;
  if (name.text === 'Date' && !isHarmlessDate(name)) return 'the clock is passed in, never read with Date';
  if (name.text === 'Math' && !isHarmlessMath(name))
    return 'core has no randomness: Math is for named functions';
  return undefined;
}

/** The `b` of `a.b`. */
function isMemberName(name: Identifier): boolean {
  return isPropertyAccessExpression(name.parent) && name.parent.name === name;
}

/** A name in a type, or the name of a property in one: nothing runs. */
function isLabelOnly(name: Identifier): boolean {
  return (
    isTypeReferenceNode(name.parent) ||
    (isPropertySignatureDeclaration(name.parent) && name.parent.name === name)
  );
}

/** `new Date(value)` with exactly one argument (more are read in local time), `Date.parse`, `Date.UTC`. */
function isHarmlessDate(name: Identifier): boolean {
  const { parent } = name;
  if (isNewExpression(parent)) return parent.expression === name && parent.arguments?.length === 1;
  return (
    isPropertyAccessExpression(parent) &&
    parent.expression === name &&
    HARMLESS_DATE.has(memberName(parent.name))
  );
}

function isHarmlessMath(name: Identifier): boolean {
  const { parent } = name;
  return (
    isPropertyAccessExpression(parent) && parent.expression === name && memberName(parent.name) !== 'random'
  );
}

function memberName(node: Node): string {
  return isIdentifier(node) ? node.text : '';
}
