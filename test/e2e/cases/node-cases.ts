import type { Case } from './case.ts';
import { at, pod } from './objects.ts';

/** Nodes that have something wrong with them. */
export const NODE_CASES: readonly Case[] = [
  {
    name: 'disk-full',
    stacks: ['small'],
    make: (place) => [pod(place, 'disk-full', { image: at('registry', 'team/big:1.0') })],
    said: /no space left on device/u,
    answer: { causes: ['disk-full'], retry: ['transient', 'permanent', 'unknown'], actor: ['platform'] },
  },
  {
    name: 'fits',
    stacks: ['small'],
    make: (place) => [pod(place, 'fits', {})],
    answer: 'sound',
  },
  {
    name: 'proxy-refused',
    stacks: ['walled'],
    make: (place) => [pod(place, 'proxy-refused', { image: at('contents', 'team/app:1.0') })],
    said: /proxyconnect tcp/u,
    answer: { causes: ['proxy-failure'], role: 'proxy', actor: ['platform'] },
  },
  {
    name: 'not-through-proxy',
    stacks: ['walled'],
    make: (place) => [pod(place, 'not-through-proxy', {})],
    answer: 'sound',
  },
  {
    name: 'sandbox-image',
    stacks: ['unpaused'],
    make: (place) => [pod(place, 'sandbox-image', {})],
    said: /failed to (get|start|pull|create).*sandbox|sandbox image/iu,
    answer: {
      causes: ['not-found-unspecified', 'tag-not-found', 'repository-not-found'],
      reasons: ['sandbox-image'],
      kind: 'sandbox',
      containers: [''],
      actor: ['platform', 'author'],
    },
    probed: { causes: ['tag-not-found'], atMost: 'proven', atLeast: 'likely' },
  },
];
