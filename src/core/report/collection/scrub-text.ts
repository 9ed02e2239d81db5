import { quoteText } from '../../diagnosis/pulls/quote-text.ts';

/** A JSON web token (header.payload.signature, as RFC 7519 writes it), wherever it stands. Bounded: linear. */
const TOKEN = /eyJ[\w-]{10,4000}\.eyJ[\w-]{10,8000}\.[\w-]{0,2000}/g;

/** A text without users, passwords and queries of URLs, and without tokens. */
export function scrubText(text: string): string {
  const plain = quoteText(text);
  return plain.includes('eyJ') ? plain.replace(TOKEN, '[REDACTED]') : plain;
}
