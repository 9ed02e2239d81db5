import type { BlindSpot, Instant } from '../observed.ts';

/** Ahead of the API server by more than this, a host's clock is wrong: an event cannot precede itself. */
const AHEAD = 60_000;
/** The kubelet goes on trying to write an event for two minutes; what is later than this is the clock. */
const BEHIND = 300_000;
/** A single time this much newer than every other one is not when the dump was made. */
const YEAR = 366 * 24 * 3_600_000;
/** So many of each host's newest times are kept, to tell a wild one from the rest. */
const NEWEST = 4;

interface HostClock {
  /** The newest first. */
  readonly newest: Instant[];
  /** Host minus API server, the largest difference that is proven; 0 while they agree. */
  skew: number;
}

/**
 * Finds out when a dump was made, from the times in it: the newest, after those were put right or left
 * out that cannot be. The API server's clock is the reference. A node's is compared with it through the
 * node's events, whose occurrences the node dates and whose creation the API server dates. A wild date is
 * told by standing alone, a year after everything else.
 */
export class DumpClock {
  readonly #hosts = new Map<string, HostClock>();

  /** A time written by the clock of `host`; empty for the API server and the controllers beside it. */
  see(host: string, instant: Instant | undefined): void {
    if (instant === undefined) return;
    const { newest } = this.#host(host);
    const place = newest.findIndex((other) => other < instant);
    if (place >= 0) newest.splice(place, 0, instant);
    else if (newest.length < NEWEST) newest.push(instant);
    if (newest.length > NEWEST) newest.length = NEWEST;
  }

  /**
   * Compares a host's clock with the API server's through one event: an event is created after its first
   * occurrence, and hardly later than its last.
   */
  compare(
    host: string,
    created: Instant | undefined,
    first: Instant | undefined,
    last: Instant | undefined,
  ): void {
    if (host === '' || created === undefined || first === undefined || last === undefined) return;
    const clock = this.#host(host);
    if (first - created > AHEAD) clock.skew = Math.max(clock.skew, first - created);
    if (created - last > BEHIND) clock.skew = Math.min(clock.skew, last - created);
  }

  /** The newest credible time, undefined when there is none at all, and what disagrees with it. */
  read(): { readonly newest?: Instant; readonly blindSpots: readonly BlindSpot[] } {
    const hosts = [...this.#hosts].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const times = hosts
      .flatMap(([, { newest, skew }]) => newest.map((time) => time - skew))
      .toSorted((a, b) => b - a);
    const credible = times.findIndex((time, i) => time - (times[i + 1] ?? time) <= YEAR);
    const blindSpots = [
      ...times.slice(0, Math.max(0, credible)).map(wildTime),
      ...hosts.filter(([, { skew }]) => skew !== 0).map(([host, { skew }]) => wrongClock(host, skew)),
    ];
    const newest = times[credible];
    return newest === undefined ? { blindSpots } : { newest, blindSpots };
  }

  #host(host: string): HostClock {
    const clock = this.#hosts.get(host) ?? { newest: [], skew: 0 };
    this.#hosts.set(host, clock);
    return clock;
  }
}

function wildTime(time: Instant): BlindSpot {
  return {
    what: `the time ${new Date(time).toISOString()}`,
    why: 'stands alone, more than a year after everything else in the dump: not taken as its date',
  };
}

function wrongClock(host: string, skew: number): BlindSpot {
  const direction = skew > 0 ? 'ahead of' : 'behind';
  return {
    what: `the clock of ${host}`,
    why: `runs ${inWords(Math.abs(skew))} ${direction} the API server's: times that it wrote are off by that`,
  };
}

/** A duration of a minute or more, in the two units that matter. */
function inWords(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}
