import type { AttemptReading, Fault } from '../../evidence/message/message-reading.ts';

/** What was said to have gone wrong, in the fewest of its own words; empty when it has none. */
export function faultWords(attempt: AttemptReading): string {
  const { fault, status, code } = attempt;
  const answer = [status, code].filter((part) => part !== undefined).join(' ');
  if (answer !== '') return answer;
  return fault === undefined ? '' : wordsOf(fault);
}

function wordsOf(fault: Fault): string {
  switch (fault.kind) {
    case 'dns':
      return `lookup ${fault.name}${fault.server === undefined ? '' : ` on ${fault.server}`}: ${fault.detail}`;
    case 'refused':
      return withAddress('connection refused', fault.address);
    case 'timeout':
      return withAddress(TIMEOUT_WORDS[fault.what], fault.address);
    case 'tls':
    case 'proxy':
    case 'reference':
    case 'runtime':
    case 'unpack':
    case 'secret-malformed':
      return fault.detail;
    case 'broken':
      return BROKEN_WORDS[fault.what];
    case 'status':
      return String(fault.status);
    case 'registry-error':
      return fault.code;
    case 'scheme':
      return `the server speaks ${fault.served}`;
    case 'platform':
      return fault.wanted === undefined ? 'no match for the node' : `no match for ${fault.wanted}`;
    case 'secret-absent':
      return `missing: ${fault.names.join(', ')}`;
    default:
      return '';
  }
}

const TIMEOUT_WORDS: Readonly<Record<Extract<Fault, { kind: 'timeout' }>['what'], string>> = {
  dial: 'no answer to the connection',
  tls: 'no answer in the TLS handshake',
  answer: 'connected, but no answer',
  route: 'no route',
  read: 'no data',
};

const BROKEN_WORDS: Readonly<Record<Extract<Fault, { kind: 'broken' }>['what'], string>> = {
  reset: 'connection reset',
  eof: 'connection closed',
  'unexpected-eof': 'connection closed in the middle',
  stream: 'stream broken off',
  altered: 'data altered on the way',
};

function withAddress(words: string, address: string | undefined): string {
  return address === undefined ? words : `${words} (${address})`;
}
