/**
 * How many of a group count where no more than `cap` of one employer, or one recruiter, do (R3): the dominance rule of
 * business statistics. Null is nobody at all, and each such member counts alone.
 */
export function effectiveSize(belongTo: readonly (string | symbol | null)[], cap: number): number {
  const counts = new Map<string | symbol, number>();
  let alone = 0;
  for (const token of belongTo) {
    if (token === null) alone++;
    else counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  return [...counts.values()].reduce((sum, count) => sum + Math.min(count, cap), alone);
}
