/**
 * Messages as they may be shown. A runtime's error can hold a signed URL of a blob store, or a user in
 * a URL: query values are kept only where they are known to be harmless, everything else is struck out.
 */

/** Query keys that tell about the pull and hold no secret. */
const HARMLESS: ReadonlySet<string> = new Set(['ns', 'scope', 'service']);

/** An apostrophe may stand in a URL: what follows it is struck out rather than shown. */
const URL_END = /[\s"<>\\]|$/gu;
const STRUCK = '[REDACTED]';

/** The text with everything secret in its URLs struck out; all else verbatim. Linear. */
export function quoteText(text: string): string {
  let quoted = '';
  let from = 0;
  for (;;) {
    const scheme = text.indexOf('://', from);
    if (scheme < 0) return quoted + text.slice(from);
    const start = scheme + 3;
    URL_END.lastIndex = start;
    const end = URL_END.exec(text)?.index ?? text.length;
    quoted += text.slice(from, start) + withoutSecrets(text.slice(start, end));
    from = end;
  }
}

/** `user:password@host/path?query` → the same without user, password and unknown values. */
function withoutSecrets(rest: string): string {
  const question = rest.indexOf('?');
  const place = question < 0 ? rest : rest.slice(0, question);
  const slash = place.indexOf('/');
  const authority = slash < 0 ? place : place.slice(0, slash);
  const at = authority.lastIndexOf('@');
  const host = at < 0 ? authority : `${STRUCK}@${authority.slice(at + 1)}`;
  const path = slash < 0 ? '' : place.slice(slash);
  return (
    host +
    path +
    (question < 0
      ? ''
      : `?${rest
          .slice(question + 1)
          .split('&')
          .map(quoteParameter)
          .join('&')}`)
  );
}

function quoteParameter(parameter: string): string {
  const equals = parameter.indexOf('=');
  const key = equals < 0 ? parameter : parameter.slice(0, equals);
  if (HARMLESS.has(key)) return parameter;
  return equals < 0 ? STRUCK : `${key}=${STRUCK}`;
}
