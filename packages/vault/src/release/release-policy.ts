import { type Policy, policyFrom } from "@commonhall/anonymity";
import { countryOf, err, isCountry, type Result } from "@commonhall/domain";
import type { PolicyProblem, ReleasePolicy } from "./ports.ts";

/** Nothing weaker than the design allows, and no figure of another country. */
export function checkPolicy({ country, ...draft }: ReleasePolicy): Result<Policy, PolicyProblem> {
  if (!isCountry(country)) return err({ type: "no country" });
  const places = {
    populations: Object.keys(draft.populations ?? {}),
    estimates: (draft.estimates ?? []).map(({ place }) => place),
  };
  for (const name of ["populations", "estimates"] as const) {
    const abroad = places[name].find((place) => place.slice(0, 2) !== countryOf(country));
    if (abroad !== undefined) return err({ type: "other country", field: name, place: abroad });
  }
  const policy = policyFrom(draft);
  if (policy.ok) return policy;
  const [{ field, least, most } = { field: "k" as const, least: 0 }] = policy.error;
  return err({ type: "weak", field, least, ...(most === undefined ? {} : { most }) });
}
