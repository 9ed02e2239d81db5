import type { ApiServerOptions, ApiUser } from './api-server-options.ts';

/** A kubeconfig as `kubectl config view --raw` writes it: keys in order, two spaces, data in base64. */
export function kubeconfigText(url: string, { tls, users }: ApiServerOptions, name?: string): string {
  const user = users?.find((one) => name === undefined || one.name === name);
  if (name !== undefined && users !== undefined && user === undefined)
    throw new Error(`no user is called ${name}`);
  const userName = user?.name ?? name ?? 'kubernetes-admin';
  const ca =
    tls === undefined ? [] : [`    certificate-authority-data: ${base64(tls.ca ?? tls.certificate)}`];
  return [
    'apiVersion: v1',
    'clusters:',
    '- cluster:',
    ...ca,
    `    server: ${url}`,
    '  name: sandbox',
    'contexts:',
    '- context:',
    '    cluster: sandbox',
    `    user: ${userName}`,
    `  name: ${userName}@sandbox`,
    `current-context: ${userName}@sandbox`,
    'kind: Config',
    'preferences: {}',
    'users:',
    `- name: ${userName}`,
    ...credentials(user),
    '',
  ].join('\n');
}

function credentials(user: ApiUser | undefined): readonly string[] {
  const lines = [
    ...(user?.certificate === undefined ? [] : [`    client-certificate-data: ${base64(user.certificate)}`]),
    ...(user?.key === undefined ? [] : [`    client-key-data: ${base64(user.key)}`]),
    ...(user?.token === undefined ? [] : [`    token: ${user.token}`]),
  ];
  return lines.length === 0 ? ['  user: {}'] : ['  user:', ...lines];
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
