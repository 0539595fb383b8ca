const UUID_V7 = /\b([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Ids that end in a UUIDv7 tell when they were made (RFC 9562); of others nothing is known. */
export function isMadeBefore(a: string, b: string): boolean {
  const [left, right] = [UUID_V7.exec(a), UUID_V7.exec(b)];
  return left !== null && right !== null && `${left[1]}${left[2]}` < `${right[1]}${right[2]}`;
}
