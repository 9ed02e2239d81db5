import { FAINT, PLAIN, sayFault, sayRequest } from '../attempt-draft.ts';
import type { AttemptDraft } from '../attempt-draft.ts';
import { isRegistryOf } from '../message-host.ts';
import type { RegistryCode } from '../message-reading.ts';
import type { PhraseMatch, Reading } from '../phrase.ts';
import { clause, decisive, phrase } from '../phrase.ts';
import type { Form, PhraseTable } from '../phrase-table.ts';
import { alike } from '../phrase-table.ts';

/**
 * Requests and answers as Go's net/http, containerd's and containers/image's clients print them,
 * and the error codes of the distribution spec in the spellings registries and clients use.
 */

/** The phrase that belongs to a status, read with it: it is not the server's own word. */
const STATUS_PHRASE =
  /[ \n](?:Bad Request|Unauthorized|Forbidden|Not Found|Method Not Allowed|Gone|Precondition Failed|Too Many Requests|Internal Server Error|Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out)(?![\w:])/iy;

export function sayStatus(reading: Reading, match: PhraseMatch): number {
  return status(reading, match[1] ?? '', match.index + match[0].length);
}

/** Says a status that ends at `end`; answers where reading goes on. */
function status({ draft, text }: Reading, digits: string, end: number): number {
  STATUS_PHRASE.lastIndex = end;
  const after = end + (STATUS_PHRASE.exec(text)?.[0].length ?? 0);
  if (draft.muted) return after;
  const number = Number(digits);
  draft.status = number;
  draft.wordsFrom ??= after;
  sayFault(draft, { kind: 'status', status: number, page: false }, PLAIN);
  return after;
}

const URL = '"?(https?://[^"\\s]{1,2000})"?';

/** containerd 1.6 names the host that it asked and no URL: another than the image's is a mirror. */
function asked(draft: AttemptDraft, host: string): void {
  if (draft.muted) return;
  draft.host = host;
  if (draft.image !== undefined && !isRegistryOf(host, draft.image)) {
    draft.role = 'mirror';
    draft.throughMirror = true;
  }
}

const STATUSES: PhraseTable = {
  unexpected: () =>
    phrase(
      `unexpected (?:HTTP |HEAD |GET )?status(?: code)?(?: from (\\w{3,7}) request to)? ${URL}:? (\\d{3})`,
      (reading, match) => {
        sayRequest(reading.draft, match[1] ?? '', (match[2] ?? '').replace(/:$/u, ''));
        return status(reading, match[3] ?? '', match.index + match[0].length);
      },
    ),
  'received unexpected': () =>
    phrase(
      '(?:received )?unexpected (?:HTTP )?status(?: code)?(?: \\[[^\\]\\n]{0,300}\\])?:? (\\d{3})',
      sayStatus,
    ),
  pulling: () =>
    phrase(
      'pulling from host (\\S{1,300}) failed with (?:unexpected )?status code(?: \\[[^\\]\\n]{0,300}\\])?:? (\\d{3})',
      (reading, match) => {
        asked(reading.draft, match[1] ?? '');
        return status(reading, match[2] ?? '', match.index + match[0].length);
      },
    ),
  error: () => phrase('error parsing HTTP (\\d{3}) response body', sayStatus),
  // Older containers/image and moby: the number, its phrase in brackets.
  'invalid unexpected response': () =>
    phrase(
      '(?:invalid status code returned when fetching (?:blob|tags list)|unexpected http code:?|response code) (\\d{3})(?: \\([\\w -]{0,60}\\))?',
      sayStatus,
    ),
  failed: () => phrase('failed with status: (\\d{3})', sayStatus),
  status: () => phrase('status (\\d{3}) \\([\\w -]{1,60}\\)', sayStatus),
  response: () => phrase('response status code (\\d{3})', sayStatus),
  '400 401 403 404 410 412 429 500 502 503 504': () =>
    clause(
      '(\\d{3}) (?:Bad Request|Unauthorized|Forbidden|Not Found|Gone|Precondition Failed|Too Many Requests|Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)',
      sayStatus,
    ),
};

