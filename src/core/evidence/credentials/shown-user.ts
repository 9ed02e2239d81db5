import { isToken } from './token-facts.ts';

const LONGEST_USER = 128;

/**
 * A user name as it may be shown; undefined where it may be a secret. Some registries take the token for a user
 * name, and people put the one where the other belongs.
 */
export function shownUser(user: string, password: string): string | undefined {
  if (user === '' || user.length > LONGEST_USER || isToken(user) || isRandom(user)) return undefined;
  return user === password ? undefined : user;
}

/** Base64 or hexadecimal of some length, which no name is. */
function isRandom(text: string): boolean {
  if (/^[0-9a-f]{32,}$/iu.test(text)) return true;
  if (!/^[A-Za-z0-9+/=]{20,}$/u.test(text)) return false;
  return /[0-9]/u.test(text) && /[A-Z]/u.test(text) && /[a-z]/u.test(text);
}
