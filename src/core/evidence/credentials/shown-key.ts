import { parseRegistryUrl } from './registry-url.ts';

/**
 * A key of a docker config as it may be shown: people write logins into it. It matches the same images as what was
 * written, and one that the kubelet cannot read stays one that it cannot read.
 *
 *     https://user:password@registry.example.com/v2/?token=…  →  https://registry.example.com/v2/
 *     user:pass/word@registry.example.com                     →  <user>@registry.example.com
 */
export function shownKey(key: string): string {
  const scheme = ['https://', 'http://'].find((one) => key.startsWith(one)) ?? '';
  const rest = key.slice(scheme.length);
  const url = parseRegistryUrl(rest);
  if (url === undefined) return scheme + unreadable(rest);
  const start = url.userInfo === undefined ? 0 : url.userInfo.length + 1;
  return scheme + withoutQuery(withoutLoginInPath(rest.slice(start)));
}

/** What Go refuses stays refused: an angle bracket may not be in a user name, nor a lone percent sign in a fragment. */
function unreadable(rest: string): string {
  const at = rest.lastIndexOf('@');
  const plain = withoutQuery(at < 0 ? rest : `<user>${rest.slice(at)}`);
  return parseRegistryUrl(plain) === undefined ? plain : `${plain}#%`;
}

function withoutQuery(text: string): string {
  const query = text.search(/[?#]/u);
  return query < 0 ? text : text.slice(0, query);
}

/**
 * `oci://user:password@host` has a login in what Go takes for a path. Such a path is no image's, and stays so.
 */
function withoutLoginInPath(key: string): string {
  const slash = key.indexOf('/');
  const at = key.lastIndexOf('@');
  if (slash < 0 || at < slash) return key;
  const double = key.startsWith('//', slash);
  const colon = withoutQuery(key).indexOf(':', slash);
  if (!double && (colon < 0 || colon > at)) return key;
  const start = double ? slash + 2 : key.lastIndexOf('/', colon) + 1;
  return `${key.slice(0, start)}<user>${key.slice(at)}`;
}
