import { readFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { KeyPair } from '../cluster/certificates.ts';
import type { Content, OciImage } from './oci-image.ts';

/** Where to push, and as whom. */
export interface PushTarget {
  /** `https://registry.example.test`. */
  readonly origin: string;
  /** Address the name stands for: pushing does not depend on the lane's name server. */
  readonly address: string;
  /** PEM file of the authority that signed the registry's certificate. */
  readonly trusted: string;
  readonly authorization?: string;
  readonly client?: KeyPair;
}

interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly text: string;
}

function send(target: PushTarget, method: string, path: string, content?: Content): Promise<Answer> {
  const url = new URL(path, target.origin);
  const ask = url.protocol === 'http:' ? plainRequest : secureRequest;
  const options = {
    method,
    host: target.address,
    port: url.port === '' ? undefined : url.port,
    servername: url.hostname,
    path: `${url.pathname}${url.search}`,
    ca: readFileSync(target.trusted),
    ...(target.client === undefined
      ? {}
      : { cert: readFileSync(target.client.certificate), key: readFileSync(target.client.key) }),
    headers: {
      host: url.host,
      'content-length': content?.bytes.length ?? 0,
      ...(content === undefined ? {} : { 'content-type': content.mediaType }),
      ...(target.authorization === undefined ? {} : { authorization: target.authorization }),
    },
  };
  return new Promise((resolve, reject) => {
    const asked = ask(options, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (text += chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, location: answer.headers.location, text }),
      );
    });
    asked.on('error', reject);
    asked.end(content?.bytes);
  });
}

async function expect(status: number, what: string, asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked;
  if (answer.status !== status) throw new Error(`${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
  return answer;
}

async function pushBlob(target: PushTarget, repository: string, blob: Content): Promise<void> {
  const root = `/v2/${repository}/blobs`;
  const known = await send(target, 'HEAD', `${root}/${blob.digest}`);
  if (known.status === 200) return;
  const opened = await expect(202, `upload to ${repository}`, send(target, 'POST', `${root}/uploads/`));
  const place = new URL(opened.location ?? '', target.origin);
  place.searchParams.set('digest', blob.digest);
  const path = `${place.pathname}${place.search}`;
  const bytes = { ...blob, mediaType: 'application/octet-stream' };
  await expect(201, `blob of ${repository}`, send(target, 'PUT', path, bytes));
}

/** Pushes an image by the OCI distribution protocol: blobs, then children, then the manifest. */
export async function pushImage(
  target: PushTarget,
  repository: string,
  reference: string,
  image: OciImage,
): Promise<void> {
  for (const blob of image.blobs) await pushBlob(target, repository, blob);
  for (const child of image.children) await pushImage(target, repository, child.manifest.digest, child);
  const path = `/v2/${repository}/manifests/${reference}`;
  await expect(201, `manifest ${repository}:${reference}`, send(target, 'PUT', path, image.manifest));
}
