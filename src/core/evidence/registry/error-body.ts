/**
 * What the body of a refusal says: the `errors` of the OCI distribution specification ("Error Codes"), the
 * single objects some vendors and token servers send in their place (RFC 6749 section 5.2 among them), a
 * page's title, or plain text. Everything comes out short and on one line.
 */
import { listOf, objectOf, textOf, type JsonObject } from '../objects/json-value.ts';
import type { HttpAnswer } from './image-probe.ts';
import { plainWords } from './plain-words.ts';

export type BodyReading = Pick<HttpAnswer, 'body' | 'errors' | 'words'>;

type RegistryError = HttpAnswer['errors'][number];

const MOST_ERRORS = 8;
const LONGEST_CODE = 64;
const NOTHING: BodyReading = { body: 'none', errors: [] };

/**
 * @param contentType the header as sent, empty when there was none
 * @param text the body as text, cut where it was too long; untrusted
 */
export function readErrorBody(contentType: string, text: string): BodyReading {
  if (text === '') return NOTHING;
  if (text.includes('\u0000')) return { body: 'binary', errors: [] };
  const start = text.trimStart().slice(0, 64).toLowerCase();
  if (start.startsWith('{') || start.startsWith('[') || start.startsWith('"')) {
    const json = parseJson(text);
    if (json !== undefined) return readJson(json.value);
  }
  const type = contentType.toLowerCase();
  if (isPage(start) || (type.includes('html') && start.startsWith('<'))) return readPage(text);
  return withWords('text', start.startsWith('<') ? withoutTags(text) : text);
}

function isPage(start: string): boolean {
  return start.startsWith('<!doctype html') || start.startsWith('<html') || start.startsWith('<head');
}

function withWords(body: BodyReading['body'], text: string): BodyReading {
  const words = plainWords(text);
  return words === '' ? { body, errors: [] } : { body, errors: [], words };
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch {
    return undefined;
  }
}

function readJson(value: unknown): BodyReading {
  if (typeof value === 'string') return withWords('json', value);
  const fields = objectOf(Array.isArray(value) ? listOf(value)[0] : value);
  const errors = readErrors(fields);
  return errors.length > 0 ? { body: 'json', errors } : withWords('json', wordsOf(fields));
}

function readErrors(fields: JsonObject): readonly RegistryError[] {
  const list = fields['errors'];
  if (Array.isArray(list)) {
    return list
      .slice(0, MOST_ERRORS)
      .map((item: unknown) => readError(item))
      .filter((error): error is RegistryError => error !== undefined);
  }
  // `{"code": "UNAUTHORIZED", "message": "…"}`, and the same one level down.
  const single = scalarText(fields['code']) === '' ? objectOf(list ?? fields['error']) : fields;
  const error = scalarText(single['code']) === '' ? undefined : readError(single);
  return error === undefined ? [] : [error];
}

function readError(item: unknown): RegistryError | undefined {
  if (typeof item === 'string') return { code: '', message: plainWords(item) };
  const fields = objectOf(item);
  const code = plainWords(scalarText(fields['code'] ?? fields['status']), LONGEST_CODE);
  const message = plainWords(wordsOf(fields));
  return code === '' && message === '' ? undefined : { code, message };
}

/** Where servers put a sentence, most telling first. */
const SENTENCES = [
  'message',
  'error_description',
  'details',
  'detail',
  'error',
  'errorMessage',
  'title',
  'reason',
];

function wordsOf(fields: JsonObject): string {
  for (const name of SENTENCES) {
    const text = textOf(fields[name]);
    if (text.trim() !== '') return text;
  }
  const [first] = listOf(fields['errors']);
  return textOf(fields['errors']) || textOf(first);
}

function scalarText(value: unknown): string {
  return typeof value === 'number' ? String(value) : textOf(value);
}

/** A page's title; without one, the first words that are no markup. */
function readPage(text: string): BodyReading {
  const lower = text.toLowerCase();
  const open = lower.indexOf('<title');
  const start = open < 0 ? -1 : lower.indexOf('>', open);
  const end = start < 0 ? -1 : lower.indexOf('</title', start);
  return withWords('html', end < 0 ? withoutTags(text) : text.slice(start + 1, end));
}

/** `<Error><Code>AccessDenied</Code></Error>` → ` AccessDenied `. Each tag becomes a space, in one pass. */
function withoutTags(text: string): string {
  const parts: string[] = [];
  let at = 0;
  while (at < text.length && parts.length < 200) {
    const open = text.indexOf('<', at);
    if (open < 0) break;
    parts.push(text.slice(at, open));
    const close = text.indexOf('>', open);
    at = close < 0 ? text.length : close + 1;
  }
  return [...parts, text.slice(at)].join(' ');
}
