import { parseTypeMeta, type TypeMeta } from '../../evidence/objects/cluster-object.ts';
import { objectOf, type JsonObject } from '../../evidence/objects/json-value.ts';
import { mapTexts } from '../map-texts.ts';
import { META, shapeOf } from './object-shapes.ts';
import { pick } from './pick.ts';
import { scrubSecret } from './scrub-secret.ts';
import { scrubText } from './scrub-text.ts';

/**
 * What may leave the cluster of an object: the fields that a diagnosis reads, and no others. Environment,
 * arguments, commands, volumes, annotations and managed fields stay behind; of a secret, its type and whom it
 * is for. Texts that programs wrote keep no user, password or query of a URL, and no token.
 *
 * In: the object as the API gave it, and its type where an item of a list does not say it. Out: undefined
 * for what is no object.
 */
export function scrubObject(json: unknown, list?: TypeMeta): JsonObject | undefined {
  const object = objectOf(json);
  const type = parseTypeMeta(json, list);
  const metadata = pick(META, object['metadata']);
  if (type.kind === '' || metadata === undefined) return undefined;
  const kept = type.kind === 'Secret' ? scrubSecret(json) : objectOf(pick(shapeOf(type.kind), object));
  return mapTexts<JsonObject>({ ...type, metadata, ...kept }, scrubText);
}
