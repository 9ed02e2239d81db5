import { DECISIVE, PLAIN, sayFault } from '../attempt-draft.ts';
import type { AttemptDraft } from '../attempt-draft.ts';
import type { Fault } from '../message-reading.ts';
import type { Means, PhraseMatch, Reading } from '../phrase.ts';
import { clause, decisive, faint, phrase, plain } from '../phrase.ts';
import type { PhraseTable } from '../phrase-table.ts';

/**
 * Go's network errors (net, net/http, x/net/http2, crypto/tls transport level), the same from
 * every runtime, and the Windows spellings of them.
 */

/** `lookup H on S:53: …`: whatever ends the line, it was name resolution. */
function lookup({ draft, text }: Reading, match: PhraseMatch): void {
  if (draft.muted) return;
  const name = (match[1] ?? '').replace(/:$/u, '');
  const server = match[2]?.replace(/:$/u, '');
  const end = match.index + match[0].length;
  const detail = text.slice(end, end + 160).replace(/^[: \n]+/u, '');
  if (draft.faults.some((one) => one.fault.kind === 'proxy')) return;
  draft.host = name;
  sayFault(draft, { kind: 'dns', name, detail, ...(server === undefined ? {} : { server }) }, DECISIVE);
}

const NAMES: PhraseTable = {
  lookup: () => phrase('lookup (\\S{1,300})(?: on (\\[[^\\]\\s]{1,80}\\]:\\d+|\\S{1,100}))?', lookup),
  no: () => phrase('no such host', plain({ kind: 'dns', name: '', detail: 'no such host' })),
  server: () => phrase('server misbehaving', plain({ kind: 'dns', name: '', detail: 'server misbehaving' })),
  'temporary name': () =>
    phrase(
      '(?:temporary failure in )?name resolution',
      plain({ kind: 'dns', name: '', detail: 'name resolution failed' }),
    ),
  name: () =>
    phrase(
      'Name or service not known',
      plain({ kind: 'dns', name: '', detail: 'name or service not known' }),
    ),
  could: () =>
    phrase('could not resolve host', decisive({ kind: 'dns', name: '', detail: 'could not resolve host' })),
  getaddrinfo: () =>
    phrase(
      'getaddrinfo (?:ENOTFOUND|EAI_AGAIN|failed)',
      decisive({ kind: 'dns', name: '', detail: 'getaddrinfo' }),
    ),
};

/** The proxy's address or name, where its own connection is what failed. */
const PROXY_HOST =
  /: dial tcp:? (?:lookup )?(?!address )(\[[^\]\s]{1,60}\]:\d{1,5}|[^\s:]{1,253}(?::\d{1,5})?)/uy;

function proxyAsked({ draft, text }: Reading, match: PhraseMatch): void {
  if (draft.muted) return;
  const end = match.index + match[0].length;
  PROXY_HOST.lastIndex = end;
  const host = PROXY_HOST.exec(text)?.[1];
  if (host !== undefined) {
    draft.host = host;
    draft.role = 'proxy';
  }
  sayFault(draft, { kind: 'proxy', detail: text.slice(end, end + 160).replace(/^[: \n]+/u, '') }, DECISIVE);
}

const PROXIES: PhraseTable = {
  proxyconnect: () => phrase('proxyconnect tcp', proxyAsked),
  socks: () => phrase('socks connect', decisive({ kind: 'proxy', detail: 'socks' })),
  proxy: () =>
    phrase(
      'Proxy Authentication Required',
      decisive({ kind: 'proxy', detail: 'Proxy Authentication Required' }),
    ),
  '407 proxyerror': () => clause('(?:407|proxyerror)', decisive({ kind: 'proxy', detail: 'proxy' })),
};

