import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Answer, TextAnswer } from './answer.ts';

/** k8s.io/apiserver compresses from here on, at the fastest level. */
const GZIP_FROM = 128 * 1024;
/** Shorter ones have a content-length, longer ones come in chunks. */
const CHUNKED_FROM = 4096;
const CHUNK = 64 * 1024;

/** Sends an answer as the real server does; settles when it is on its way or its stream is over. */
export async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
): Promise<void> {
  if ('stream' in answer) return sendStream(response, answer);
  const gzip = answer.body.length > GZIP_FROM && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  const bytes = gzip ? gzipSync(answer.body, { level: 1 }) : Buffer.from(answer.body);
  response.statusCode = answer.status;
  setHeaders(response, answer);
  if (gzip) {
    response.setHeader('content-encoding', 'gzip');
    response.setHeader('vary', 'Accept-Encoding');
  }
  if (bytes.length < CHUNKED_FROM || request.method === 'HEAD')
    response.setHeader('content-length', bytes.length);
  if (request.method !== 'HEAD') await writeAll(response, bytes);
  await ended(response);
}

async function writeAll(response: ServerResponse, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length && !response.destroyed; at += CHUNK) {
    if (!response.write(bytes.subarray(at, at + CHUNK))) await drained(response);
  }
}

export function setHeaders(response: ServerResponse, answer: TextAnswer): void {
  response.setHeader('content-type', answer.contentType);
  response.setHeader('cache-control', 'no-cache, private');
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
}

function sendStream(response: ServerResponse, answer: Exclude<Answer, TextAnswer>): Promise<void> {
  return new Promise((resolve) => {
    response.writeHead(200, { 'content-type': answer.contentType, 'cache-control': 'no-cache, private' });
    response.flushHeaders();
    const stop = answer.stream(response);
    response.once('close', () => {
      stop();
      resolve();
    });
  });
}

function ended(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once('close', () => resolve());
    response.end(() => resolve());
  });
}

/** Waits until more can be written, or the client is gone. */
export function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      response.off('drain', go);
      response.off('close', go);
      resolve();
    };
    response.once('drain', go);
    response.once('close', go);
  });
}
