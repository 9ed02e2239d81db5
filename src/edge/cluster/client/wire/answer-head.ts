import { noHttp } from './wire.ts';

/** Where a body ends (RFC 9112, 6.3): after so many bytes, with its last chunk, or with the connection. */
export type BodyEnd = number | 'chunked' | 'close';

export interface AnswerHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly bodyEnd: BodyEnd;
  /** Milliseconds for which the server keeps the connection; 0 when it does not. */
  readonly kept: number;
}

/** A head that is longer is no API server's; Node's client draws the line there too. */
export const LONGEST_HEAD: number = 16 << 10;
/** Servers that do not say for how long they keep a connection do so for a minute and more. */
const KEPT = 60_000;

/** Reads the head of an HTTP/1.x answer, in latin1 and without the empty line. Throws a WireFault. */
export function parseAnswerHead(text: string): AnswerHead {
  const [first = '', ...lines] = text.split('\r\n');
  const version = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: |$)/.exec(first);
  if (version === null) throw noHttp('no status line');
  const status = Number(version[2]);
  const headers: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const line of lines) addHeader(headers, line);
  const bodyEnd = bodyEndOf(status, headers);
  const keeps = version[1] === '1' && bodyEnd !== 'close' && !closes(headers);
  return { status, headers, bodyEnd, kept: keeps ? keptFor(headers['keep-alive']) : 0 };
}

function addHeader(headers: Record<string, string>, line: string): void {
  const colon = line.indexOf(':');
  const name = line.slice(0, colon);
  if (colon < 1 || !/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) throw noHttp('a header without a name');
  const value = line.slice(colon + 1).trim();
  if (/[\0\r\n]/.test(value)) throw noHttp('a header that does not end');
  const key = name.toLowerCase();
  const before = headers[key];
  headers[key] = before === undefined ? value : `${before}, ${value}`;
}

function bodyEndOf(status: number, headers: Readonly<Record<string, string | undefined>>): BodyEnd {
  const { 'transfer-encoding': encoding, 'content-length': length } = headers;
  if (status < 200 || status === 204 || status === 304) return 0;
  if (encoding !== undefined) {
    if (length !== undefined || encoding.toLowerCase() !== 'chunked') throw noHttp('an unknown form of body');
    return 'chunked';
  }
  if (length === undefined) return 'close';
  if (!/^\d{1,15}$/.test(length)) throw noHttp('a body without a length');
  return Number(length);
}

function closes({ connection = '' }: Readonly<Record<string, string | undefined>>): boolean {
  return connection
    .toLowerCase()
    .split(',')
    .some((option) => option.trim() === 'close');
}

/** `Keep-Alive: timeout=5`. A second less, since the server's clock began before ours. */
function keptFor(keepAlive: string = ''): number {
  const seconds = /(?:^|[\s,;])timeout=(\d{1,6})/i.exec(keepAlive)?.[1];
  return seconds === undefined ? KEPT : Math.max(0, Number(seconds) - 1) * 1000;
}
