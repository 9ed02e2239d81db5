import { decodeBase64 } from '../objects/base64.ts';
import type { ConfigEntry } from './docker-config.ts';
import type { LoginFault } from './registry-entry.ts';

/** What is wrong with an entry by its look. A login may be refused for all that looks well. */
export function loginFaults(entry: ConfigEntry): readonly LoginFault[] {
  const { username: user, password, fault } = entry;
  if (fault !== undefined) return [...spoiling(entry)];
  if (user === '' && password === '') return [];
  const faults: readonly (readonly [LoginFault, boolean])[] = [
    ['no-user', user === ''],
    ['no-password', password === ''],
    ['trailing-newline', /[\r\n]$/u.test(password)],
    ['surrounding-space', user !== user.trim() || isPadded(password)],
    ['quotes', isQuoted(password)],
    ['double-base64', isEncodedTwice(user, password)],
    ['placeholder', isPlaceholder(password)],
    ['not-a-json-key', isBrokenKey(user, password)],
    ['not-utf8', user.includes('\u{fffd}') || password.includes('\u{fffd}')],
  ];
  return faults.flatMap(([fault, is]) => (is ? [fault] : []));
}

function* spoiling({ fault, auth = '' }: ConfigEntry): Generator<LoginFault> {
  if (fault === undefined) return;
  if (fault.is === 'auth-not-base64' || fault.is === 'auth-without-colon') yield fault.is;
  else yield 'wrong-json-type';
  if (fault.is === 'auth-without-colon' && decoded(auth)?.includes(':') === true) yield 'double-base64';
}

/** White space at either end that is not the line break of `trailing-newline`. */
function isPadded(password: string): boolean {
  const line = password.replace(/[\r\n]+$/u, '');
  return line !== line.trim();
}

function isQuoted(password: string): boolean {
  const text = password.trim();
  const [first] = text;
  return text.length > 1 && (first === '"' || first === "'") && text.endsWith(first);
}

/** Of a random password of nine bytes and more, one in ten thousand decodes to printable letters alone. */
const TELLING = 9;

/** ECR's tokens and Google's encoded keys are base64 by right. */
const ENCODED_BY_RIGHT: ReadonlySet<string> = new Set(['AWS', '_json_key_base64']);

function isEncodedTwice(user: string, password: string): boolean {
  if (ENCODED_BY_RIGHT.has(user)) return false;
  const text = decoded(password.trim());
  if (text === undefined || text === '') return false;
  const telling = text.length >= TELLING || text.endsWith('\n') || password.trim().endsWith('=');
  return telling && /^[\t\n\r\x20-\x7e]+$/u.test(text);
}

function decoded(text: string): string | undefined {
  // Only padded base64 is base64 for certain, and that is what `base64` writes.
  return text.length % 4 === 0 ? decodeBase64(text) : undefined;
}

function isPlaceholder(password: string): boolean {
  const text = password.trim();
  return (
    /^\$\{?[A-Za-z_][A-Za-z0-9_]*\}?$/u.test(text) ||
    (text.startsWith('{{') && text.endsWith('}}')) ||
    (text.startsWith('$(') && text.endsWith(')')) ||
    /^<[A-Za-z][A-Za-z _-]*>$/u.test(text)
  );
}

function isBrokenKey(user: string, password: string): boolean {
  if (user === '_json_key') return !isJsonObject(password);
  return user === '_json_key_base64' && !isJsonObject(decodeBase64(password) ?? '');
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
