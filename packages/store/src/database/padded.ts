/**
 * A list for `in (…)`, filled up with its last value to the next power of two: lists of every length then share a few
 * statement texts, which are prepared once.
 */
export function padded<T>(values: readonly T[]): T[] {
  const last = values.at(-1);
  if (last === undefined) return [];
  const length = 2 ** Math.ceil(Math.log2(values.length));
  return [...values, ...Array.from({ length: length - values.length }, () => last)];
}
