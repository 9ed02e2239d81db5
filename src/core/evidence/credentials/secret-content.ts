import { decodeBase64 } from '../objects/base64.ts';
import { objectOf, textOf, type JsonObject } from '../objects/json-value.ts';

/** The two forms of a docker config in a secret, by the secret's type (pkg/credentialprovider/secrets/secrets.go). */
export interface ConfigForm {
  readonly type: string;
  /** The key of `data` that holds it. */
  readonly key: string;
  readonly form: 'dockerconfigjson' | 'dockercfg';
}

export const CONFIG_FORMS: readonly ConfigForm[] = [
  { type: 'kubernetes.io/dockerconfigjson', key: '.dockerconfigjson', form: 'dockerconfigjson' },
  { type: 'kubernetes.io/dockercfg', key: '.dockercfg', form: 'dockercfg' },
];

/** The form that the kubelet reads in a secret of this type; undefined for all other types. */
export function formOfType(type: string): ConfigForm | undefined {
  return CONFIG_FORMS.find((form) => form.type === type);
}

/** One value of a secret, and how it was found. */
export type SecretContent =
  | { readonly is: 'text'; readonly text: string }
  /** `data` and `stringData` are there, this key is in neither, or there is nothing behind it. */
  | { readonly is: 'absent' }
  | { readonly is: 'not-base64' }
  /** Something removed it before the secret came here. */
  | { readonly is: 'left-out' };

/** What `oc adm inspect` writes in place of a value. */
const ELIDED = /^\d+ bytes long$/;

/** Reads one value. `stringData` of a manifest outweighs `data`, as in the API server. */
export function secretContent(secret: JsonObject, key: string): SecretContent {
  if (secret['data'] === undefined && secret['stringData'] === undefined) return { is: 'left-out' };
  const data = objectOf(secret['data'])[key];
  const plain = textOf(objectOf(secret['stringData'])[key]);
  if (data === undefined && plain === '') return { is: 'absent' };
  const text = plain === '' ? decodeBase64(textOf(data)) : plain;
  if (text === undefined) return { is: 'not-base64' };
  return text === '' || ELIDED.test(text) ? { is: 'left-out' } : { is: 'text', text };
}
