import type { Answer, Case } from './case.ts';
import { at, pod } from './objects.ts';

const INVALID: Answer = {
  causes: ['invalid-reference'],
  rungs: ['reference'],
  retry: ['permanent'],
  actor: ['author'],
};

/** Image strings that the kubelet cannot read, by what is wrong with them. */
const UNREADABLE: Readonly<Record<string, { readonly image: string; readonly answer?: Answer }>> = {
  'ref-uppercase': { image: 'registry.example.test/Team/app:1.0' },
  'ref-double-colon': { image: 'registry.example.test/team/app::1.0' },
  'ref-scheme': { image: 'https://registry.example.test/team/app:1.0' },
  'ref-template': {
    image: 'registry.example.test/team/app:${TAG}',
    answer: { ...INVALID, reasons: ['template-not-rendered'] },
  },
  'ref-helm-template': {
    image: 'registry.example.test/team/app:{{ .Values.tag }}',
    answer: { ...INVALID, reasons: ['template-not-rendered'] },
  },
  'ref-empty-tag': { image: 'registry.example.test/team/app:' },
  'ref-short-digest': { image: 'registry.example.test/team/app@sha256:abc' },
  'ref-blank': { image: 'registry.example.test/team/app:bad tag' },
  'ref-build-metadata': { image: 'registry.example.test/team/app:1.0+build.5' },
};

const UNREADABLE_CASES: readonly Case[] = Object.entries(UNREADABLE).map(
  ([name, { image, answer = INVALID }]) => ({
    name,
    portable: true,
    make: (place) => [pod(place, name, { image })],
    said: /Failed to apply default image tag .*couldn't parse image name .*invalid reference format/u,
    answer,
  }),
);

/** What the spec names, and how it fails before any registry is asked. */
export const REFERENCE_CASES: readonly Case[] = [
  ...UNREADABLE_CASES,
  {
    name: 'never-absent',
    portable: true,
    make: (place) => [
      pod(place, 'never-absent', { image: at('registry', 'team/never:1.0'), policy: 'Never' }),
    ],
    said: /is not present with pull policy of Never/u,
    answer: { causes: ['never-pull'], rungs: ['pull-policy'], retry: ['permanent'], actor: ['author'] },
  },
  {
    name: 'never-present',
    when: 'later',
    make: (place) => [pod(place, 'never-present', { policy: 'Never' })],
    said: /already present on machine/u,
    answer: 'sound',
  },
];
