import type { AccessSubject } from './plan-roles.ts';

const SERVICE_ACCOUNT = 'system:serviceaccount:';

/** A user as the API server names it: `dev`, `system:serviceaccount:shop:ci`. */
export function subjectOfUser(user: string): AccessSubject {
  const account = user.startsWith(SERVICE_ACCOUNT)
    ? serviceAccount(user.slice(SERVICE_ACCOUNT.length))
    : undefined;
  return account ?? { kind: 'User', name: user };
}

/** `user:NAME`, `group:NAME`, `serviceaccount:NAMESPACE:NAME`; undefined for anything else. */
export function parseSubject(text: string): AccessSubject | undefined {
  const colon = text.indexOf(':');
  const name = text.slice(colon + 1);
  if (colon < 0 || name === '') return undefined;
  switch (text.slice(0, colon).toLowerCase()) {
    case 'user':
      return subjectOfUser(name);
    case 'group':
      return { kind: 'Group', name };
    case 'serviceaccount':
    case 'sa':
      return serviceAccount(name);
    default:
      return undefined;
  }
}

function serviceAccount(text: string): AccessSubject | undefined {
  const colon = text.indexOf(':');
  const [namespace, name] = [text.slice(0, colon), text.slice(colon + 1)];
  return colon < 1 || name === '' || name.includes(':')
    ? undefined
    : { kind: 'ServiceAccount', name, namespace };
}
