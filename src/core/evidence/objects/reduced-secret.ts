import type {
  DroppedField,
  LoginFault,
  RegistryEntryEvidence,
  TokenKind,
} from '../credentials/registry-entry.ts';
import type { Observed } from '../observed.ts';
import { countOf, known, objectOf, objectsOf, textOf, textsOf, type JsonObject } from './json-value.ts';
import type { ObjectMeta } from './parse-object-meta.ts';
import type { SecretEvidence } from './secret.ts';

/** The field in which `collect` keeps what was read of a secret, in place of its data. */
export const REDUCED = 'reduced';

/** Reads a secret that was saved without its data; undefined for any other. Total. */
export function parseReducedSecret(secret: JsonObject, meta: ObjectMeta): SecretEvidence | undefined {
  if (secret[REDUCED] === undefined || secret['data'] !== undefined) return undefined;
  const reduced = objectOf(secret[REDUCED]);
  return {
    namespace: meta.namespace,
    name: meta.name,
    uid: meta.uid,
    type: textOf(secret['type']),
    dataKeys: textsOf(reduced['dataKeys']),
    entries: parseEntries(objectOf(reduced['entries'])),
    ...known({
      createdAt: meta.createdAt,
      writtenAt: countOf(reduced['writtenAt']),
      malformed: textOf(reduced['malformed']) || undefined,
    }),
  };
}

function parseEntries(entries: JsonObject): SecretEvidence['entries'] {
  if (entries['seen'] === true) return { seen: true, value: objectsOf(entries['value']).map(parseEntry) };
  const blind = objectOf(entries['blind']);
  const unseen: Observed<never> = {
    seen: false,
    blind: { what: textOf(blind['what']), why: textOf(blind['why']) || 'its data was not saved' },
  };
  return unseen;
}

function parseEntry(entry: JsonObject): RegistryEntryEvidence {
  return {
    key: textOf(entry['key']),
    passwordLength: countOf(entry['passwordLength']) ?? 0,
    empty: entry['empty'] === true,
    dropped: textsOf(entry['dropped']).filter((word) => isOf(DROPPED_FIELDS, word)),
    faults: textsOf(entry['faults']).filter((word) => isOf(LOGIN_FAULTS, word)),
    ...known({
      user: textOf(entry['user']) || undefined,
      kind: [textOf(entry['kind'])].find((word) => isOf(TOKEN_KINDS, word)),
      issuedAt: countOf(entry['issuedAt']),
      expiresAt: countOf(entry['expiresAt']),
      lifetime: countOf(entry['lifetime']),
    }),
  };
}

function isOf<Word extends string>(words: Readonly<Record<Word, true>>, word: string): word is Word {
  return Object.hasOwn(words, word);
}

// Records, so that a word more does not compile until it is read here.
const DROPPED_FIELDS: Readonly<Record<DroppedField, true>> = {
  identitytoken: true,
  registrytoken: true,
  credsStore: true,
  credHelpers: true,
};
const LOGIN_FAULTS: Readonly<Record<LoginFault, true>> = {
  'trailing-newline': true,
  'surrounding-space': true,
  quotes: true,
  'double-base64': true,
  placeholder: true,
  'not-a-json-key': true,
  'not-utf8': true,
  'no-user': true,
  'no-password': true,
  'auth-not-base64': true,
  'auth-without-colon': true,
  'wrong-json-type': true,
};
const TOKEN_KINDS: Readonly<Record<TokenKind, true>> = {
  ecr: true,
  'gcr-json-key': true,
  'gcr-oauth2': true,
  'acr-refresh': true,
  jwt: true,
  pat: true,
  'ci-job': true,
};
