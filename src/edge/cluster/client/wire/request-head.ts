import { WireFault, type WireHeaders, type WireRequest } from './wire.ts';

/** Field names are tokens (RFC 9110, 5.6.2); in values no control characters but the tab. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const TARGET = /^[\x21-\x7e]+$/;

/** The head of a request as HTTP/1.1 has it on the wire. Throws a {@link WireFault} for what cannot be sent. */
export function requestHead({ method, target, headers }: WireRequest, host: string): string {
  if (!TARGET.test(target)) throw new WireFault('ERR_UNESCAPED_CHARACTERS', 'a path that cannot be sent');
  return `${method} ${target} HTTP/1.1\r\nHost: ${host}\r\n${headerLines(headers)}\r\n`;
}

function headerLines(headers: WireHeaders): string {
  let lines = '';
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    if (!TOKEN.test(name)) throw new WireFault('ERR_INVALID_HTTP_TOKEN', `no name of a header: ${name}`);
    for (const one of typeof value === 'string' ? [value] : value) {
      // The value may be a secret: it is not said.
      if (!VALUE.test(one)) throw new WireFault('ERR_INVALID_CHAR', `a character in ${name}`);
      lines += `${name}: ${one}\r\n`;
    }
  }
  return lines;
}
