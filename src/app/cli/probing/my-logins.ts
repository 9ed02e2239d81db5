import { ownLogins } from '../../../edge/registry/own-logins.ts';
import type { Io } from '../io.ts';
import type { Lender } from './lender.ts';

/** `--as-me`: what the user's own `docker login` or `podman login` left for these images, helpers run. */
export async function myLogins(images: readonly string[], io: Io): Promise<Lender> {
  const { logins, blindSpots } = await ownLogins(images, { env: io.env });
  return { loginsFor: (image) => logins.get(image) ?? [], platforms: [], credentials: 'seen', blindSpots };
}
