/** Who may read an image that was asked about by its name. */
import { askAgain, askAs, type AskedImage } from './asked-image.ts';
import { commandRemedy, remedy } from './plan.ts';
import { registryVendor, secretServer } from './registry-vendor.ts';
import type { Remedy } from './remedy.ts';
import { shellLine, words } from './shell-quote.ts';

/** Nobody was let in: who may be. */
export function askAsOthers(image: AskedImage): readonly Remedy[] {
  const { asked } = image;
  const me = asked.who.includes('--as-me') ? [] : [asMe(image)];
  return [...me, withSecret(image)];
}

function asMe(image: AskedImage): Remedy {
  const login = shellLine('docker', 'login', loginHost(image));
  return commandRemedy(
    {
      title: 'Ask with your own login, which shows whether it is there at all',
      safety: 'safe',
      notes: [`If this machine has no login for it yet, \`${login}\` comes first (podman's will do as well)`],
    },
    askAs(image, '--as-me'),
  );
}

function withSecret(image: AskedImage): Remedy {
  return commandRemedy(
    {
      title: 'Ask with a pull secret of the cluster, as a kubelet would',
      safety: 'safe',
      notes: ['-n says in which namespace; --as-pod POD takes all the secrets that a pod has'],
    },
    askAs(image, '--secret', '<SECRET>'),
  );
}

/** Requests are counted for accounts, and for the addresses of those who have none. */
export function askWithOwnCount(image: AskedImage): readonly Remedy[] {
  const [first] = askAsOthers(image);
  return image.asked.who.length > 0 || first === undefined
    ? []
    : [{ ...first, title: 'Ask with your own login, which has a count of its own' }];
}

/** The login that was sent is not taken. */
export function loginAnew(image: AskedImage): readonly Remedy[] {
  const { finding, asked } = image;
  if (finding.reason === 'login-not-needed') return [withoutLogin(image)];
  const secret = finding.trials?.find((trial) => trial.secret !== undefined)?.secret;
  if (secret !== undefined) return [secretAnew(image, secret.namespace, secret.name)];
  if (!asked.who.includes('--as-me')) return [fileAnew(image)];
  const login = shellLine('docker', 'login', loginHost(image));
  const heading = { title: 'Log in anew on this machine, then ask again', safety: 'safe' } as const;
  return [commandRemedy(heading, login, askAgain(image, image.image))];
}

function withoutLogin(image: AskedImage): Remedy {
  return commandRemedy(
    {
      title: 'Send no login for this image, which is public',
      safety: 'safe',
      notes: ['A kubelet sends a login wherever one matches, and then never tries without'],
    },
    askAs(image),
  );
}

function secretAnew(image: AskedImage, namespace: string, name: string): Remedy {
  const create = shellLine(
    ...words('kubectl create secret docker-registry'),
    name,
    '-n',
    namespace,
    `--docker-server=${loginHost(image)}`,
    ...words('--docker-username=<USER> --docker-password=<TOKEN> --dry-run=client -o yaml'),
  );
  return commandRemedy(
    {
      title: `Write secret ${name} anew with a login that works`,
      safety: 'unsafe',
      notes: ['The secret then holds this registry only'],
    },
    `${create} | ${shellLine('kubectl', '-n', namespace, 'apply', '-f', '-')}`,
  );
}

function fileAnew(image: AskedImage): Remedy {
  const title = `Put a login for ${loginHost(image)} that works into the file that was read, and ask again`;
  return commandRemedy({ title, safety: 'unsafe' }, askAgain(image, image.image));
}

/** The account is known, and may not; or a rule of the registry holds the image back. */
export function letIn(image: AskedImage): readonly Remedy[] {
  const { finding, reference, host } = image;
  const repository = reference === undefined ? 'the repository' : reference.path;
  switch (finding.reason) {
    case 'address-refused':
      return [say(`Let the address of this machine in at ${host}`, 'The nodes come from other addresses')];
    case 'content-policy':
      return [
        say(`See at ${host} which rule holds the image back, and mend the image or grant an exception`),
      ];
    default:
      return [
        say(`Let the account behind this login read ${repository} at ${host}`),
        ...askAsOthers(image).slice(0, 1),
      ];
  }
}

function say(title: string, note?: string): Remedy {
  return remedy({ title, safety: 'unsafe', notes: [note] }, { commands: [], notes: [] });
}

/** Docker Hub's logins stand under another name than its images. */
function loginHost({ reference, host }: AskedImage): string {
  const domain = reference?.domain ?? host;
  return registryVendor(domain).kind === 'docker-hub' ? secretServer(domain) : domain;
}
