/** Logins that stand in a text without a URL around them: in an image's name, or in a header that was quoted. */

/** What stands in place of a secret. */
export const STRUCK = '[REDACTED]';

/** Blanks, quotes and what an escaped quote begins with. */
const WORD_END = /[\s"`<>\\]/gu;

/** `user:password@host/app:1` → `[REDACTED]@host/app:1`, in every word of a text without URLs. Linear. */
export function strikeUserInfo(text: string): string {
  let struck = '';
  let from = 0;
  for (;;) {
    const at = text.indexOf('@', from);
    if (at < 0) return struck + text.slice(from);
    const start = wordStart(text, from, at);
    WORD_END.lastIndex = at;
    const end = WORD_END.exec(text)?.index ?? text.length;
    struck += text.slice(from, start) + strikeWord(text.slice(start, end));
    from = end;
  }
}

function wordStart(text: string, from: number, at: number): number {
  let start = at;
  while (start > from && !isWordEnd(text.charAt(start - 1))) start--;
  return start;
}

function isWordEnd(character: string): boolean {
  return /[\s"`<>\\]/u.test(character);
}

/** What a word may begin with before its login does: `image='`, `(`. */
const OPENING = /['([{=]/u;

function strikeWord(word: string): string {
  let at = word.lastIndexOf('@');
  // A digest comes last: what is before it may have a login of its own.
  while (at > 0 && isDigest(word.slice(at + 1, at + 1 + DIGEST_START))) at = word.lastIndexOf('@', at - 1);
  if (at <= 0) return word;
  const left = word.slice(0, at);
  if (left.endsWith(STRUCK) || !isLogin(left, word.slice(at + 1))) return word;
  const colon = left.indexOf(':');
  let open = colon < 0 ? left.length : colon;
  while (open > 0 && !OPENING.test(left.charAt(open - 1))) open--;
  return `${left.slice(0, open)}${STRUCK}${word.slice(at)}`;
}

/** A password (`a:b@`), or anything at all before a host with a path; an address of mail is none. */
function isLogin(left: string, right: string): boolean {
  if (right.includes('/')) return true;
  const colon = left.indexOf(':');
  const slash = left.indexOf('/');
  return colon >= 0 && (slash < 0 || slash > colon) && right !== '';
}

/** So much of a digest is looked at. */
const DIGEST_START = 32;

/** `sha256:…`, cut short or mistyped as it may be; the port of a host has no six digits. */
export function isDigest(text: string): boolean {
  return /^(?:sha(?:\d|$)|[A-Za-z][\w.+-]{0,20}:[\da-fA-F]{6})/u.test(text);
}

/** Where a header with a login may begin; each alternative is a fixed word. */
const HEADER = /\b(?:authorization["'\\]{0,3}[:=]|basic|bearer)[\s"'\\[]{1,4}/gi;
const VALUE_END = /[\s"'`<>\\,;\])}]/gu;
const SCHEME = /^(?:basic|bearer|token|negotiate|apikey)$/iu;
/** Words that go on in plain language, and parameters of a challenge, which is no answer to one. */
const PLAIN =
  /^(?:[A-Z]?[a-z]{0,15}|HTTP|JWT|API|OAuth2?|\d{1,3}|\[?REDACTED|(?:realm|service|scope|error|charset)=.*)[.:!?…]{0,3}$/u;

/** `Authorization: Basic X`, `Bearer X` → the same without X. Linear. */
export function strikeHeaders(text: string): string {
  let struck = '';
  let from = 0;
  HEADER.lastIndex = 0;
  for (let found = HEADER.exec(text); found !== null; found = HEADER.exec(text)) {
    const named = /^authorization/iu.test(found[0]);
    let start = HEADER.lastIndex;
    let end = valueEnd(text, start);
    const scheme = text.slice(start, end);
    const sure = named && SCHEME.test(scheme) && text.charAt(end) === ' ';
    if (sure) {
      start = end + 1;
      end = valueEnd(text, start);
    }
    const value = text.slice(start, end);
    HEADER.lastIndex = start;
    if (end === start || (sure ? /^\[?REDACTED/u.test(value) : PLAIN.test(value))) continue;
    struck += text.slice(from, start) + STRUCK;
    from = end;
    HEADER.lastIndex = end;
  }
  return struck + text.slice(from);
}

function valueEnd(text: string, start: number): number {
  VALUE_END.lastIndex = start;
  return VALUE_END.exec(text)?.index ?? text.length;
}
