/** What one pull secret says to an image, in a sentence without any of its values. */
import type { LoginFault, TokenKind } from '../../evidence/credentials/registry-entry.ts';
import type { Instant } from '../../evidence/observed.ts';
import { registryKeysOf, type SecretEvidence } from '../../evidence/objects/secret.ts';
import { spanText } from '../clock-time.ts';
import type { ImageName } from '../image-name.ts';
import { isRead, matchedEntries, type MatchedEntry } from '../pulls/matched-entries.ts';
import { nearestKey, type KeyDifference } from '../pulls/nearest-key.ts';

/**
 * @param at when the attempt failed
 * @returns one sentence: what is wrong with it if that is to be seen, else what it is for
 */
export function secretFact(secret: SecretEvidence, image: ImageName, at: Instant): string {
  const title = `secret ${secret.namespace}/${secret.name}`;
  if (secret.malformed !== undefined) {
    return `${title} cannot be parsed, and spoils all pull secrets of the pod: ${secret.malformed}`;
  }
  const matched = matchedEntries([secret], image);
  const problems = matched.flatMap((entry) => entryProblem(entry, at) ?? []);
  const [problem] = problems;
  if (problem !== undefined) return `${title} ${problem}${laterWritten(secret, at)}`;
  const keys = registryKeysOf(secret);
  const near = matched.length === 0 && isRead(secret) ? nearestKey(keys, image) : undefined;
  if (near !== undefined) {
    return `${title} has an entry for ${near.key}, not for ${subjectOf(image, near.difference)}${DIFFERENCE_WORDS[near.difference]}`;
  }
  const type = secret.type === '' ? 'exists; its content was not looked at' : `has type ${secret.type}`;
  if (!secret.entries.seen) return `${title} ${type}`;
  const named = keys.length === 0 ? 'names no registry' : `names ${keys.slice(0, MOST_KEYS).join(', ')}`;
  return `${title} ${type} and ${named}; the image is on ${image.host}${laterWritten(secret, at)}`;
}

const MOST_KEYS = 5;

function laterWritten({ writtenAt }: SecretEvidence, at: Instant): string {
  return writtenAt !== undefined && writtenAt > at
    ? `; it was written ${spanText(writtenAt - at)} after this attempt, so that the next one reads another content`
    : '';
}

function subjectOf(image: ImageName, difference: KeyDifference): string {
  return difference === 'path' ? image.repository : image.host;
}

const DIFFERENCE_WORDS: Readonly<Record<KeyDifference, string>> = {
  path: '',
  framing: ': white space, quotes or the scheme in the key keep it from being a host',
  'hub-name':
    ': for Docker Hub the kubelet takes docker.io, index.docker.io and https://index.docker.io/v1/ only',
  case: ': upper and lower case count',
  port: ': the port must be the same, or in neither',
  wildcard: ': a star stands for one part of a host only',
  spelling: '',
};

function entryProblem(entry: MatchedEntry, at: Instant): string | undefined {
  const { key, faults } = entry;
  if (entry.empty) return `has an entry for ${key} without user and password${droppedWords(entry)}`;
  const [fault] = faults;
  if (fault !== undefined) return `has an entry for ${key}${loginWords(entry)}, and ${FAULT_WORDS[fault]}`;
  const age = ageWords(entry, at);
  return age === undefined ? undefined : `has an entry for ${key}${loginWords(entry)}, and ${age}`;
}

function droppedWords({ dropped }: MatchedEntry): string {
  if (dropped.includes('credsStore') || dropped.includes('credHelpers')) {
    return ': those are in the credential store of the machine it was copied from';
  }
  return dropped.length === 0 ? '' : `: of its ${dropped.join(' and ')} the kubelet reads nothing`;
}

/** What may be shown of a login. */
function loginWords({ user, passwordLength }: MatchedEntry): string {
  const length = `a password of ${passwordLength} characters`;
  return user === undefined ? ` with ${length}` : ` with user ${user} and ${length}`;
}

const FAULT_WORDS: Readonly<Record<LoginFault, string>> = {
  'trailing-newline': 'the password ends in a line break',
  'surrounding-space': 'user or password begin or end with white space',
  quotes: 'the password is in quotes',
  'double-base64': 'the password is base64 of a text, once too often',
  placeholder: 'the password is a placeholder that was never filled in',
  'not-a-json-key': 'the password is not the JSON key that this user calls for',
  'not-utf8': 'user or password are not UTF-8',
  'no-user': 'there is no user, without which runtimes send nothing',
  'no-password': 'there is no password',
  'auth-not-base64': 'its auth is not base64',
  'auth-without-colon': 'its auth is base64, but not of user:password',
  'wrong-json-type': 'a field of it is of the wrong type',
};

const KIND_WORDS: Readonly<Record<TokenKind, string>> = {
  ecr: "ECR's token",
  'gcr-json-key': 'the JSON key',
  'gcr-oauth2': "Google's access token",
  'acr-refresh': "ACR's token",
  jwt: 'the token',
  pat: 'the access token',
  'ci-job': 'the token of a CI job',
};

/** Only what bears on the attempt: a token that is past its time, or may be. */
function ageWords({ kind, expiresAt, lifetime, secret }: MatchedEntry, at: Instant): string | undefined {
  if (kind === undefined) return undefined;
  if (kind === 'ci-job') return `${KIND_WORDS[kind]} is void when the job is done`;
  if (expiresAt !== undefined) {
    return expiresAt <= at ? `${KIND_WORDS[kind]} had run out ${spanText(at - expiresAt)} before` : undefined;
  }
  const age = secret.createdAt === undefined || lifetime === undefined ? undefined : at - secret.createdAt;
  return age === undefined || lifetime === undefined || age < lifetime
    ? undefined
    : `${KIND_WORDS[kind]} lasts ${spanText(lifetime)}: the secret was made ${spanText(age)} before`;
}
