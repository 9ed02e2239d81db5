import { DECISIVE, PLAIN, sayFault } from '../attempt-draft.ts';
import type { AttemptDraft } from '../attempt-draft.ts';
import type { Fault } from '../message-reading.ts';
import type { Phrase, Reading } from '../phrase.ts';
import { clause, decisive, faint, phrase, plain } from '../phrase.ts';

/**
 * Go's network errors (net, net/http, x/net/http2, crypto/tls transport level), the same from
 * every runtime, and the Windows spellings of them.
 */

/** `lookup H on S:53: …`: whatever ends the line, it was name resolution. */
function lookup({ draft, text }: Reading, match: RegExpExecArray): void {
  if (draft.muted) return;
  const name = (match[1] ?? '').replace(/:$/u, '');
  const server = match[2]?.replace(/:$/u, '');
  const end = match.index + match[0].length;
  const detail = text.slice(end, end + 160).replace(/^[: \n]+/u, '');
  if (draft.faults.some((one) => one.fault.kind === 'proxy')) return;
  draft.host = name;
  sayFault(draft, { kind: 'dns', name, detail, ...(server === undefined ? {} : { server }) }, DECISIVE);
}

const NAMES: readonly Phrase[] = [
  phrase('lookup (\\S{1,300})(?: on (\\[[^\\]\\s]{1,80}\\]:\\d+|\\S{1,100}))?', lookup),
  phrase('no such host', plain({ kind: 'dns', name: '', detail: 'no such host' })),
  phrase('server misbehaving', plain({ kind: 'dns', name: '', detail: 'server misbehaving' })),
  phrase(
    '(?:temporary failure in )?name resolution',
    plain({ kind: 'dns', name: '', detail: 'name resolution failed' }),
    'temporary name',
  ),
  phrase('Name or service not known', plain({ kind: 'dns', name: '', detail: 'name or service not known' })),
  phrase('could not resolve host', decisive({ kind: 'dns', name: '', detail: 'could not resolve host' })),
  phrase(
    'getaddrinfo (?:ENOTFOUND|EAI_AGAIN|failed)',
    decisive({ kind: 'dns', name: '', detail: 'getaddrinfo' }),
  ),
];

/** The proxy's address or name, where its own connection is what failed. */
const PROXY_HOST =
  /: dial tcp:? (?:lookup )?(?!address )(\[[^\]\s]{1,60}\]:\d{1,5}|[^\s:]{1,253}(?::\d{1,5})?)/uy;

