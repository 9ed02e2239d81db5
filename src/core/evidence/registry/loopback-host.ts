import { addressKind } from './address-kind.ts';

/** Whether a host of an image name, with or without a port, is the machine itself that asks. */
export function isLoopbackHost(host: string): boolean {
  const name = host.replace(/:\d{1,5}$/u, '').toLowerCase();
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  const address = name.startsWith('[') && name.endsWith(']') ? name.slice(1, -1) : name;
  return addressKind(address) === 'loopback';
}
