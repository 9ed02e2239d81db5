/** Shorter ones would take harmless words with them. */
const SHORTEST = 4;

/** A text without the secrets that were sent: servers like to quote what they refuse. */
export function hideSecrets(text: string, secrets: Iterable<string>): string {
  let shown = text;
  for (const secret of secrets) {
    if (secret.length >= SHORTEST && shown.includes(secret)) shown = shown.replaceAll(secret, '[hidden]');
  }
  return shown;
}
