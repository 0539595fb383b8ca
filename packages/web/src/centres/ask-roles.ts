import { ROLES } from "@commonhall/domain";
import { choices } from "../layout/fields.ts";
import type { Html } from "../layout/html.ts";
import type { FormError } from "../layout/parts.ts";
import type { Words } from "../words/words.ts";

/** What somebody is to do here, each role with what it may. */
export const askRoles = ({
  name,
  words,
  chosen,
  errors,
}: {
  readonly name: string;
  readonly words: Words;
  readonly chosen: readonly string[];
  readonly errors: readonly FormError[];
}): Html =>
  choices({
    name,
    legend: words("setup.roles"),
    hint: words("setup.roles.hint"),
    type: "checkbox",
    choices: ROLES.map((role) => ({
      value: role,
      label: words(`desk.role.${role}`),
      hint: words(`setup.role.${role}`),
    })),
    chosen,
    errors,
    compact: true,
  });
