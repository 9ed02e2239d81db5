import { spawn } from 'node:child_process';
import { Sealed } from '../../core/evidence/credentials/sealed.ts';
import { objectOf, textOf } from '../../core/evidence/objects/json-value.ts';
import type { OwnLogin } from './own-config.ts';

/** What a credential helper answered. `none`: it knows no login for the server. */
export type HelperAnswer =
  | { readonly kind: 'login'; readonly login: OwnLogin }
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly why: string };

export interface HelperLimits {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds. */
  readonly timeout: number;
}

const MOST_OUTPUT = 1024 * 1024;
const NAME = /^[A-Za-z0-9][\w.-]{0,99}$/u;
/** What helpers print when they have no login (docker-credential-helpers, credentials/error.go). */
const NOT_FOUND = 'credentials not found';

/**
 * Runs `docker-credential-NAME get` with the server on its standard input (the protocol of
 * docker-credential-helpers). What it prints is read and never told. Never rejects.
 */
export function askHelper(name: string, server: string, limits: HelperLimits): Promise<HelperAnswer> {
  const program = `docker-credential-${name}`;
  if (!NAME.test(name))
    return Promise.resolve({ kind: 'failed', why: 'the credential helper has a strange name' });
  return new Promise((resolve) => {
    const child = spawn(program, ['get'], { env: { ...limits.env }, stdio: ['pipe', 'pipe', 'ignore'] });
    const chunks: Buffer[] = [];
    let length = 0;
    const finish = (answer: HelperAnswer): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      child.stdout.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => {
      finish({ kind: 'failed', why: `${program} did not answer within ${limits.timeout / 1000} s` });
    }, limits.timeout);
    child.on('error', (error) =>
      finish({ kind: 'failed', why: `${program} cannot be run (${codeOf(error)})` }),
    );
    child.stdin.on('error', () => undefined);
    child.stdin.end(`${server}\n`);
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > MOST_OUTPUT) finish({ kind: 'failed', why: `${program} prints without end` });
    });
    child.on('close', (status) =>
      finish(readOutput(program, status, Buffer.concat(chunks).toString('utf8'))),
    );
  });
}

function readOutput(program: string, status: number | null, output: string): HelperAnswer {
  if (status !== 0) {
    return output.toLowerCase().includes(NOT_FOUND)
      ? { kind: 'none' }
      : { kind: 'failed', why: `${program} failed (exit status ${status ?? 'unknown'})` };
  }
  const answer = parseJson(output);
  if (answer === undefined) return { kind: 'failed', why: `${program} printed no login` };
  const fields = objectOf(answer);
  const username = textOf(fields['Username']);
  const secret = textOf(fields['Secret']);
  if (username === '' && secret === '') return { kind: 'none' };
  return { kind: 'login', login: { username, password: new Sealed(secret) } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : 'error';
}
