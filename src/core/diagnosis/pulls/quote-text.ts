/**
 * Messages as they may be shown. A runtime's error can hold a signed URL of a blob store, a login in a URL or
 * in an image's name, or a header: query values are kept only where they are known to be harmless, everything
 * else is struck out.
 */
import { isDigest, strikeHeaders, strikeUserInfo, STRUCK } from './strike-logins.ts';

/** Query keys that tell about the pull and hold no secret. */
const HARMLESS: ReadonlySet<string> = new Set(['ns', 'scope', 'service']);

/** An apostrophe may stand in a URL: what follows it is struck out rather than shown. */
const URL_END = /[\s"<>\\]|$/gu;

/** What a text with anything to strike out has somewhere; most have not. */
const SUSPECT = /@|:\/\/|basic|bearer|authorization/iu;

/** The text with every login and every unknown query of a URL struck out; all else verbatim. Linear. */
export function quoteText(text: string): string {
  return SUSPECT.test(text) ? strikeHeaders(strikeUrls(text)) : text;
}

function strikeUrls(text: string): string {
  let quoted = '';
  let from = 0;
  for (;;) {
    const scheme = text.indexOf('://', from);
    if (scheme < 0) return quoted + strikeUserInfo(text.slice(from));
    const start = scheme + 3;
    URL_END.lastIndex = start;
    const end = URL_END.exec(text)?.index ?? text.length;
    quoted += strikeUrl(text.slice(from, scheme), withoutSecrets(text.slice(start, end)));
    from = end;
  }
}

/** What a word ends with that can be the scheme of a URL, and what may stand before that in the word. */
const SCHEME = /(?:^|[\s"`<>\\'([{=,;|])[A-Za-z][A-Za-z\d+.-]{0,20}$|^$/u;

/** A host as URLs have it, what was struck out before it, and its port. */
const AUTHORITY = /^(?:\[REDACTED\]@)?(?:[\w.-]{1,255}|\[[\da-fA-F:.%]{2,60}\])(?::\d{1,5})?(?:[/?#]|$)/u;

/** In `user:pass://word@host/app` the colon and slashes are the password's, and no scheme is before them. */
function strikeUrl(before: string, rest: string): string {
  let at = rest.lastIndexOf('@');
  while (at > 0 && isDigest(rest.slice(at + 1, at + 1 + LONGEST_DIGEST))) at = rest.lastIndexOf('@', at - 1);
  const isUrl = SCHEME.test(before.slice(-LONGEST_SCHEME)) && AUTHORITY.test(rest);
  if (at < 0 || isUrl) return `${strikeUserInfo(before)}://${rest}`;
  let word = before.length;
  while (word > 0 && !/[\s"`<>\\'([{=]/u.test(before.charAt(word - 1))) word--;
  return strikeUserInfo(before.slice(0, word)) + STRUCK + rest.slice(at);
}

const LONGEST_SCHEME = 24;
const LONGEST_DIGEST = 32;

/** `user:password@host/path?query` → the same without user, password and unknown values. */
function withoutSecrets(rest: string): string {
  const question = rest.indexOf('?');
  const place = question < 0 ? rest : rest.slice(0, question);
  const slash = place.indexOf('/');
  const authority = slash < 0 ? place : place.slice(0, slash);
  const at = authority.lastIndexOf('@');
  // `docker://app@sha256:…` names a digest.
  const host =
    at < 0 || isDigest(authority.slice(at + 1)) ? authority : `${STRUCK}@${authority.slice(at + 1)}`;
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
