import type { JsonObject } from '../../evidence/objects/json-value.ts';
import { parseSecret } from '../../evidence/objects/parse-secret.ts';
import { REDUCED } from '../../evidence/objects/reduced-secret.ts';

/**
 * A core/v1 Secret without its data: its type and, in a field of our own that its reader knows again, the
 * evidence that is kept of it: keys, registries, users, how long a password is and when it ends.
 */
export function scrubSecret(json: unknown): JsonObject {
  const secret = parseSecret(json);
  if (secret === undefined) return {};
  const { type, dataKeys, entries, malformed, writtenAt } = secret;
  return {
    ...(type !== '' && { type }),
    [REDUCED]: {
      dataKeys,
      entries,
      ...(malformed !== undefined && { malformed }),
      ...(writtenAt !== undefined && { writtenAt }),
    },
  };
}
