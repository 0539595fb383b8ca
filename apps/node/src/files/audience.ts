import { z } from "zod";
import { refused, word } from "./fields.ts";

/** To whom a file says something, before allies and alliances have been looked up by their names. */
export type AudienceFile =
  | { readonly type: "public" | "allies" }
  | { readonly type: "alliance"; readonly name: string }
  | { readonly type: "named"; readonly addresses: readonly string[] };

const RULE = "public, allies, alliance:NAME, or a list of allies as [@hall@hall.example]";
const MOST_NAMED = 1000;

/** Of a post or a call (interface.md 4). */
export const audience = z.unknown().transform((input, context): AudienceFile => {
  const read = readAudience(input);
  if (read !== undefined) return read;
  context.addIssue({ code: "custom", message: refused(input, RULE) });
  return z.NEVER;
});

function readAudience(input: unknown): AudienceFile | undefined {
  if (Array.isArray(input)) {
    const addresses: readonly unknown[] = input;
    const texts = addresses.filter((one) => typeof one === "string").map((one) => one.trim());
    const isList = texts.length === addresses.length && texts.length > 0 && texts.length <= MOST_NAMED;
    return isList && !texts.includes("") ? { type: "named", addresses: [...new Set(texts)] } : undefined;
  }
  const text = typeof input === "string" ? input.trim() : "";
  if (text === "public" || text === "allies") return { type: text };
  const [, name] = /^alliance:\s*(\S.{0,299})$/.exec(text) ?? [];
  return name === undefined ? undefined : { type: "alliance", name };
}

/** Of what everybody may know of, or nobody: a campaign is followed by whoever likes, and an action wants people to come. */
export const everybody = word(
  "public: campaigns and actions are for everybody; use a post to tell allies alone",
  (text) => (text === "public" ? text : undefined),
);
