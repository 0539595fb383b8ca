import type { ActorId, Handle } from "../ids.ts";
import type { Region } from "../codes/regions.ts";
import type { Sector } from "../codes/sectors.ts";
import type { LanguageTag, Texts } from "../texts.ts";
import type { Timestamp } from "../time.ts";

/** The organisation that a node belongs to. */
export interface Centre {
  readonly id: ActorId;
  readonly handle: Handle;
  readonly name: Texts;
  /** Markdown. */
  readonly summary: Texts;
  /** The first is the one that a text without a language is taken to be in. */
  readonly languages: readonly [LanguageTag, ...LanguageTag[]];
  readonly regions: readonly Region[];
  readonly sectors: readonly Sector[];
  readonly founded: Timestamp;
  /** The last change of any of this. `by` is a login name; it stays on the node. */
  readonly changed?: { readonly at: Timestamp; readonly by: string };
}

/** What somebody tells at set-up; `staff` has the passphrases still in clear, so it never goes further than the set-up itself. */
export interface CentreDraft {
  readonly handle: Handle;
  readonly name: Texts;
  readonly summary: Texts;
  readonly languages: readonly [LanguageTag, ...LanguageTag[]];
  readonly regions: readonly Region[];
  readonly sectors: readonly Sector[];
}

/** What can be told anew later. The handle is in every address of the centre, so it stays. */
export type CentreChange = Omit<CentreDraft, "handle">;
