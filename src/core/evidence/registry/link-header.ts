const LONGEST_HEADER = 16_384;

/**
 * The address of the next page: `</v2/app/tags/list?last=b&n=2>; rel="next"` (RFC 8288; "Listing Tags" of
 * the OCI distribution specification). Relative or absolute as sent, for the caller to resolve and to check;
 * undefined when no link says `next`.
 */
export function nextPageLink(header: string): string | undefined {
  let rest = header.slice(0, LONGEST_HEADER);
  for (let open = rest.indexOf('<'); open >= 0; open = rest.indexOf('<')) {
    const close = rest.indexOf('>', open);
    if (close < 0) return undefined;
    const next = rest.indexOf('<', close);
    const parameters = rest.slice(close + 1, next < 0 ? rest.length : next);
    if (saysNext(parameters)) return rest.slice(open + 1, close).trim();
    rest = next < 0 ? '' : rest.slice(next);
  }
  return undefined;
}

function saysNext(parameters: string): boolean {
  return parameters
    .split(/[;,]/u)
    .map((parameter) => parameter.replaceAll(/[\s"]/gu, '').toLowerCase())
    .includes('rel=next');
}
