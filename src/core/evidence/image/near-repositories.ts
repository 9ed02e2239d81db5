import { editDistance } from '../spelling/edit-distance.ts';

const MOST = 3;
const SLIPS = 2;

/**
 * Repositories that were probably meant by one that does not exist, nearest first, at most three: the same
 * name in another folder, slips of the finger, one name that holds the other.
 *
 * @param wanted path without host: `shop/web`
 * @param names paths that exist on the same host
 */
export function nearRepositories(wanted: string, names: readonly string[]): readonly string[] {
  return names
    .flatMap((name) => {
      const cost = costOf(wanted, name);
      return cost === undefined ? [] : [{ name, cost }];
    })
    .toSorted((one, other) => one.cost - other.cost || compare(one.name, other.name))
    .slice(0, MOST)
    .map(({ name }) => name);
}

function costOf(wanted: string, name: string): number | undefined {
  if (wanted === name) return undefined;
  if (wanted.toLowerCase() === name.toLowerCase()) return 0;
  const slips = editDistance(wanted, name, SLIPS);
  if (slips <= SLIPS) return slips;
  if (plain(wanted) === plain(name)) return 1;
  const [here, there] = [lastPart(wanted), lastPart(name)];
  if (here === there) return 3;
  if (folder(wanted) !== folder(name)) return undefined;
  return here.includes(there) || there.includes(here) ? 4 : undefined;
}

function plain(path: string): string {
  return path.toLowerCase().replace(/[-_.]/gu, '');
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function folder(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
