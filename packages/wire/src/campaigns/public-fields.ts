import {
  isoInstant,
  reachOf,
  type Audience,
  type Campaign,
  type Centre,
  type ObjectId,
  type Timestamp,
} from "@commonhall/domain";
import { PUBLIC } from "../activities/activities.ts";
import type { Addresses } from "../addresses.ts";
import { limitedFields } from "../audiences/audience-fields.ts";
import type { JsonValue } from "../json.ts";

interface Belonging {
  readonly addresses: Addresses;
  readonly centre: Pick<Centre, "id">;
  readonly campaign: Pick<Campaign, "id"> | undefined;
}

/** Who wrote it, to which campaign it belongs, and that it is for everybody. The keys that others read too. */
export function publicFields({ addresses, centre, campaign }: Belonging): Record<string, JsonValue | undefined> {
  return {
    attributedTo: centre.id,
    audience: campaign?.id,
    context: campaign?.id,
    to: [PUBLIC],
    cc: [addresses.followers(centre.id), ...(campaign === undefined ? [] : [campaign.id])],
  };
}

/** The same of what need not be for everybody. A campaign is then what it is about, and passes nothing on. */
export function addressFields(
  belonging: Belonging & { readonly object: ObjectId; readonly audience: Audience | undefined },
): Record<string, JsonValue | undefined> {
  const { addresses, centre, campaign, object, audience } = belonging;
  if (audience === undefined || reachOf(audience) === "public") return publicFields(belonging);
  return {
    attributedTo: centre.id,
    context: campaign?.id,
    ...limitedFields({ addresses, centre: centre.id, object, audience }),
  };
}

export const dateFields = (of: { readonly published: Timestamp; readonly updated?: Timestamp | undefined }) => ({
  published: isoInstant(of.published),
  updated: of.updated === undefined ? undefined : isoInstant(of.updated),
});

/** Regions or sectors: its own where it has any, else the campaign's, else the centre's. */
export const codesOf = <T>(...candidates: readonly (readonly T[] | undefined)[]): readonly T[] =>
  candidates.find((codes) => codes !== undefined && codes.length > 0) ?? [];