/** `dial unix /run/…sock`: the runtime's own socket, never the registry. */
const SOCKETS: PhraseTable = {
  dial: () =>
    phrase('dial unix:?(?://)? ?(\\S{0,300})', ({ draft }, match) => runtimeDown(draft, match[1] ?? '')),
  unknown: () =>
    phrase('unknown service runtime\\.\\S{1,60}', ({ draft }, match) => runtimeDown(draft, match[0])),
  error: () =>
    phrase(
      'error reading from server(?:: EOF)?',
      faint({ kind: 'runtime', detail: 'the connection to the runtime broke', lost: true }),
    ),
  failed: () =>
    phrase(
      'failed to send write: EOF',
      faint({ kind: 'runtime', detail: 'the connection to containerd broke', lost: true }),
    ),
  server: () =>
    phrase(
      'server is not initialized yet',
      decisive({ kind: 'runtime', detail: 'server is not initialized yet' }),
    ),
  validate: () =>
    phrase('validate service connection', decisive({ kind: 'runtime', detail: 'no CRI service' })),
  connect: () =>
    phrase("connect endpoint '(\\S{1,200}?)'", ({ draft }, match) => runtimeDown(draft, match[1] ?? '')),
  'cannot unable': () =>
    phrase(
      '(?:cannot access containerd socket|unable to connect to Podman|cannot connect to Podman)',
      ({ draft }, match) => runtimeDown(draft, match[0]),
    ),
  open: () => phrase('open //\\./pipe/\\S{1,100}', ({ draft }, match) => runtimeDown(draft, match[0])),
  transport: () =>
    phrase('transport is closing', plain({ kind: 'runtime', detail: 'transport is closing', lost: true })),
  the: () => [
    phrase(
      'the client connection is closing',
      plain({ kind: 'runtime', detail: 'the connection to the runtime closed', lost: true }),
    ),
    phrase(
      'the server is currently shutting down',
      plain({ kind: 'runtime', detail: 'the server is shutting down' }),
    ),
  ],
  connection: () =>
    phrase('connection error: desc = "?transport', faint({ kind: 'runtime', detail: 'transport' })),
  container: () =>
    phrase(
      'container runtime (?:is down|not ready|status check may not have completed)',
      plain({ kind: 'runtime', detail: 'container runtime is down' }),
    ),
  containerd: () =>
    phrase(
      'containerd (?:is not|was not|shim) (?:running|started)',
      plain({ kind: 'runtime', detail: 'containerd is not running' }),
    ),
};

