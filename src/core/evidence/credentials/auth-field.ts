import { decodeBase64 } from '../objects/base64.ts';

/**
 * Decodes the `auth` field of a docker config (decodeDockerConfigFieldAuth of pkg/credentialprovider/config.go):
 * base64 that ends with padding must have all of it, base64 that does not must have none.
 *
 * @returns the text, `user:password` if all is well; undefined when it is not base64
 */
export function decodeAuthField(field: string): string | undefined {
  return decodeBase64(field, field.trim().endsWith('=') ? 'obligatory' : 'forbidden');
}
