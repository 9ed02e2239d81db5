import type { ConfigFault, EntryFault } from './docker-config.ts';
import { shownKey } from './shown-key.ts';

/** Why the kubelet cannot read a docker config, in words that quote nothing of it but a key. */
export function configFaultWords(fault: ConfigFault): string {
  switch (fault.is) {
    case 'not-json':
      return 'it is not JSON';
    case 'not-an-object':
      return 'it is not a JSON object';
    case 'auths-not-an-object':
      return '`auths` is not an object';
    case 'headers-not-texts':
      return '`HttpHeaders` is not an object of texts';
    case 'entry':
      return `in the entry for ${shownKey(fault.key)} ${entryFaultWords(fault.fault)}`;
  }
}

function entryFaultWords(fault: EntryFault): string {
  switch (fault.is) {
    case 'not-an-object':
      return 'there is no object';
    case 'not-a-text':
      return `\`${fault.field}\` is not a text`;
    case 'auth-not-base64':
      return '`auth` is not base64';
    case 'auth-without-colon':
      return '`auth` is base64, but not of user:password';
  }
}
