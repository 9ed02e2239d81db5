import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Misbehaviour } from '../fault.ts';
import { StatusError } from '../status.ts';
import { type Answer, statusAnswer, type TextAnswer } from './answer.ts';
import { drained, sendAnswer, setHeaders } from './send-answer.ts';

/** Those that need no true answer: what is sent in its place, or undefined when nothing is. */
export function answerInstead(fault: Misbehaviour): TextAnswer | 'hang' | 'close' | 'huge' | undefined {
  if (fault.kind === 'hang' || fault.kind === 'close') return fault.kind;
  if (fault.kind === 'huge-body') return 'huge';
  if (fault.kind === 'status') return faultStatus(fault);
  if (fault.kind === 'bad-json')
    return { status: 200, contentType: 'application/json', body: '{"kind":"PodList","items":[{"metadata":' };
  if (fault.kind === 'html')
    return { status: fault.status ?? 200, contentType: 'text/html; charset=utf-8', body: PAGE };
  return undefined;
}

const PAGE =
  '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Please sign in</h1></body></html>\n';

const REASONS: Readonly<Record<number, readonly [reason: string, message: string]>> = {
  401: ['Unauthorized', 'Unauthorized'],
  403: ['Forbidden', 'forbidden'],
  429: ['TooManyRequests', 'the server has received too many requests and has asked us to try again later'],
  500: ['InternalError', 'Internal error occurred: etcdserver: request timed out'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: [
    'Timeout',
    'the server was unable to return a response in the time allotted, but may still be processing the request',
  ],
};

function faultStatus({ status, headers = {}, body }: Extract<Misbehaviour, { kind: 'status' }>): TextAnswer {
  if (body !== undefined) return { status, contentType: 'text/plain; charset=utf-8', body, headers };
  const [reason, message] = REASONS[status] ?? ['', `the server responded with the status code ${status}`];
  const seconds = Number(headers['retry-after'] ?? headers['Retry-After']);
  const details = Number.isFinite(seconds) ? { retryAfterSeconds: seconds } : {};
  const answer = statusAnswer(new StatusError({ code: status, reason, message, details }));
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** Sends a true answer as badly as the fault says. */
export async function sendBadly(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  fault: Misbehaviour | undefined,
): Promise<void> {
  if (fault === undefined || 'stream' in answer) return sendAnswer(request, response, answer);
  const bytes = Buffer.from(answer.body);
  if (fault.kind === 'drip') return drip(response, answer, bytes, fault);
  if (fault.kind === 'hang-in-body') {
    start(response, answer, undefined);
    response.write(bytes.subarray(0, fault.after));
    return undefined;
  }
  if (fault.kind === 'cut-in-body') {
    start(response, answer, fault.framing === 'length' ? bytes.length : undefined);
    response.write(bytes.subarray(0, fault.after), () => response.socket?.end());
    return undefined;
  }
  return sendAnswer(request, response, answer);
}

function start(response: ServerResponse, answer: TextAnswer, length: number | undefined): void {
  response.statusCode = answer.status;
  setHeaders(response, answer);
  if (length !== undefined) response.setHeader('content-length', length);
  response.flushHeaders();
}

async function drip(
  response: ServerResponse,
  answer: TextAnswer,
  bytes: Buffer,
  { bytes: size, every }: Extract<Misbehaviour, { kind: 'drip' }>,
): Promise<void> {
  start(response, answer, undefined);
  for (let at = 0; at < bytes.length && !response.destroyed; at += size) {
    response.write(bytes.subarray(at, at + size));
    await pause(every);
  }
  response.end();
}

/** A list that goes on and on. */
export async function sendHuge(response: ServerResponse, bytes: number): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[');
  const item = Buffer.from(`{"metadata":{"name":"${'x'.repeat(32 * 1024)}"}},`);
  for (let sent = 0; sent < bytes && !response.destroyed; sent += item.length) {
    if (!response.write(item)) await drained(response);
  }
  response.end();
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    // A server that was closed meanwhile is not to be kept alive by it.
    setTimeout(resolve, milliseconds).unref();
  });
}
