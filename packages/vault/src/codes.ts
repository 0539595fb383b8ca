import { type CodeList, languageTag } from "@commonhall/domain";
import { z } from "zod";

/** For what comes out of a sealed item: a code of the list, also one that is offered no more. */
export const codeOf = <Code extends string>(list: CodeList<Code>) =>
  z.string().transform((text, context): Code => {
    const code = list.find(text);
    if (code !== undefined) return code;
    context.addIssue("a code that the list does not have");
    return z.NEVER;
  });

export const languageSchema = z.string().transform((text, context) => {
  const tag = languageTag(text);
  if (tag !== undefined) return tag;
  context.addIssue("no language tag");
  return z.NEVER;
});