/** The whole rest of the text (or of what is quoted) is a few words that open with a capital. */
const CAPITAL_WORDS =
  /:?[ \n]?(?!Unauthorized|Not Authorized|(?:Get|Head|Post|Put)\b)([A-Z]{1,4}[a-z]\w{0,40}(?:[ -][A-Za-z]{1,40}){0,5})\.?(?=$|["'\n)\];]| ["'(|]|: exit status)/uy;

/**
 * Go words the refusal of a proxy as the status phrase alone (`Get "https://h/v2/": Bad Gateway`);
 * its own errors open in lower case, a registry's answer has a number.
 */
function sayBarePhrase(reading: Reading, end: number): void {
  CAPITAL_WORDS.lastIndex = end;
  const words = CAPITAL_WORDS.exec(reading.text)?.[1];
  if (words !== undefined) sayFault(reading.draft, { kind: 'bare-phrase', phrase: words }, PLAIN);
}

const REQUESTS: PhraseTable = {
  'get head post put': () =>
    phrase(`(get|head|post|put) ${URL}`, (reading, match) => {
      sayRequest(reading.draft, (match[1] ?? '').toUpperCase(), (match[2] ?? '').replace(/:$/u, ''));
      sayBarePhrase(reading, match.index + match[0].length);
    }),
  'get head post': () =>
    phrase(
      '(get|head|post) (?:"?(?:https?: ?/[^"\\s]{1,600})|"[\\w.-]{1,253}(?::\\d{1,5})?/[^"\\s]{1,600})"?',
      (reading, match) => {
        if (!reading.draft.muted) reading.draft.method = (match[1] ?? '').toUpperCase();
        sayBarePhrase(reading, match.index + match[0].length);
      },
    ),
  server: () =>
    phrase('Server message', ({ draft }, match) => {
      draft.wordsFrom = match.index + match[0].length + 1;
    }),
};

/** A status phrase with no number where an answer should stand: no registry speaks like that. */
const BARE: PhraseTable = {
  'authenticationrequired proxyauthenticationrequired forbidden authorizedonly bad service gateway proxy method internal':
    () =>
      clause(
        '(Forbidden|AuthorizedOnly|Bad Gateway|Service Unavailable|Gateway Timeout|Proxy Error|Method Not Allowed|Bad Request|Internal Server Error|(?:proxy)?authenticationrequired)',
        ({ draft }, match) => {
          if (draft.url === undefined && draft.method === undefined) return;
          sayFault(draft, { kind: 'bare-phrase', phrase: match[1] ?? '' }, FAINT);
        },
      ),
};

function sayCode(draft: AttemptDraft, code: RegistryCode, from: number): void {
  if (draft.muted) return;
  draft.code ??= code;
  draft.wordsFrom ??= from;
  sayFault(draft, { kind: 'registry-error', code }, PLAIN);
}

/** Spellings of the codes: Go clients lower them and blank the underscores. */
const CODE_SPELLINGS: Readonly<Partial<Record<RegistryCode, readonly Form[]>>> = {
  DENIED: ['denied'],
  UNAUTHORIZED: ['unauthorized', 'unauthenticated'],
  TOOMANYREQUESTS: [
    'toomanyrequests',
    ['too too_many_request too_many_requests', 'too[_ ]many[_ ]requests?'],
  ],
  MANIFEST_UNKNOWN: [['manifest manifest_unknown', 'manifest[_ ]unknown']],
  NAME_UNKNOWN: [['name name_unknown', 'name[_ ]unknown']],
  NAME_INVALID: [['name name_invalid', 'name[_ ]invalid']],
  MANIFEST_INVALID: [['manifest manifest_invalid', 'manifest[_ ]invalid']],
  BLOB_UNKNOWN: [['blob blob_unknown', 'blob[_ ]unknown(?: to registry)?'], 'unknown blob'],
  TAG_EXPIRED: [['tag tag_expired', 'tag[_ ]expired']],
  NOT_FOUND: ['not_found'],
  UNSUPPORTED: ['unsupported'],
};

const SPELLED_CODES: readonly PhraseTable[] = (Object.keys(CODE_SPELLINGS) as RegistryCode[]).map((code) =>
  alike(CODE_SPELLINGS[code] ?? [], (form) =>
    clause(form, ({ draft }, match) => sayCode(draft, code, match.index + match[0].length + 1)),
  ),
);

const CODES: PhraseTable = {
  requested: () =>
    phrase('requested access to the resource is denied', ({ draft }, match) => {
      draft.wordsFrom ??= match.index;
      sayFault(draft, { kind: 'access-denied', server: 'denied' }, PLAIN);
    }),
  authentication: () =>
    phrase('authentication (?:is )?required', ({ draft }, match) =>
      sayCode(draft, 'UNAUTHORIZED', match.index),
    ),
  authorization: () =>
    phrase('authorization server did not include a token', ({ draft }, match) =>
      sayCode(draft, 'UNAUTHORIZED', match.index),
    ),
  access: () =>
    phrase('access to the requested resource is not authorized', ({ draft }, match) => {
      draft.wordsFrom ??= match.index;
      sayFault(draft, { kind: 'access-denied', server: 'denied' }, PLAIN);
    }),
  oci: () =>
    phrase(
      'OCI (?:index|manifest) found,? but accept header does not support',
      decisive({ kind: 'media-type', what: 'unknown' }, 'manifest'),
    ),
  unknown: () =>
    clause('unknown: not found', ({ draft }) =>
      sayFault(draft, { kind: 'not-found', what: 'reference' }, PLAIN),
    ),
  '404': () =>
    phrase('404 not found', ({ draft }) => {
      if (draft.muted) return;
      draft.status = 404;
      sayFault(draft, { kind: 'status', status: 404, page: false }, PLAIN);
    }),
  manifest: () =>
    phrase('manifest unknown', ({ draft }, match) =>
      sayCode(draft, 'MANIFEST_UNKNOWN', match.index + match[0].length + 1),
    ),
};

/** `https://…` that stands alone, in texts that lost the method. */
const LOOSE_URL: PhraseTable = {
  error: () =>
    phrase('error pinging v2 registry', ({ draft }) => {
      draft.step ??= 'ping';
    }),
};

export const HTTP_PHRASES: readonly PhraseTable[] = [
  STATUSES,
  REQUESTS,
  BARE,
  ...SPELLED_CODES,
  CODES,
  LOOSE_URL,
];
