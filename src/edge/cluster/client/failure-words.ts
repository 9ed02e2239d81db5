import { plainText } from '../../../core/report/text/plain-text.ts';
import { proxyFaultOf } from '../../host/proxy-fault.ts';
import type { ApiFailure } from '../api-client.ts';
import { expiryOf } from '../login/client-expiry.ts';
import { secretsOf } from '../login/credential.ts';
import type { FailurePlace, RequestPlace } from './failure-place.ts';
import { isWebPage } from './status-answer.ts';
import { tlsFailure } from './tls-failure.ts';

// Loaded with the first failure: a run without one needs no words for it.

/** The longest line about a failure. */
const LONGEST = 600;

/** The codes of the network, what they mean and what to look at. */
const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses the connection: it is down, or this is not its address any more',
  EHOSTUNREACH: 'cannot be reached: there is no way to it from here (is a VPN missing?)',
  ENETUNREACH: 'cannot be reached: there is no way to it from here (is a VPN missing?)',
  ETIMEDOUT: 'does not answer: a firewall drops the packets, or a VPN is missing',
  EADDRNOTAVAIL: 'cannot be reached from any address of this machine',
  ECONNRESET: 'closed the connection before it answered',
  EPIPE: 'closed the connection before it answered',
};

/** In: what was thrown, and whether the call's time was up before. Out: what it means, in the user's terms. */
export async function errorFailure(
  error: unknown,
  ended: 'timeout' | 'aborted' | undefined,
  place: RequestPlace,
): Promise<ApiFailure> {
  if (ended === 'aborted') return { kind: 'aborted', says: 'the request is no longer wanted' };
  if (ended === 'timeout') {
    const { url } = place.server;
    return {
      kind: 'timeout',
      says: `${url} gave no whole answer within ${place.time / 1000} s (--request-timeout)`,
    };
  }
  const proxy = proxyFaultOf(error);
  if (proxy !== undefined)
    return { kind: 'unreachable', says: `${proxy.message} (on the way to ${place.server.url})` };
  if (error instanceof Error && error.name === 'TooLong') {
    return {
      kind: 'too-large',
      says: `the answer of ${place.server.url} is longer than is read at once (64 MiB)`,
    };
  }
  const code = codeOf(error);
  return (await tlsFailure(error, code, place)) ?? networkFailure(error, code, place);
}

function networkFailure(error: unknown, code: string, place: RequestPlace): ApiFailure {
  const { server } = place;
  const at = whereOf(place);
  const known = NETWORK[code];
  if (code === 'ECONNRESET' && error instanceof Error && error.message === 'aborted') return brokenOff(place);
  if (known !== undefined) return { kind: 'unreachable', says: `${server.url} ${known}${at}` };
  if (code === 'ENOTFOUND') {
    return { kind: 'unreachable', says: `there is no host called ${server.host} (${server.url})${at}` };
  }
  if (code === 'EAI_AGAIN') {
    return { kind: 'unreachable', says: `the name ${server.host} cannot be looked up: DNS does not answer` };
  }
  if (code === 'ERR_INVALID_CHAR') {
    return {
      kind: 'login',
      says: `${place.loginBy}${ofUser(place)} has a character that no header can carry`,
    };
  }
  if (code.startsWith('HPE_')) {
    const hint = server.secure ? '' : ': does it expect TLS? Then its address begins with https://';
    return { kind: 'broken', says: `the answer of ${server.url} is no HTTP${hint}` };
  }
  if (code === 'Z_BUF_ERROR' || code === 'Z_DATA_ERROR' || code === '') return brokenOff(place);
  return { kind: 'unreachable', says: `${server.url} cannot be asked (${code})${at}` };
}

function brokenOff({ server }: FailurePlace): ApiFailure {
  return { kind: 'broken', says: `the answer of ${server.url} broke off before its end` };
}

/** Where the address came from, so that a reader knows what to mend. */
function whereOf({ context, file }: FailurePlace): string {
  return context === '' || context === 'in-cluster' ? '' : ` (context "${context}" of ${file})`;
}

/** The code of the system, of OpenSSL or of Node; of several addresses that were tried, the first one's. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof AggregateError ? codeOf(error.errors[0]) : '';
}

/** An answer that was to be JSON and is not. */
export function noJson(contentType: string, text: string, { server }: FailurePlace): ApiFailure {
  const what = isWebPage(contentType, text)
    ? 'is a web page: something else stands in front of the API server, such as a login or a portal'
    : 'is no JSON, or ends early';
  return { kind: 'broken', says: `the answer of ${server.url} ${what}` };
}

/** The failure as it may be said: one line, of bounded length, without what the request kept secret. */
export function plainFailure(failure: ApiFailure, place: RequestPlace): ApiFailure {
  const says = failure.status === 401 ? `${failure.says}${unknownUser(place)}` : failure.says;
  const scrubbed = secretsOf(place.credential).reduce(
    (text, secret) => text.replaceAll(secret, '(hidden)'),
    says,
  );
  const plain = plainText(scrubbed, 'unicode');
  return { ...failure, says: plain.length <= LONGEST ? plain : `${plain.slice(0, LONGEST)}…` };
}

function unknownUser(place: RequestPlace): string {
  const expired = expiryOf(place);
  if (expired !== undefined) return `; ${expired}`;
  return `; ${place.server.url} does not accept ${place.loginBy}${ofUser(place)}`;
}

function ofUser({ userName }: FailurePlace): string {
  return userName === '' ? '' : ` of the user "${userName}"`;
}
