const AT_ONCE = 10;

/** A few at a time: whoever is carried here may fill documents with markup, and meanwhile others wait for their pages. */
export async function inTurns<From, To>(
  all: readonly From[],
  read: (one: From) => To | undefined,
): Promise<readonly To[]> {
  const made: To[] = [];
  for (let at = 0; at < all.length; at += AT_ONCE) {
    made.push(...all.slice(at, at + AT_ONCE).flatMap((one) => read(one) ?? []));
    await nextTurn();
  }
  return made;
}

/** After what waits already has had its turn. */
const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
