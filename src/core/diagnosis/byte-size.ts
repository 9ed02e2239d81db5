const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
const THOUSAND = 1000;

/** A number of bytes in its one telling unit, as disks and registries count: `24 MB`, `1.3 GB`. Never negative. */
export function byteSize(bytes: number): string {
  let rest = Number.isFinite(bytes) ? Math.max(0, bytes) : 0;
  let unit = 0;
  while (rest >= THOUSAND && unit < UNITS.length - 1) {
    rest /= THOUSAND;
    unit += 1;
  }
  const digits = rest < 10 && unit > 0 ? rest.toFixed(1).replace('.0', '') : String(Math.round(rest));
  return `${digits} ${UNITS[unit] ?? 'B'}`;
}
