import { logWord } from "@commonhall/domain";
import { describeFault } from "@commonhall/wire";
import type { Log } from "../ports.ts";
import type { StatementRefused } from "./examine-statement.ts";

/** One line that says why, and nothing of what the statement said. */
export function logRefused(log: Log, why: StatementRefused | { readonly type: "not a member" }): void {
  const told = why.type === "malformed" || why.type === "unfit" ? describeFault(why) : why.type;
  log.info("a statement about an alliance was refused", { why: logWord(told) });
}
