import { NO_SUCH_DIGEST } from '../registries/publish-images.ts';
import type { Answer, Case } from './case.ts';
import { at, pod } from './objects.ts';

interface ManifestRow {
  readonly image: string;
  readonly said?: RegExp;
  readonly answer: Case['answer'];
  readonly stacks?: Case['stacks'];
  readonly probed?: Case['probed'];
}

/** containerd asks by HEAD, so no body says whether the tag or the repository is missing. */
const MISSING: Answer = {
  causes: ['not-found-unspecified', 'tag-not-found', 'repository-not-found'],
  atMost: 'likely',
  rungs: ['manifest', 'repository'],
  retry: ['permanent'],
  actor: ['author'],
};
const MISSING_DIGEST: Answer = { ...MISSING, causes: ['digest-not-found', 'not-found-unspecified'] };
/** The registry itself tells what is missing. */
function settled(
  cause: 'tag-not-found' | 'repository-not-found' | 'digest-not-found',
  suggests?: string,
): Partial<Answer> {
  return {
    causes: [cause],
    atMost: 'proven',
    atLeast: 'likely',
    ...(suggests === undefined ? {} : { suggests }),
  };
}
const SPOILED: Answer = { causes: ['corrupt-content'], rungs: ['layers', 'unpack', 'manifest'] };
const LOST: Answer = { ...SPOILED, causes: ['corrupt-content', 'digest-not-found'], atMost: 'likely' };

const ROWS: Readonly<Record<string, ManifestRow>> = {
  'missing-tag': {
    image: at('registry', 'team/app:9.9'),
    said: /:9\.9: not found/u,
    answer: MISSING,
    probed: settled('tag-not-found'),
  },
  'missing-latest': {
    image: at('registry', 'team/app'),
    said: /:latest: not found/u,
    answer: MISSING,
    probed: settled('tag-not-found'),
  },
  'missing-repository': {
    image: at('registry', 'team/nothere:1.0'),
    said: /not found/u,
    answer: MISSING,
    probed: settled('repository-not-found'),
  },
  'missing-name': {
    image: at('noname', 'team/app:1.0'),
    said: /not found/u,
    answer: MISSING,
    probed: settled('repository-not-found'),
  },
  'typo-tag': {
    image: at('registry', 'team/shop:v1.0.1'),
    said: /:v1\.0\.1: not found/u,
    answer: MISSING,
    probed: settled('tag-not-found', at('registry', 'team/shop:v1.0.0')),
  },
  'typo-prefix': {
    image: at('registry', 'team/shop:2.0.0'),
    said: /:2\.0\.0: not found/u,
    answer: MISSING,
    probed: settled('tag-not-found', at('registry', 'team/shop:v2.0.0')),
  },
  'typo-repository': {
    image: at('registry', 'team/shpo:v1.0.0'),
    said: /:v1\.0\.0: not found/u,
    answer: MISSING,
    probed: settled('repository-not-found', at('registry', 'team/shop:v1.0.0')),
  },
  'missing-digest': {
    image: at('registry', `team/app@${NO_SUCH_DIGEST}`),
    said: /not found/u,
    answer: MISSING_DIGEST,
    probed: settled('digest-not-found'),
  },
  'missing-tagged-digest': {
    image: at('registry', `team/app:1.0@${NO_SUCH_DIGEST}`),
    said: /not found/u,
    answer: MISSING_DIGEST,
    probed: settled('digest-not-found'),
  },
  'wrong-platform': {
    image: at('registry', 'team/foreign:1.0'),
    said: /no match for platform in manifest/u,
    answer: { causes: ['platform-mismatch'], rungs: ['platform'], retry: ['permanent'], actor: ['author'] },
    probed: { atLeast: 'proven' },
  },
  // A single manifest is pulled whatever it is for; only the container's log says that its program does not run.
  'wrong-architecture': { image: at('contents', 'team/foreign:1.0'), answer: 'either' },
  'schema-1': {
    image: at('contents', 'team/schema1:1.0'),
    answer: {
      causes: [
        'unsupported-manifest',
        'corrupt-content',
        'not-found-unspecified',
        'unknown',
        'unpack-failed',
      ],
    },
  },
  'helm-chart': { image: at('contents', 'team/chart:1.0'), answer: 'either' },
  artifact: { image: at('contents', 'team/notes:1.0'), answer: 'either' },
  portal: {
    image: at('portal', 'team/app:1.0'),
    said: /text\/html|media type|not found/u,
    answer: { causes: ['unsupported-manifest', 'proxy-failure'] },
  },
  'lost-child': {
    image: at('contents', 'team/lostchild:1.0'),
    said: /could not fetch content descriptor|not found/u,
    answer: LOST,
    probed: { atMost: 'proven', reasons: ['child-manifest-missing'] },
  },
  'lost-layer': {
    image: at('contents', 'team/lostlayer:1.0'),
    said: /not found/u,
    answer: LOST,
    probed: { atMost: 'proven' },
  },
  'lost-config': {
    image: at('contents', 'team/lostconfig:1.0'),
    said: /not found/u,
    answer: LOST,
    probed: { atMost: 'proven' },
  },
  'corrupt-layer': {
    image: at('contents', 'team/corrupt:1.0'),
    said: /unexpected commit digest|digest/u,
    answer: { ...SPOILED, causes: ['corrupt-content'] },
  },
  'truncated-layer': {
    image: at('contents', 'team/truncated:1.0'),
    said: /unexpected EOF|connection reset/u,
    answer: { causes: ['connection-broken', 'corrupt-content'], rungs: ['layers', 'connect', 'unpack'] },
  },
  // The older runtime waits for ever; the newer gives up after the time the lane sets.
  'stalled-layer': {
    image: at('contents', 'team/stalled:1.0'),
    said: /context canceled/u,
    answer: { causes: ['pull-timeout'], rungs: ['layers', 'manifest', 'unknown'], retry: ['transient'] },
    stacks: ['new'],
  },
};

/** What the registry holds, or no longer holds, under a name. */
export const MANIFEST_CASES: readonly Case[] = Object.entries(ROWS).map(
  ([name, { image, said, answer, stacks, probed }]) => ({
    name,
    make: (place) => [pod(place, name, { image })],
    ...(said === undefined ? {} : { said }),
    ...(stacks === undefined ? {} : { stacks }),
    answer,
    ...(probed === undefined ? {} : { probed }),
  }),
);