function proxyAsked({ draft, text }: Reading, match: RegExpExecArray): void {
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

const PROXIES: readonly Phrase[] = [
  phrase('proxyconnect tcp', proxyAsked),
  phrase('socks connect', decisive({ kind: 'proxy', detail: 'socks' })),
  phrase(
    'Proxy Authentication Required',
    decisive({ kind: 'proxy', detail: 'Proxy Authentication Required' }),
  ),
  clause('(?:407|proxyerror)', decisive({ kind: 'proxy', detail: 'proxy' }), '407 proxyerror'),
];

/** `dial unix /run/…sock`: the runtime's own socket, never the registry. */
const SOCKETS: readonly Phrase[] = [
  phrase('dial unix:?(?://)? ?(\\S{0,300})', ({ draft }, match) => runtimeDown(draft, match[1] ?? '')),
  phrase('unknown service runtime\\.\\S{1,60}', ({ draft }, match) => runtimeDown(draft, match[0])),
  phrase(
    'error reading from server(?:: EOF)?',
    faint({ kind: 'runtime', detail: 'the connection to the runtime broke', lost: true }),
  ),
  phrase(
    'failed to send write: EOF',
    faint({ kind: 'runtime', detail: 'the connection to containerd broke', lost: true }),
  ),
  phrase(
    'server is not initialized yet',
    decisive({ kind: 'runtime', detail: 'server is not initialized yet' }),
  ),
  phrase('validate service connection', decisive({ kind: 'runtime', detail: 'no CRI service' })),
  phrase("connect endpoint '(\\S{1,200}?)'", ({ draft }, match) => runtimeDown(draft, match[1] ?? '')),
  phrase(
    '(?:cannot access containerd socket|unable to connect to Podman|cannot connect to Podman)',
    ({ draft }, match) => runtimeDown(draft, match[0]),
    'cannot unable',
  ),
  phrase('open //\\./pipe/\\S{1,100}', ({ draft }, match) => runtimeDown(draft, match[0])),
  phrase('transport is closing', plain({ kind: 'runtime', detail: 'transport is closing', lost: true })),
  phrase(
    'the client connection is closing',
    plain({ kind: 'runtime', detail: 'the connection to the runtime closed', lost: true }),
  ),
  phrase(
    'the server is currently shutting down',
    plain({ kind: 'runtime', detail: 'the server is shutting down' }),
  ),
  phrase('connection error: desc = "?transport', faint({ kind: 'runtime', detail: 'transport' })),
  phrase(
    'container runtime (?:is down|not ready|status check may not have completed)',
    plain({ kind: 'runtime', detail: 'container runtime is down' }),
  ),
  phrase(
    'containerd (?:is not|was not|shim) (?:running|started)',
    plain({ kind: 'runtime', detail: 'containerd is not running' }),
  ),
];

function runtimeDown(draft: AttemptDraft, detail: string): void {
  sayFault(draft, { kind: 'runtime', detail: detail.replace(/[:"]+$/u, '') }, DECISIVE);
}

function addressed(fault: Fault & { readonly kind: 'refused' | 'timeout' }): Phrase['means'] {
  return ({ draft }) => {
    const address = draft.address;
    sayFault(draft, address === undefined ? fault : { ...fault, address }, PLAIN);
  };
}

/** Windows words its socket errors in the language of the system: refused, or no answer in time. */
const REFUSED_ABROAD = /积极拒绝|積極拒絕|拒否|verweiger|refus|rechaz|recus|отверг/iu;
const SILENT_ABROAD = /没有正确答复|沒有正確回應|応答|ordnungsgemäß|no respond|non rispond|répond/iu;

function inOtherWords(reading: Reading, match: RegExpExecArray): void {
  const words = match[1] ?? '';
  if (REFUSED_ABROAD.test(words)) addressed({ kind: 'refused' })(reading, match);
  else if (SILENT_ABROAD.test(words)) addressed({ kind: 'timeout', what: 'dial' })(reading, match);
}

const DIALS: readonly Phrase[] = [
  phrase(
    '(?:dial|read|write) (?:tcp|udp)[46]? (?:[^\\s>]{1,80}->)?(\\[[^\\]\\s]{1,60}\\]:\\d+|[^\\s:]{1,100}:\\d+)',
    ({ draft }, match) => {
      if (match[1] !== undefined && !draft.muted) draft.address = match[1];
    },
    'dial read write',
  ),
  phrase('connection refused', addressed({ kind: 'refused' })),
  phrase('actively refused', addressed({ kind: 'refused' })),
  phrase('connectex:(?= ([^\\n"]{1,160}))', inOtherWords),
  phrase('ECONNREFUSED', addressed({ kind: 'refused' })),
  phrase('ETIMEDOUT', addressed({ kind: 'timeout', what: 'dial' })),
  phrase('i/o timeout', addressed({ kind: 'timeout', what: 'dial' })),
  phrase('no route to host', addressed({ kind: 'timeout', what: 'route' })),
  phrase('connection issue between the task and', plain({ kind: 'timeout', what: 'dial' })),
  phrase('network is unreachable', addressed({ kind: 'timeout', what: 'route' })),
  phrase('host is (?:unreachable|down)', addressed({ kind: 'timeout', what: 'route' })),
  phrase(
    '(?:unreachable host|unreachable network)',
    addressed({ kind: 'timeout', what: 'route' }),
    'unreachable',
  ),
  phrase('A socket operation was attempted to an unreachable', addressed({ kind: 'timeout', what: 'route' })),
  phrase(
    '(?:connection|operation) timed out',
    addressed({ kind: 'timeout', what: 'dial' }),
    'connection operation',
  ),
  phrase(
    'A connection attempt failed because the connected party did not properly respond',
    addressed({ kind: 'timeout', what: 'dial' }),
  ),
  phrase('TLS handshake timeout', plain({ kind: 'timeout', what: 'tls' })),
  phrase('awaiting (?:response )?headers', plain({ kind: 'timeout', what: 'answer' })),
  phrase(
    'Client\\.Timeout (?:exceeded|or context)',
    plain({ kind: 'timeout', what: 'answer' }),
    'client.timeout',
  ),
  phrase('request canceled while waiting for connection', plain({ kind: 'timeout', what: 'dial' })),
  phrase(
    "can(?:not|'?t) assign requested address",
    addressed({ kind: 'timeout', what: 'route' }),
    'can cant cannot',
  ),
  phrase(
    'connect: (?:operation not permitted|permission denied)',
    addressed({ kind: 'refused', by: 'node' }),
  ),
  phrase(
    'access a socket in a way forbidden by its access permissions',
    addressed({ kind: 'refused', by: 'node' }),
  ),
  phrase('Network timed out while trying to connect', addressed({ kind: 'timeout', what: 'dial' })),
];

const BREAKS: readonly Phrase[] = [
  phrase('connection reset by peer', plain({ kind: 'broken', what: 'reset' })),
  phrase('broken pipe', plain({ kind: 'broken', what: 'reset' })),
  phrase('forcibly closed by the remote host', plain({ kind: 'broken', what: 'reset' })),
  phrase('use of closed network connection', plain({ kind: 'broken', what: 'reset' })),
  phrase('server closed idle connection', plain({ kind: 'broken', what: 'reset' })),
  phrase('software caused connection abort', plain({ kind: 'broken', what: 'reset' })),
  phrase('aborted by the software in your host machine', plain({ kind: 'broken', what: 'reset' })),
  phrase(
    '(?:server sent GOAWAY|client connection lost|client connection force closed)',
    plain({ kind: 'broken', what: 'stream' }),
    'server client',
  ),
  phrase('stream error: stream ID', plain({ kind: 'broken', what: 'stream' })),
  phrase(
    'connection error: (?:PROTOCOL_ERROR|COMPRESSION_ERROR|FLOW_CONTROL_ERROR)',
    plain({ kind: 'broken', what: 'stream' }),
  ),
  phrase('http2: (?:server|client|Transport|timeout|frame)', plain({ kind: 'broken', what: 'stream' })),
  phrase('bad record MAC', plain({ kind: 'broken', what: 'altered' })),
  phrase('transport connection broken', plain({ kind: 'broken', what: 'stream' })),
  phrase(
    'malformed (?:HTTP response|chunked encoding|HTTP status)',
    plain({ kind: 'broken', what: 'altered' }),
  ),
  phrase('read ECONNRESET', plain({ kind: 'broken', what: 'reset' })),
  phrase(
    'tls: (?:received record with version|unexpected message)',
    plain({ kind: 'broken', what: 'altered' }),
  ),
  phrase('unexpected EOF(?!\\w)', endOfFile('unexpected-eof')),
  clause('EOF', endOfFile('eof')),
  phrase('short read', endOfFile('unexpected-eof')),
];

/** An early end of a stream: of the connection, or of a layer that was being unpacked. */
function endOfFile(what: 'eof' | 'unexpected-eof'): Phrase['means'] {
  return ({ draft }) => {
    if (draft.step === 'unpack') sayFault(draft, { kind: 'content', what: 'damaged' }, PLAIN);
    else sayFault(draft, { kind: 'broken', what }, PLAIN);
  };
}

const WAITS: readonly Phrase[] = [
  phrase('context cancell?ed', faint({ kind: 'cancelled' }), 'context'),
  phrase('operation was canceled', faint({ kind: 'cancelled' })),
  phrase('context deadline exceeded', faint({ kind: 'deadline' })),
  phrase('request cancell?ed(?! while)', faint({ kind: 'deadline' })),
  phrase('because of no progress', decisive({ kind: 'no-progress' }, 'layer')),
  phrase(
    '(?:image )?pull(?:ing)? progress (?:deadline|timeout)',
    decisive({ kind: 'no-progress' }, 'layer'),
    'image pull pulling',
  ),
];

export const NETWORK_PHRASES: readonly Phrase[] = [
  ...NAMES,
  ...PROXIES,
  ...SOCKETS,
  ...DIALS,
  ...BREAKS,
  ...WAITS,
];
