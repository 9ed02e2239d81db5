import { dumpText } from '../../../scripts/make-dump.ts';
import { gatherFromFiles } from '../../../src/edge/files/gather-from-files.ts';

// A program of its own, so that its peak of memory is that of the gathering: reads a made-up dump of so
// many pods as it is written, and prints what came of it.

const pods = Number(process.argv[2]);

async function* dump(): AsyncGenerator<Uint8Array> {
  let block = '';
  for (const piece of dumpText({ pods, failing: 0.01, style: 'raw' })) {
    block += piece;
    if (block.length < 1 << 18) continue;
    await Promise.resolve();
    yield Buffer.from(block);
    block = '';
  }
  yield Buffer.from(block);
}

const evidence = await gatherFromFiles(['-'], { stdin: dump() });
const waiting = evidence.pods.filter(({ containers }) => containers[0]?.state?.kind === 'waiting');
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(JSON.stringify({ pods: evidence.pods.length, waiting: waiting.length, megabytes }));
