import type { Published, Result, TranslationState, WorkInProgress } from "@commonhall/domain";
import type { JsonObject } from "@commonhall/wire";
import type { Visit } from "../../desk/route.ts";
import type { Html } from "../../layout/html.ts";
import type { FormError } from "../../layout/parts.ts";
import type { FormValues } from "../../layout/read-form.ts";
import type { Fields } from "./work.ts";

export type Kind = WorkInProgress["kind"];

/** How one kind of thing is written, looked at and published. The steps between are the same for all of them (`write.route.ts`). */
export interface Writing {
  readonly kind: Kind;
  /** What the form begins with; undefined where what is to be changed is not there. */
  start(visit: Visit): Promise<Fields | undefined>;
  /** The boxes of the form. */
  boxes(visit: Visit, form: FormValues): Promise<Html>;
  /** Rows of the form that can be added and taken away. */
  readonly parts: readonly string[];
  /** Everything that is wrong with it, or what can be looked at and published. */
  read(visit: Visit, form: FormValues): Promise<Result<Ready, readonly FormError[]>>;
}

export interface Ready {
  /** As it will stand on this node's public pages. */
  readonly page: () => Promise<Html>;
  /** What a reader on Mastodon gets to see, document by document. */
  readonly documents: () => Promise<readonly JsonObject[]>;
  /** How far it has been put into which language. */
  readonly translations: readonly TranslationState[];
  /** How many follow what it will be told to. */
  readonly followers: () => Promise<number>;
  /** Of what is not for everybody: the names of those who may read it now. Undefined where everybody may. */
  readonly onlyFor?: () => Promise<readonly string[] | undefined>;
  /** It names an employer who has not been named before: two people answer first what that can do to workers. */
  readonly namesAnEmployer?: boolean;
  publish(): Promise<Result<Published, readonly FormError[]>>;
}

/** Where at the desk what is written stands afterwards. */
export const roomOf = (kind: Kind): { readonly room: "calls" | "campaigns"; readonly path: string } =>
  kind === "call" ? { room: "calls", path: "/desk/calls" } : { room: "campaigns", path: "/desk/campaigns" };

/** The handle or uuid of what is changed; empty for what is new. */
export const changed = (form: FormValues): string => form.get("of");
