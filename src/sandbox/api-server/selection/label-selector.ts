import { objectOf, textOf } from '../../../core/evidence/objects/json-value.ts';
import type { ApiObject } from '../api-object.ts';
import { badRequest } from '../status.ts';

// The grammar of k8s.io/apimachinery/pkg/labels:
//   selector    = requirement *("," requirement)
//   requirement = [!] KEY | KEY ("=" | "==" | "!=" | "in" | "notin" | "gt" | "lt" …) values

/** Whether an object is chosen by a selector. */
export type Choice = (object: ApiObject) => boolean;

type Labels = Readonly<Record<string, unknown>>;
type Requirement = (labels: Labels) => boolean;

const SPECIAL = '()!,=<>';
const BINARY = ['in', 'notin', '=', '==', '!=', 'gt', 'lt'];
const KEY = /^(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const VALUE = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;
const NAME_RULE = `name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`;

const VALUE_RULE = `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`;

/** Reads a labelSelector; a wrong one is the 400 of the real server. */
export function parseLabelSelector(text: string): Choice {
  const tokens = new Tokens(text);
  const all: Requirement[] = [];
  while (tokens.peek() !== '') {
    if (!tokens.opensRequirement())
      fail(`found '${tokens.peek()}', expected: !, identifier, or 'end of string'`);
    all.push(requirement(tokens));
    const next = tokens.take();
    if (next === '') break;
    if (next !== ',') fail(`found '${next}', expected: ',' or 'end of string'`);
    if (!tokens.opensRequirement()) fail(`found '${tokens.peek()}', expected: identifier after ','`);
  }
  return (object) => {
    const labels = objectOf(object.metadata['labels']);
    return all.every((one) => one(labels));
  };
}

function requirement(tokens: Tokens): Requirement {
  const negated = tokens.peek() === '!';
  if (negated) tokens.take();
  const key = tokens.take();
  if (!isIdentifier(key)) wrong(`found '${key}', expected: identifier`);
  if (!KEY.test(key)) wrong(`<nil>: Invalid value: ${JSON.stringify(key)}: ${NAME_RULE}`);
  const next = tokens.peek();
  if (next === '' || next === ',') return (labels) => (labels[key] === undefined) === negated;
  return compared(key, tokens);
}

function compared(key: string, tokens: Tokens): Requirement {
  const operator = tokens.takeOperator();
  if (operator === 'in' || operator === 'notin') {
    const values = valuesOf(key, tokens);
    return operator === 'in'
      ? (labels) => values.has(textOf(labels[key])) && labels[key] !== undefined
      : (labels) => labels[key] === undefined || !values.has(textOf(labels[key]));
  }
  const value = exactValue(key, tokens);
  if (operator === '=' || operator === '==') return (labels) => labels[key] === value;
  if (operator === '!=') return (labels) => labels[key] !== value;
  if (!['gt', 'lt', '>', '<'].includes(operator))
    wrong(`found '${operator}', expected: ${BINARY.join(', ')}`);
  return ordered(key, operator === 'gt' || operator === '>', value);
}

function ordered(key: string, greater: boolean, value: string): Requirement {
  const limit = integer(value);
  if (limit === undefined)
    wrong(
      `values[0]: Invalid value: ${JSON.stringify(value)}: for 'Gt', 'Lt' operators, the value must be an integer`,
    );
  return (labels) => {
    const number = integer(textOf(labels[key]));
    if (number === undefined || limit === undefined) return false;
    return greater ? number > limit : number < limit;
  };
}

function integer(text: string): number | undefined {
  return /^[+-]?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function valuesOf(key: string, tokens: Tokens): ReadonlySet<string> {
  const open = tokens.take();
  if (open !== '(') wrong(`found '${open}' expected: '('`);
  const values = new Set<string>();
  let value = '';
  for (;;) {
    const token = tokens.take();
    if (token === ',' || token === ')') {
      values.add(value);
      value = '';
      if (token === ')') return values;
    } else if (isIdentifier(token) && value === '') {
      value = checked(key, token, values.size);
    } else {
      wrong(`found '${token}', expected: ',' or ')'`);
    }
  }
}

function exactValue(key: string, tokens: Tokens): string {
  const next = tokens.peek();
  if (next === '' || next === ',') return '';
  const value = tokens.take();
  if (!isIdentifier(value)) wrong(`found '${value}', expected: identifier`);
  return checked(key, value, 0);
}

function checked(key: string, value: string, index: number): string {
  if (!VALUE.test(value))
    wrong(`values[${index}][${key}]: Invalid value: ${JSON.stringify(value)}: ${VALUE_RULE}`);
  return value;
}

function isIdentifier(token: string): boolean {
  return token !== '' && !SPECIAL.includes(token.charAt(0));
}

function wrong(message: string): never {
  return fail(`unable to parse requirement: ${message}`);
}

function fail(message: string): never {
  throw badRequest(message);
}

/** Words and signs of a selector; the empty one is its end. */
class Tokens {
  readonly #text: string;
  #at = 0;
  #next: string | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  peek(): string {
    this.#next ??= this.#scan();
    return this.#next;
  }

  take(): string {
    const token = this.peek();
    this.#next = undefined;
    return token;
  }

  opensRequirement(): boolean {
    return this.peek() === '!' || isIdentifier(this.peek());
  }

  /** Signs that stand together are one operator: `==`, `!=`. */
  takeOperator(): string {
    const token = this.take();
    if (token === '=' && this.#text[this.#at] === '=') this.#at += 1;
    else if (token === '!' && this.#text[this.#at] === '=') this.#at += 1;
    else return BINARY.includes(token) || token === '>' || token === '<' ? token : this.#notAnOperator(token);
    return token === '!' ? '!=' : '==';
  }

  #notAnOperator(token: string): never {
    return fail(`unable to parse requirement: found '${token}', expected: ${BINARY.join(', ')}`);
  }

  #scan(): string {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at += 1;
    const first = this.#text.charAt(this.#at);
    let end = this.#at + 1;
    if (first !== '' && !SPECIAL.includes(first))
      while (end < this.#text.length && !/[\s()!,=<>]/.test(this.#text.charAt(end))) end += 1;
    const token = this.#text.slice(this.#at, end);
    this.#at = Math.min(end, this.#text.length);
    return token;
  }
}
