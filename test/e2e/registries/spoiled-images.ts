import { redirectTo, type BlobHost } from './faulty-registries.ts';
import type { MemoryRegistry } from './memory-registry.ts';
import { buildArtifact, buildImage, buildIndex, buildSchemaOne } from './oci-image.ts';
import { foreignArchitecture, ownArchitecture } from './program.ts';

/** Blob stores, each with the repository whose blobs are there. */
const REDIRECTS: Readonly<Record<string, BlobHost>> = {
  'cdn/good': 'blobs',
  'cdn/refused': 'refused',
  'cdn/unknown': 'blobs.nosuch',
  'cdn/hole': 'hole',
  'cdn/denied': 'blobs403',
  'cdn/limited': 'blobs429',
  'cdn/broken': 'blobs500',
  'cdn/untrusted': 'untrusted',
};

/** Fills the front's registry with everything that can be wrong with an image itself. */
export function spoiledImages(contents: MemoryRegistry, blobs: MemoryRegistry): void {
  const image = (name: string): ReturnType<typeof buildImage> => buildImage({ name });
  contents.put('team/app', '1.0', image('app'));
  contents.put('team/hidden', '1.0', image('hidden'));
  contents.put('team/corrupt', '1.0', image('corrupt'), { corrupt: true });
  contents.put('team/truncated', '1.0', image('truncated'), { truncated: true });
  // Large enough for the runtime to see that bytes came, and that no more come.
  contents.put('team/stalled', '1.0', buildImage({ name: 'stalled', noise: 4 << 20 }), { stalled: true });
  const [config, layer] = image('lostlayer').blobs;
  contents.put('team/lostlayer', '1.0', image('lostlayer'), { lost: [layer?.digest ?? ''] });
  const lost = image('lostconfig');
  contents.put('team/lostconfig', '1.0', lost, { lost: [lost.blobs[0]?.digest ?? config?.digest ?? ''] });
  const child = image('lostchild');
  contents.put('team/lostchild', '1.0', buildIndex(new Map([[ownArchitecture(), child]])), {
    lost: [child.manifest.digest],
  });
  const foreign = buildImage({ name: 'foreign', architecture: foreignArchitecture() });
  contents.put('team/foreign', '1.0', foreign);
  contents.put('team/foreignindex', '1.0', buildIndex(new Map([[foreignArchitecture(), foreign]])));
  contents.put('team/schema1', '1.0', buildSchemaOne('team/schema1', '1.0'));
  contents.put(
    'team/chart',
    '1.0',
    buildArtifact(
      'application/vnd.cncf.helm.config.v1+json',
      'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
      'chart',
    ),
  );
  contents.put(
    'team/notes',
    '1.0',
    buildArtifact('application/vnd.oci.empty.v1+json', 'text/plain', 'notes'),
  );
  for (const [repository, host] of Object.entries(REDIRECTS)) {
    contents.put(repository, '1.0', image(repository), { blob: redirectTo(host) });
    blobs.put(repository, '1.0', image(repository));
  }
}
