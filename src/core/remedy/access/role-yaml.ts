import { ACCESS, type AccessRule } from './access-depth.ts';
import type { AccessSubject, PlannedRole } from './plan-roles.ts';

/** The roles and their bindings as YAML that `kubectl apply -f -` takes as it is. */
export function roleYaml(roles: readonly PlannedRole[]): string {
  return roles.flatMap((role) => [roleDocument(role), bindingDocument(role)]).join('---\n');
}

const GROUP = 'rbac.authorization.k8s.io';

function roleDocument({ depth, kind, name, namespace, rules }: PlannedRole): string {
  const { says, warning } = ACCESS[depth];
  return lines([
    ...comment(says),
    ...(warning === undefined ? [] : comment(`WARNING: ${warning}`)),
    `apiVersion: ${GROUP}/v1`,
    `kind: ${kind}`,
    ...metadata(name, namespace),
    'rules:',
    ...rules.flatMap(ruleLines),
  ]);
}

function ruleLines({ apiGroup, resources, verbs, why }: AccessRule): readonly string[] {
  return [
    `  # ${why}`,
    `  - apiGroups: [${scalar(apiGroup)}]`,
    `    resources: [${resources.map(scalar).join(', ')}]`,
    `    verbs: [${verbs.map(scalar).join(', ')}]`,
  ];
}

function bindingDocument({ kind, name, namespace, bindingName, subject }: PlannedRole): string {
  return lines([
    `apiVersion: ${GROUP}/v1`,
    `kind: ${kind}Binding`,
    ...metadata(bindingName, namespace),
    'roleRef:',
    `  apiGroup: ${GROUP}`,
    `  kind: ${kind}`,
    `  name: ${scalar(name)}`,
    'subjects:',
    ...subjectLines(subject),
  ]);
}

function subjectLines({ kind, name, namespace }: AccessSubject): readonly string[] {
  return [
    `  - kind: ${kind}`,
    `    name: ${scalar(name)}`,
    namespace === undefined ? `    apiGroup: ${GROUP}` : `    namespace: ${scalar(namespace)}`,
  ];
}

function metadata(name: string, namespace: string | undefined): readonly string[] {
  return [
    'metadata:',
    `  name: ${scalar(name)}`,
    ...(namespace === undefined ? [] : [`  namespace: ${scalar(namespace)}`]),
  ];
}

/** Words that YAML takes for text without quotes; `no`, `y` and numbers are not among them. */
const PLAIN = /^[a-z][a-z/-]{3,60}$/u;
const TAKEN: ReadonlySet<string> = new Set(['true', 'null', 'false']);

/** JSON's quotes are YAML's. */
function scalar(text: string): string {
  const plain = (PLAIN.test(text) && !TAKEN.has(text)) || text === 'get';
  return plain ? text : JSON.stringify(text);
}

const WIDTH = 90;

function comment(text: string): readonly string[] {
  const out: string[] = [];
  let line = '#';
  for (const word of text.split(' ')) {
    if (line.length + word.length >= WIDTH) {
      out.push(line);
      line = '#';
    }
    line += ` ${word}`;
  }
  return [...out, line];
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
