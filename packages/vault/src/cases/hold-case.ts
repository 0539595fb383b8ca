import { DAY, ok, startOfDay } from "@commonhall/domain";
import type { Core } from "../core.ts";
import type { Actor } from "../desk/actor.ts";
import type { CaseId } from "../ids.ts";
import { changeCase, decided, refuse } from "./change-case.ts";
import type { OpenedCase } from "./opened-case.ts";
import type { Cases, Done } from "./ports.ts";
import { endOf, LONGEST_HOLD } from "./retention.ts";

/** anonymity.md 3.6: the worker's wish, a reason, an end, and two of the staff. Until the second agrees it holds nothing. */
export function holdCases(core: Core, actor: Actor): Pick<Cases, "hold" | "agreeToHold" | "endHold"> {
  const change = async (id: CaseId, decide: (open: OpenedCase) => ReturnType<typeof refuse>): Done => {
    const done = await changeCase(core, actor, id, decide);
    return done.ok ? ok() : done;
  };
  const eraseAfterIn = ({ row }: OpenedCase) => ({
    eraseAfter: (next: OpenedCase["state"]) => endOf(row.status, next, core.clock()),
  });
  return {
    hold: (id, { reason, until }) =>
      change(id, () => {
        if (reason.trim() === "") return refuse({ type: "empty text" });
        const length = startOfDay(until) - core.clock();
        if (length < DAY || length > LONGEST_HOLD) return refuse({ type: "end of hold" });
        return decided({ deed: { type: "hold", reason: reason.trim(), until }, audited: "asked for a hold" });
      }),
    agreeToHold: (id) =>
      change(id, (open) => {
        const { hold } = open.state;
        if (hold === undefined || hold.second !== undefined) return refuse({ type: "no hold" });
        if (hold.by === actor.id) return refuse({ type: "same person" });
        return decided({
          deed: { type: "hold agreed", hold: hold.id },
          audited: "confirmed a hold",
          ...eraseAfterIn(open),
        });
      }),
    endHold: (id) =>
      change(id, (open) =>
        open.state.hold === undefined
          ? refuse({ type: "no hold" })
          : decided({ deed: { type: "hold ended" }, audited: "ended a hold", ...eraseAfterIn(open) }),
      ),
  };
}
