/** The one line on whose fault it is, with what works beside it. */
import { clockTime, counted } from '../clock-time.ts';
import type { FindingScope } from '../finding.ts';
import type { Surroundings } from './surroundings.ts';

/** `it is the image: fails on 3 nodes; node-1 pulled 4 other images of quay.io since`; empty when nothing is known. */
export function scopeSentence(kind: FindingScope['kind'], around: Surroundings): string {
  const known = [running(around), listed(around), pulled(around), others(around)].filter(
    (part) => part !== '',
  );
  const many = around.failingNodes.size > 1;
  const says = (known.length > 0 || many ? [failing(around), ...known] : known)
    .filter((part) => part !== '')
    .join('; ');
  return says === '' ? '' : whose(kind, around) + says;
}

/** Whose fault it is, where what works beside it leaves nobody else. */
function whose(kind: FindingScope['kind'], around: Surroundings): string {
  const { sameHost, otherHosts } = around.othersPulled;
  if (around.pulledHere !== undefined) return '';
  if (kind === 'node') return 'it is the node: ';
  if (kind === 'image') return sameHost > 0 ? 'it is the image: ' : '';
  if (kind === 'registry') return sameHost === 0 && otherHosts > 0 ? 'it is the registry: ' : '';
  return around.pulledElsewhere === undefined ? '' : "it is this namespace's credentials: ";
}

function failing({ failingNodes, node }: Surroundings): string {
  if (failingNodes.size === 0) return '';
  return `fails on ${node ?? counted(failingNodes.size, 'node')}`;
}

function running({ byHost, host, runningElsewhere, runningHere, images }: Surroundings): string {
  const subject = byHost ? `images of ${host}` : images.length === 1 ? 'the same image' : 'the same images';
  const verb = byHost || images.length > 1 ? 'run' : 'runs';
  if (runningElsewhere.size > 0)
    return `${subject} ${verb} on ${counted(runningElsewhere.size, 'other node')}`;
  return runningHere > 0 ? `${subject} ${verb} in ${counted(runningHere, 'container')} there` : '';
}

function listed({ listedElsewhere, images }: Surroundings): string {
  if (listedElsewhere === 0) return '';
  return `${counted(listedElsewhere, 'further node')} ${listedElsewhere === 1 ? 'has' : 'have'} ${images.length === 1 ? 'it' : 'one of them'} in store`;
}

function others({ byHost, host, node, othersPulled: { sameHost, otherHosts } }: Surroundings): string {
  const who = node ?? 'these nodes';
  if (!byHost && sameHost > 0) return `${who} pulled ${counted(sameHost, 'other image')} of ${host} since`;
  const count = byHost ? otherHosts : sameHost + otherHosts;
  return count === 0 ? '' : `${who} pulled ${counted(count, 'image')} of other registries since`;
}

function pulled({ pulledElsewhere, pulledHere, byHost, host }: Surroundings): string {
  const thing = byHost ? `an image of ${host}` : 'it';
  const record = pulledHere ?? pulledElsewhere;
  return record === undefined ? '' : `${record.node} pulled ${thing} at ${clockTime(record.at)}`;
}
