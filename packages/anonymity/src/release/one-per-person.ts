import type { Month } from "@commonhall/domain";
import type { Case } from "../case.ts";
import type { Coins } from "../noise/coins.ts";

/** A case, and the month in which it was verified. */
export interface DatedCase {
  readonly one: Case;
  readonly verified: Month;
}

/** Of a person's cases the earliest counts, then that with the smallest coin (anonymity.md 5.3), whatever their order. */
export function onePerPerson(cases: readonly DatedCase[], coins: Coins): readonly DatedCase[] {
  const counted = new Map<string, DatedCase>();
  for (const dated of cases) {
    const { person } = dated.one;
    const other = counted.get(person);
    if (other === undefined || comesFirst(dated, other, coins)) counted.set(person, dated);
  }
  return [...counted.values()];
}

function comesFirst(dated: DatedCase, other: DatedCase, coins: Coins): boolean {
  if (dated.verified !== other.verified) return dated.verified < other.verified;
  const coin = ({ one }: DatedCase) => Buffer.from(coins(["case", one.id]).bytes(16));
  return Buffer.compare(coin(dated), coin(other)) < 0;
}
