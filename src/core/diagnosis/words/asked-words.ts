import type { Cause } from '../cause.ts';

/** Causes that a registry alone can show, asked about an image by its name. */
type AskedCause = Extract<
  Cause,
  | 'invalid-reference'
  | 'digest-not-found'
  | 'not-found-unspecified'
  | 'platform-mismatch'
  | 'unsupported-manifest'
  | 'wrong-architecture-binary'
  | 'access-denied-ambiguous'
  | 'credentials-missing'
  | 'credentials-rejected'
  | 'forbidden'
  | 'dns-failure'
  | 'connection-refused'
  | 'connection-timeout'
  | 'connection-broken'
  | 'tls-untrusted'
  | 'tls-expired'
  | 'tls-hostname'
  | 'http-https-mismatch'
  | 'proxy-failure'
  | 'rate-limited'
  | 'registry-unavailable'
>;

const ELSEWHERE = 'What the nodes see may differ.';

const askedMeanings = (): Readonly<Partial<Record<Cause, string>> & Record<AskedCause, string>> => ({
  'invalid-reference':
    'This does not follow the grammar of image names, so no registry was asked. A kubelet would refuse it in the same way.',
  'digest-not-found':
    'The registry answered, and has no manifest with this digest there: it was removed, never pushed to this repository, or the digest is mistyped.',
  'not-found-unspecified':
    'The registry answered that it has nothing there, and not what is missing: the repository, the tag, or the right to see it.',
  'platform-mismatch':
    'The image is there; its index has no entry for the platform that was asked for. A node of that platform could not pull it.',
  'unsupported-manifest':
    'Something stands under this name, and it is no image that a current runtime can run: an artifact such as a chart or a signature, or a manifest of a form that was given up.',
  'wrong-architecture-binary':
    'The image is there and is built for one platform, which is not the one that was asked for. A node would pull it all the same, and its program would not start.',
  'access-denied-ambiguous':
    'The registry refuses without saying why: either the repository does not exist, or it is private and whoever asked may not see it. Many registries answer both alike on purpose.',
  'credentials-missing':
    'The registry wants to know who is asking, and no login was sent. A pod without a pull secret for it is told the same.',
  'credentials-rejected':
    'A login was sent, and the registry or its token server does not accept it: wrong user, wrong password or token, or revoked.',
  forbidden:
    'The registry knows who is asking and does not let them: the account lacks the right to this repository, this address is not allowed in, or a rule of the registry holds the image back.',
  'dns-failure': `This machine cannot turn the name of the host into an address. ${ELSEWHERE} They ask resolvers of their own.`,
  'connection-refused': `This machine cannot connect: the address answered that nothing listens on this port, or a firewall refuses on its behalf. ${ELSEWHERE}`,
  'connection-timeout': `This machine cannot connect: nothing came back in time. A firewall, a missing route or VPN, or a registry that is down. ${ELSEWHERE}`,
  'connection-broken': `This machine reaches the host, and the connection broke before the answer was whole. ${ELSEWHERE}`,
  'tls-untrusted': `This machine knows no authority that vouches for the certificate of the host: the registry uses a private authority, or a device in between shows a certificate of its own. ${ELSEWHERE} They have authorities of their own.`,
  'tls-expired': `By the clock of this machine the certificate of the host is not valid now. If the clock is right, the nodes see the same.`,
  'tls-hostname':
    'The certificate of the host is for other names than the one that was asked for. The nodes see the same, unless the name leads them elsewhere.',
  'http-https-mismatch':
    'The host does not speak TLS where it was expected, or only TLS where it was not. Runtimes on nodes expect TLS unless told otherwise, too.',
  'proxy-failure': `Something else answered in place of the registry, or the proxy of this machine could not be used: a proxy, a login page, or another server under this name. ${ELSEWHERE}`,
  'rate-limited':
    'The registry has had enough requests for now from this account, or from this address. The nodes are counted by theirs.',
  'registry-unavailable':
    'The registry, or something in front of it, answers with an error of its own. It is there, and it does not work at the moment.',
});

/**
 * What a cause means where no pod stands behind the question: nobody pulled, this machine asked. Causes that mean
 * the same either way have their sentences in the catalogue alone.
 */
export function askedMeaning(cause: Cause): string | undefined {
  return askedMeanings()[cause];
}