function runtimeDown(draft: AttemptDraft, detail: string): void {
  sayFault(draft, { kind: 'runtime', detail: detail.replace(/[:"]+$/u, '') }, DECISIVE);
}

function addressed(fault: Fault & { readonly kind: 'refused' | 'timeout' }): Means {
  return ({ draft }) => {
    const address = draft.address;
    sayFault(draft, address === undefined ? fault : { ...fault, address }, PLAIN);
  };
}

/** Windows words its socket errors in the language of the system: refused, or no answer in time. */
const REFUSED_ABROAD = /积极拒绝|積極拒絕|拒否|verweiger|refus|rechaz|recus|отверг/i;
const SILENT_ABROAD = /没有正确答复|沒有正確回應|応答|ordnungsgemäß|no respond|non rispond|répond/i;

function inOtherWords(reading: Reading, match: PhraseMatch): void {
  const words = match[1] ?? '';
  if (REFUSED_ABROAD.test(words)) addressed({ kind: 'refused' })(reading, match);
  else if (SILENT_ABROAD.test(words)) addressed({ kind: 'timeout', what: 'dial' })(reading, match);
}

const DIALS: PhraseTable = {
  'dial read write': () =>
    phrase(
      '(?:dial|read|write) (?:tcp|udp)[46]? (?:[^\\s>]{1,80}->)?(\\[[^\\]\\s]{1,60}\\]:\\d+|[^\\s:]{1,100}:\\d+)',
      ({ draft }, match) => {
        if (match[1] !== undefined && !draft.muted) draft.address = match[1];
      },
    ),
  connection: () => [
    phrase('connection refused', addressed({ kind: 'refused' })),
    phrase('connection issue between the task and', plain({ kind: 'timeout', what: 'dial' })),
  ],
  actively: () => phrase('actively refused', addressed({ kind: 'refused' })),
  connectex: () => phrase('connectex:(?= ([^\\n"]{1,160}))', inOtherWords),
  econnrefused: () => phrase('ECONNREFUSED', addressed({ kind: 'refused' })),
  etimedout: () => phrase('ETIMEDOUT', addressed({ kind: 'timeout', what: 'dial' })),
  'i/o': () => phrase('i/o timeout', addressed({ kind: 'timeout', what: 'dial' })),
  no: () => phrase('no route to host', addressed({ kind: 'timeout', what: 'route' })),
  network: () => [
    phrase('network is unreachable', addressed({ kind: 'timeout', what: 'route' })),
    phrase('Network timed out while trying to connect', addressed({ kind: 'timeout', what: 'dial' })),
  ],
  host: () => phrase('host is (?:unreachable|down)', addressed({ kind: 'timeout', what: 'route' })),
  unreachable: () =>
    phrase('(?:unreachable host|unreachable network)', addressed({ kind: 'timeout', what: 'route' })),
  a: () => [
    phrase(
      'A socket operation was attempted to an unreachable',
      addressed({ kind: 'timeout', what: 'route' }),
    ),
    phrase(
      'A connection attempt failed because the connected party did not properly respond',
      addressed({ kind: 'timeout', what: 'dial' }),
    ),
  ],
  'connection operation': () =>
    phrase('(?:connection|operation) timed out', addressed({ kind: 'timeout', what: 'dial' })),
  tls: () => phrase('TLS handshake timeout', plain({ kind: 'timeout', what: 'tls' })),
  awaiting: () => phrase('awaiting (?:response )?headers', plain({ kind: 'timeout', what: 'answer' })),
  'client.timeout': () =>
    phrase('Client\\.Timeout (?:exceeded|or context)', plain({ kind: 'timeout', what: 'answer' })),
  request: () =>
    phrase('request canceled while waiting for connection', plain({ kind: 'timeout', what: 'dial' })),
  'can cant cannot': () =>
    phrase("can(?:not|'?t) assign requested address", addressed({ kind: 'timeout', what: 'route' })),
  connect: () =>
    phrase(
      'connect: (?:operation not permitted|permission denied)',
      addressed({ kind: 'refused', by: 'node' }),
    ),
  access: () =>
    phrase(
      'access a socket in a way forbidden by its access permissions',
      addressed({ kind: 'refused', by: 'node' }),
    ),
};

const BREAKS: PhraseTable = {
  connection: () => [
    phrase('connection reset by peer', plain({ kind: 'broken', what: 'reset' })),
    phrase(
      'connection error: (?:PROTOCOL_ERROR|COMPRESSION_ERROR|FLOW_CONTROL_ERROR)',
      plain({ kind: 'broken', what: 'stream' }),
    ),
  ],
  broken: () => phrase('broken pipe', plain({ kind: 'broken', what: 'reset' })),
  forcibly: () => phrase('forcibly closed by the remote host', plain({ kind: 'broken', what: 'reset' })),
  use: () => phrase('use of closed network connection', plain({ kind: 'broken', what: 'reset' })),
  server: () => phrase('server closed idle connection', plain({ kind: 'broken', what: 'reset' })),
  software: () => phrase('software caused connection abort', plain({ kind: 'broken', what: 'reset' })),
  aborted: () =>
    phrase('aborted by the software in your host machine', plain({ kind: 'broken', what: 'reset' })),
  'server client': () =>
    phrase(
      '(?:server sent GOAWAY|client connection lost|client connection force closed)',
      plain({ kind: 'broken', what: 'stream' }),
    ),
  stream: () => phrase('stream error: stream ID', plain({ kind: 'broken', what: 'stream' })),
  http2: () =>
    phrase('http2: (?:server|client|Transport|timeout|frame)', plain({ kind: 'broken', what: 'stream' })),
  bad: () => phrase('bad record MAC', plain({ kind: 'broken', what: 'altered' })),
  transport: () => phrase('transport connection broken', plain({ kind: 'broken', what: 'stream' })),
  malformed: () =>
    phrase(
      'malformed (?:HTTP response|chunked encoding|HTTP status)',
      plain({ kind: 'broken', what: 'altered' }),
    ),
  read: () => phrase('read ECONNRESET', plain({ kind: 'broken', what: 'reset' })),
  tls: () =>
    phrase(
      'tls: (?:received record with version|unexpected message)',
      plain({ kind: 'broken', what: 'altered' }),
    ),
  unexpected: () => phrase('unexpected EOF(?!\\w)', endOfFile('unexpected-eof')),
  eof: () => clause('EOF', endOfFile('eof')),
  short: () => phrase('short read', endOfFile('unexpected-eof')),
};

/** An early end of a stream: of the connection, or of a layer that was being unpacked. */
function endOfFile(what: 'eof' | 'unexpected-eof'): Means {
  return ({ draft }) => {
    if (draft.step === 'unpack') sayFault(draft, { kind: 'content', what: 'damaged' }, PLAIN);
    else sayFault(draft, { kind: 'broken', what }, PLAIN);
  };
}

const WAITS: PhraseTable = {
  context: () => [
    phrase('context cancell?ed', faint({ kind: 'cancelled' })),
    phrase('context deadline exceeded', faint({ kind: 'deadline' })),
  ],
  operation: () => phrase('operation was canceled', faint({ kind: 'cancelled' })),
  request: () => phrase('request cancell?ed(?! while)', faint({ kind: 'deadline' })),
  because: () => phrase('because of no progress', decisive({ kind: 'no-progress' }, 'layer')),
  'image pull pulling': () =>
    phrase(
      '(?:image )?pull(?:ing)? progress (?:deadline|timeout)',
      decisive({ kind: 'no-progress' }, 'layer'),
    ),
};

export const NETWORK_PHRASES: readonly PhraseTable[] = [NAMES, PROXIES, SOCKETS, DIALS, BREAKS, WAITS];
