import { looksSealed, type SealedPlace, type Sealer } from '../lib/sealed-secret.ts';

type Configuration = Readonly<Record<string, string>>;

export type SealedConfiguration =
  | { readonly is: 'sealed'; readonly configuration: Configuration }
  /** A sealed text is not the one that is stored here: another place's, an older one of this place, or none of ours (S10). */
  | { readonly is: 'misplaced'; readonly key: string };

/** Where a value of a connection's configuration lives. */
export function configurationPlace(connectionId: string, key: string): SealedPlace {
  return { table: 'connections', row: connectionId, field: 'configuration', key };
}

/**
 * Seals a connection's configuration, value by value. A value that comes back sealed, as it is shown today, stays as it
 * is; so does one that is the same in clear, for an unchanged configuration is no change.
 */
export function sealConfiguration(
  sealer: Sealer,
  connectionId: string,
  wanted: Configuration,
  current: Configuration = {},
): SealedConfiguration {
  const entries: [string, string][] = [];
  for (const [key, value] of Object.entries(wanted)) {
    const place = configurationPlace(connectionId, key);
    const stored = Object.hasOwn(current, key) ? current[key] : undefined;
    if (looksSealed(value)) {
      // That it opens is not enough: an older secret of this place opens too, and an old export must not restore it.
      if (value !== stored || sealer.open(value, place) === undefined) return { is: 'misplaced', key };
      entries.push([key, value]);
    } else {
      const same = stored !== undefined && sealer.open(stored, place) === value;
      entries.push([key, same ? stored : sealer.seal(value, place)]);
    }
  }
  return { is: 'sealed', configuration: Object.fromEntries(entries) };
}
