import { DECISIVE, PLAIN, sayFault } from '../attempt-draft.ts';
import type { PhraseMatch, Reading } from '../phrase.ts';
import { decisive, phrase, plain } from '../phrase.ts';
import type { PhraseTable } from '../phrase-table.ts';
import { alike } from '../phrase-table.ts';

/** crypto/tls and crypto/x509 errors, and plain HTTP spoken where TLS was expected or the reverse. */

const CLOCK = '(?:: current time (\\S{1,40}) is (before|after) (\\S{1,40}))?';

function expired({ draft }: Reading, match: PhraseMatch): void {
  const { 1: now, 2: relation, 3: bound } = match;
  const clock =
    now === undefined || bound === undefined
      ? {}
      : {
          clock: {
            now,
            bound: bound.replace(/[;,."')]+$/u, ''),
            relation: relation === 'before' ? ('before' as const) : ('after' as const),
          },
        };
  sayFault(draft, { kind: 'tls', what: 'expired', detail: match[0], ...clock }, DECISIVE);
}

function hostname({ draft }: Reading, match: PhraseMatch): void {
  sayFault(draft, { kind: 'tls', what: 'hostname', detail: match[0] }, DECISIVE);
}

const UNTRUSTED: PhraseTable = alike(
  [
    'certificate signed by unknown authority',
    'certificate is not trusted',
    'certificate is not authorized to sign',
    'certificate is not standards compliant',
    'certificate specifies an incompatible key usage',
    ['self self-signed', 'self[- ]signed certificate'],
    'unable to get local issuer certificate',
    'parent certificate cannot sign',
    'cannot verify signature: insecure algorithm',
    'too many intermediates',
    'failed to load system roots',
  ],
  (form) => phrase(form, decisive({ kind: 'tls', what: 'untrusted', detail: form })),
);

const CERTIFICATES: PhraseTable = {
  certificate: () => [
    // The words of Apple's verifier: “host” certificate is expired.
    phrase('certificate is expired', expired),
    phrase('certificate name does not match input', hostname),
    phrase(`certificate has expired or is not yet valid${CLOCK}`, expired),
    phrase('certificate has expired', expired),
    phrase('certificate is valid for [^:\\n]{0,400}?not (\\S{1,300})', hostname),
    phrase('certificate is valid for', hostname),
    phrase('certificate relies on legacy Common Name', hostname),
    phrase('certificate is not valid for any names', hostname),
  ],
  cannot: () =>
    phrase("cannot validate certificate for (\\S{1,300}) because it doesn'?t contain any IP SANs", hostname),
  pkix: () =>
    phrase(
      'PKIX path building failed',
      decisive({ kind: 'tls', what: 'untrusted', detail: 'PKIX path building failed' }),
    ),
  x509: () => phrase('x509(?=:| key pair)', plain({ kind: 'tls', what: 'untrusted', detail: 'x509' })),
  failed: () =>
    phrase(
      'failed to verify certificate',
      plain({ kind: 'tls', what: 'untrusted', detail: 'failed to verify certificate' }),
    ),
};

const ALERTS: PhraseTable = {
  remote: () => [
    ...[
      'bad certificate',
      'certificate required',
      'unknown certificate authority',
      'unknown certificate',
    ].map((alert) =>
      phrase(
        `remote error: tls: ${alert}`,
        decisive({ kind: 'tls', what: 'client-certificate', detail: alert }),
      ),
    ),
    phrase('remote error: tls: ([\\w\\s]{1,60})', ({ draft }, match) =>
      sayFault(draft, { kind: 'tls', what: 'alert', detail: match[1] ?? '' }, PLAIN),
    ),
  ],
  no: () =>
    phrase(
      'No required SSL certifica',
      decisive({ kind: 'tls', what: 'client-certificate', detail: 'No required SSL certificate was sent' }),
    ),
  server: () =>
    phrase(
      'server selected unsupported protocol version',
      plain({ kind: 'tls', what: 'alert', detail: 'protocol version' }),
    ),
  'no protocol': () =>
    phrase(
      '(?:no mutually supported protocol versions|protocol version not supported)',
      plain({ kind: 'tls', what: 'alert', detail: 'protocol version' }),
    ),
};

const SCHEMES: PhraseTable = {
  server: () =>
    phrase('server gave HTTP response to HTTPS client', decisive({ kind: 'scheme', served: 'http' })),
  // The bytes of a TLS alert where an HTTP answer should begin.
  malformed: () =>
    phrase(
      'malformed HTTP response "?\\\\{1,8}x15\\\\{1,8}x03',
      decisive({ kind: 'scheme', served: 'https' }),
    ),
  first: () =>
    phrase('first record does not look like a TLS handshake', decisive({ kind: 'scheme', served: 'http' })),
  oversized: () => [
    // 20527 is "P/", of "HTTP/1.1", where a TLS record has its length (crypto/tls before Go 1.12).
    phrase('oversized record received with length 20527', decisive({ kind: 'scheme', served: 'http' })),
    phrase('oversized record received', plain({ kind: 'broken', what: 'altered' })),
  ],
  client: () =>
    phrase('client sent an HTTP request to an HTTPS server', decisive({ kind: 'scheme', served: 'https' })),
  plain: () =>
    phrase('plain HTTP request was sent to HTTPS port', decisive({ kind: 'scheme', served: 'https' })),
};

export const TLS_PHRASES: readonly PhraseTable[] = [UNTRUSTED, CERTIFICATES, ALERTS, SCHEMES];
