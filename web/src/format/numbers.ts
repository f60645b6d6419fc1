const LOCALE = "en";

const plain = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
const small = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 2 });

/** A count: 62,658. */
export const count = (value: number): string => plain.format(value);

/** A measured number with as many digits as it deserves: 0.053, 4.5, 21.4, 1,240. */
export function decimal(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return plain.format(value);
  return (size >= 1 ? tenths : small).format(value);
}

/** "1 change", "2 changes". */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;
