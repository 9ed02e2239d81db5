import { textOf } from '../../../core/evidence/objects/json-value.ts';
import { fieldOf } from '../api-object.ts';
import { badRequest } from '../status.ts';

/** Where a list goes on: k8s.io/apiserver/pkg/storage/continue.go. */
export interface ContinueToken {
  /** -1: whatever is newest, since the first page's revision is gone. */
  readonly revision: number;
  /** Key relative to the list's prefix. */
  readonly start: string;
}

const VERSION = 'meta.k8s.io/v1';

export function encodeContinue({ revision, start }: ContinueToken): string {
  return Buffer.from(JSON.stringify({ v: VERSION, rv: revision, start })).toString('base64url');
}

/** Reads a token; a wrong one is the 400 of the real server. */
export function decodeContinue(text: string): ContinueToken {
  const value = json(text);
  const revision = fieldOf(value, 'rv');
  const start = fieldOf(value, 'start');
  if (fieldOf(value, 'v') !== VERSION)
    throw wrong(`server does not recognize this encoded version ${textOf(fieldOf(value, 'v'))}`);
  if (typeof revision !== 'number' || revision === 0)
    throw wrong(`incorrect encoded start resourceVersion (version ${VERSION})`);
  if (typeof start !== 'string' || start === '') throw wrong(`encoded start key empty (version ${VERSION})`);
  return { revision, start };
}

function json(text: string): unknown {
  const decoded = Buffer.from(text, 'base64url').toString('latin1');
  try {
    return JSON.parse(decoded) as unknown;
  } catch {
    const first = decoded.charAt(0);
    throw wrong(
      first === '{'
        ? 'unexpected end of JSON input'
        : `invalid character '${first}' looking for beginning of value`,
    );
  }
}

function wrong(why: string): Error {
  return badRequest(`invalid continue token: continue key is not valid: ${why}`);
}
