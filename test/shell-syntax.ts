import { spawnSync } from 'node:child_process';

/** How commands begin in the words of the project; anything else in backticks is a name or a value. */
const COMMAND =
  /^(?:aws|az|cat|chronyc|cosign|crane|crictl|ctr|curl|df|dmesg|docker|free|gcloud|getent|grep|helm|journalctl|k3d|k3s|kind|kubectl|ls|microk8s|minikube|nc|oc|openssl|podman|resolvectl|skopeo|systemctl|time|timedatectl|update-ca-\w+) /;

/** The commands among the pieces of text in backticks. */
export function commandsIn(text: string): readonly string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code).filter((code) => COMMAND.test(code));
}

/** What bash says of lines that it could not run as they are written; nothing is run. */
export function syntaxErrors(lines: readonly string[]): string {
  const { stderr } = spawnSync('bash', ['-n'], { input: `${lines.join('\n')}\n`, encoding: 'utf8', env: {} });
  return stderr;
}
