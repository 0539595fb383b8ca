import type { Role } from "@commonhall/domain";
import type { Reader } from "../words/reader.ts";
import { list } from "../words/numbers.ts";

/** In one sentence's worth of words. */
export const roleNames = ({ words, language }: Reader, roles: readonly Role[]): string =>
  list(
    roles.map((role) => words(`desk.role.${role}`)),
    language,
  );
