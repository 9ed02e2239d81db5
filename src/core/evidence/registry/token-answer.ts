import { decodeBase64 } from '../objects/base64.ts';
import { listOf, objectOf, objectsOf, textOf } from '../objects/json-value.ts';
import { plainWords } from './plain-words.ts';

/** What a token server gave. */
export interface TokenGrant {
  /** The token itself: for an Authorization header and nothing else. */
  readonly token: string;
  /** Seconds it is good for; 60 where nothing is said, as the token specification has it. */
  readonly lifetime: number;
  /**
   * What the token itself says it grants: `repository:shop/web:pull`; empty when it grants nothing, left
   * out when it does not tell (it is no JWT, or one without `access`).
   */
  readonly granted?: readonly string[];
}

const USUAL_LIFETIME = 60;
const LONGEST_TOKEN = 65_536;
const MOST_GRANTS = 16;

/**
 * Reads the answer of a token server (distribution's token and OAuth2 specifications).
 * Undefined when there is no token in it that could stand in a header.
 */
export function readTokenAnswer(json: unknown): TokenGrant | undefined {
  const fields = objectOf(json);
  const token = textOf(fields['token']) || textOf(fields['access_token']);
  // One printable word: anything else would break out of its header.
  if (token.length > LONGEST_TOKEN || !/^[\u0021-\u007e]+$/u.test(token)) return undefined;
  const seconds = fields['expires_in'];
  const lifetime = typeof seconds === 'number' && seconds > 0 ? seconds : USUAL_LIFETIME;
  const granted = readGranted(token);
  return { token, lifetime, ...(granted !== undefined && { granted }) };
}

/** The `access` claim of a JWT, as scopes. The signature is the registry's to check. */
function readGranted(token: string): readonly string[] | undefined {
  const [, payload = '', signature] = token.split('.', 4);
  if (signature === undefined) return undefined;
  const claims = objectOf(parseJson(decodeBase64(toStandard(payload)) ?? ''));
  if (!Array.isArray(claims['access'])) return claims['access'] === null ? [] : undefined;
  return objectsOf(claims['access'])
    .slice(0, MOST_GRANTS)
    .map(({ type, name, actions }) => {
      const verbs = listOf(actions).map(textOf).join(',');
      return plainWords(`${textOf(type)}:${textOf(name)}:${verbs}`);
    });
}

/** base64url without padding, as JWTs have it, in the standard alphabet. */
function toStandard(text: string): string {
  const standard = text.replaceAll('-', '+').replaceAll('_', '/');
  return standard.padEnd(Math.ceil(standard.length / 4) * 4, '=');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
