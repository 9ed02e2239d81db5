/** The way from this machine to a registry that was asked about an image by name. */
import { isLoopbackHost } from '../evidence/registry/loopback-host.ts';
import { askAgain, type AskedImage } from './asked-image.ts';
import { commandRemedy } from './plan.ts';
import type { Remedy } from './remedy.ts';
import { shellLine } from './shell-quote.ts';

export function nameRemedies({ host }: AskedImage): readonly Remedy[] {
  return [
    commandRemedy(
      {
        title: 'See what this machine makes of the name',
        safety: 'safe',
        notes: ['A name of a private network resolves only there: a VPN may be missing'],
      },
      shellLine('nslookup', withoutPort(host)),
    ),
  ];
}

export function connectRemedies(image: AskedImage): readonly Remedy[] {
  const { finding } = image;
  return [
    commandRemedy(
      {
        title: 'See how far a connection from here comes',
        safety: 'safe',
        notes: [
          isRegistry(image) ? '200 and 401 both mean that a registry is there' : undefined,
          finding.cause === 'connection-timeout' ? 'A VPN or a rule of a firewall may be missing' : undefined,
        ],
      },
      shellLine('curl', '-v', apiOf(image)),
    ),
  ];
}

export function trustRemedies(image: AskedImage): readonly Remedy[] {
  return [
    commandRemedy(
      {
        title: `Name the authority that signed for ${image.host}, if it is a private one`,
        safety: 'safe',
        notes: ['The nodes must have it too'],
      },
      askAgain(image, image.image, '--cacert', './ca.crt'),
    ),
    showCertificate(image, 'See who signed what the host shows', '-issuer'),
  ];
}

export function datesRemedies(image: AskedImage): readonly Remedy[] {
  return [
    showCertificate(image, `Renew the certificate of ${image.host}, whose dates are these`, '-dates'),
    commandRemedy({ title: 'See whether the clock here is right', safety: 'safe' }, shellLine('date', '-u')),
  ];
}

export function hostnameRemedies(image: AskedImage): readonly Remedy[] {
  return [
    showCertificate(image, 'Use a name that the certificate bears', '-ext', 'subjectAltName'),
    commandRemedy(
      { title: 'See where the name leads from here', safety: 'safe' },
      shellLine('nslookup', withoutPort(image.host)),
    ),
  ];
}

function showCertificate({ host }: AskedImage, title: string, ...what: readonly string[]): Remedy {
  const address = /:\d+$/u.test(host) ? host : `${host}:443`;
  const connect = shellLine('openssl', 's_client', '-connect', address, '-servername', withoutPort(host));
  const read = shellLine('openssl', 'x509', '-noout', '-subject', ...what);
  return commandRemedy({ title, safety: 'safe' }, `${connect} < /dev/null | ${read}`);
}

export function schemeRemedies(image: AskedImage): readonly Remedy[] {
  const { how, who } = image.asked;
  if (how.includes('--plain-http')) {
    const byTls = { ...image, asked: { who, how: how.filter((flag) => flag !== '--plain-http') } };
    return [commandRemedy({ title: 'Ask with TLS', safety: 'safe' }, askAgain(byTls, image.image))];
  }
  return [
    commandRemedy(
      {
        title: 'Ask in plain HTTP, if the registry is meant to be so',
        safety: 'safe',
        notes: ['Logins and images then go over the network for all to read and to change'],
      },
      askAgain(image, image.image, '--plain-http'),
    ),
  ];
}

export function proxyRemedies(image: AskedImage): readonly Remedy[] {
  return [
    commandRemedy(
      {
        title: 'See through which proxy this machine goes out, and what answers',
        safety: 'safe',
        notes: [`NO_PROXY=${withoutPort(image.host)} goes past the proxy`],
      },
      'env | grep -i _proxy',
      shellLine('curl', '-v', apiOf(image)),
    ),
  ];
}

/** This machine speaks to itself without TLS, as runtimes do. */
function apiOf(image: AskedImage): string {
  const { host, asked } = image;
  const plain = isLoopbackHost(host) || asked.how.includes('--plain-http');
  return `${plain ? 'http' : 'https'}://${host}/${isRegistry(image) ? 'v2/' : ''}`;
}

function isRegistry({ finding }: AskedImage): boolean {
  return finding.host === undefined || finding.host.role === 'registry';
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/u, '');
}
