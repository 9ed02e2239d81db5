import { configFaultWords } from '../credentials/config-words.ts';
import { describeEntries } from '../credentials/describe-entry.ts';
import { readDockerConfig } from '../credentials/docker-config.ts';
import { CONFIG_FORMS, formOfType, secretContent, type ConfigForm } from '../credentials/secret-content.ts';
import type { Instant, Observed } from '../observed.ts';
import { parseInstant } from './instant.ts';
import { known, objectOf, objectsOf, textOf, type JsonObject } from './json-value.ts';
import { parseObjectMeta } from './parse-object-meta.ts';
import { parseReducedSecret } from './reduced-secret.ts';
import type { SecretEvidence } from './secret.ts';

/**
 * Reads a core/v1 Secret down to what may be kept: names, type, keys of its data, and how the entries of its docker
 * config look. Values are decoded only to see that and dropped at once.
 * In: the parsed JSON. Out: undefined without a name.
 */
export function parseSecret(json: unknown): SecretEvidence | undefined {
  const secret = objectOf(json);
  const meta = parseObjectMeta(secret);
  if (meta === undefined) return undefined;
  const reduced = parseReducedSecret(secret, meta);
  if (reduced !== undefined) return reduced;
  const type = textOf(secret['type']) || (isBare(secret) ? '' : 'Opaque');
  const writtenAt = dataWrittenAt(objectOf(secret['metadata']));
  const keys = [secret['data'], secret['stringData']].flatMap((part) => Object.keys(objectOf(part)));
  return {
    namespace: meta.namespace,
    name: meta.name,
    uid: meta.uid,
    type,
    dataKeys: [...new Set(keys)],
    ...readContent(`registries of secret ${meta.namespace}/${meta.name}`, type, secret, writtenAt),
    ...known({ createdAt: meta.createdAt, writtenAt }),
  };
}

type Content = Pick<SecretEvidence, 'entries' | 'malformed'>;

function readContent(
  what: string,
  type: string,
  secret: JsonObject,
  writtenAt: Instant | undefined,
): Content {
  const unseen = (why: string): Observed<never> => ({ seen: false, blind: { what, why } });
  if (isBare(secret)) {
    return { entries: unseen('its data was not saved') };
  }
  const config = formIn(type, secret);
  // Without a docker config there is no registry in it, whatever else the secret holds.
  if (config === undefined) return { entries: { seen: true, value: [] } };
  const content = secretContent(secret, config.key);
  if (content.is !== 'text') {
    const left = content.is === 'not-base64' ? 'is not base64' : 'was left out when the secret was saved';
    return { entries: unseen(`${config.key} ${left}`) };
  }
  const read = readDockerConfig(content.text, config.form);
  const { fault } = read;
  const malformed = fault === undefined || config.type !== type ? undefined : configFaultWords(fault);
  const entries: Content['entries'] =
    fault?.is === 'not-json' || fault?.is === 'not-an-object'
      ? unseen(`${config.key} is not a JSON object`)
      : { seen: true, value: describeEntries(read, writtenAt) };
  return { entries, ...known({ malformed }) };
}

/** Only its metadata: the API answers so where that was asked for, and leaves the type out too. */
function isBare(secret: JsonObject): boolean {
  return secret['data'] === undefined && secret['stringData'] === undefined;
}

/** The form that the type calls for, if it is there; else whichever is. */
function formIn(type: string, secret: JsonObject): ConfigForm | undefined {
  const isThere = ({ key }: ConfigForm): boolean => secretContent(secret, key).is !== 'absent';
  const called = formOfType(type);
  return called !== undefined && isThere(called) ? called : CONFIG_FORMS.find(isThere);
}

/** Times of `managedFields` are of the last change to any field of that manager: at or after that of the data. */
function dataWrittenAt(metadata: JsonObject): Instant | undefined {
  const times = objectsOf(metadata['managedFields']).flatMap(({ fieldsV1, time }) => {
    const fields = objectOf(fieldsV1);
    const data = fields['f:data'] !== undefined || fields['f:stringData'] !== undefined;
    return data ? (parseInstant(time) ?? []) : [];
  });
  return times.length === 0 ? undefined : Math.max(...times);
}
