import { UserError } from '../../files/user-error.ts';
import type { KubeUser } from './kubeconfig.ts';

/**
 * The headers by which a user asks to be treated as another one: `--as` and the like (client-go's
 * transport/round_trippers.go). Throws a UserError when groups are asked for without a user, as kubectl does.
 */
export function impersonationHeaders(user: KubeUser): Readonly<Record<string, string | string[]>> {
  const extra = Object.entries(user.asUserExtra);
  if (user.as === '') {
    const asked = user.asUid !== '' || user.asGroups.length > 0 || extra.length > 0;
    if (asked) throw new UserError('to impersonate a group or a UID, name a user too: --as USER');
    return {};
  }
  return {
    'Impersonate-User': headerValue(user.as),
    ...(user.asUid !== '' && { 'Impersonate-Uid': headerValue(user.asUid) }),
    ...(user.asGroups.length > 0 && { 'Impersonate-Group': user.asGroups.map(headerValue) }),
    ...Object.fromEntries(
      extra.map(([name, values]) => [`Impersonate-Extra-${headerKey(name)}`, values.map(headerValue)]),
    ),
  };
}

/** UTF-8, one byte a character, as Node wants headers; what would end a header is refused. */
function headerValue(text: string): string {
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(text)) {
    throw new UserError('a name to be impersonated holds a control character');
  }
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** Keys are percent-encoded but for what a header's name may hold; the API server takes them lower-cased. */
function headerKey(name: string): string {
  const bytes = [...Buffer.from(name.toLowerCase(), 'utf8')];
  return bytes.map((byte) => (isTokenByte(byte) ? String.fromCodePoint(byte) : hex(byte))).join('');
}

function hex(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

function isTokenByte(byte: number): boolean {
  return /[A-Za-z0-9!#$&'*+.^_`|~-]/.test(String.fromCodePoint(byte));
}
