/** What to install where a well-known plugin is missing, and what took the place of the old providers. */
const INSTALL: Readonly<Record<string, string>> = {
  aws: 'install version 2 of the AWS CLI',
  'aws-iam-authenticator': 'install it, or write the kubeconfig anew with "aws eks update-kubeconfig"',
  'gke-gcloud-auth-plugin': 'run "gcloud components install gke-gcloud-auth-plugin"',
  kubelogin: 'run "az aks install-cli"',
};

const SUCCESSORS: Readonly<Record<string, string>> = {
  gcp: 'install gke-gcloud-auth-plugin, then run "gcloud container clusters get-credentials CLUSTER"',
  azure: 'install kubelogin, then run "kubelogin convert-kubeconfig -l azurecli"',
  oidc: 'use an exec plugin such as kubectl oidc-login (kubelogin) in its place',
  openstack: 'use the exec plugin client-keystone-auth in its place',
};

/** The end of a line about a plugin that is not there: the kubeconfig's own hint first. */
export function installWords(command: string, hint: string): string {
  const name = command.slice(command.lastIndexOf('/') + 1).replace(/\.(?:exe|cmd)$/, '');
  const words = hint.trim() === '' ? INSTALL[name] : hint.trim();
  return words === undefined ? '' : `: ${words}`;
}

/** Auth providers were taken out of client-go in 1.26; kubectl refuses them too. */
export function legacyProvider(name: string, file: string): string {
  const instead = SUCCESSORS[name] ?? 'use an exec plugin in its place';
  return `${file}: the auth-provider "${name}" is no longer supported by Kubernetes: ${instead}`;
}

/** Since an older kubectl wrote it: how to get a kubeconfig of today. */
export function unknownApiVersion(version: string, command: string): string {
  const name = command.slice(command.lastIndexOf('/') + 1);
  const anew =
    name === 'aws'
      ? '; write the kubeconfig anew with "aws eks update-kubeconfig"'
      : '; write the kubeconfig anew with the tool that made it';
  const old = version === 'client.authentication.k8s.io/v1alpha1';
  return `the exec plugin "${command}" is asked for "${version}", which is ${old ? 'no longer' : 'not'} supported${anew}`;
}
