import { randomBytes } from "node:crypto";
import { err, ok, type Result } from "@commonhall/domain";
import type { Core } from "../core.ts";
import type { Actor } from "../desk/actor.ts";
import type { CaseId } from "../ids.ts";
import { prepareReply } from "../receipts/reply-box.ts";
import { namePerson } from "../register/register.ts";
import { type Change, changeCase, decided, refuse } from "./change-case.ts";
import type { Coding } from "./coding.ts";
import type { OpenedCase } from "./opened-case.ts";
import type { CaseRefused, Cases, ConsentDraft, Done, TaskDraft } from "./ports.ts";
import { keepReminders } from "./reminders.ts";
import { endOf } from "./retention.ts";

/** What is done with one case, each a signed entry. */
type Work = Pick<
  Cases,
  | "accept"
  | "name"
  | "verify"
  | "code"
  | "note"
  | "reply"
  | "addTask"
  | "finishTask"
  | "consent"
  | "conclude"
  | "reopen"
  | "confirm"
>;

export function workOnCases(core: Core, actor: Actor): Work {
  const change = async (
    id: CaseId,
    decide: (open: OpenedCase) => ReturnType<typeof refuse> | Promise<ReturnType<typeof refuse>>,
  ): Done => {
    const done = await changeCase(core, actor, id, decide);
    return done.ok ? ok() : done;
  };
  const until = (status: "unverified" | "open" | "closed"): Pick<Change, "status" | "eraseAfter"> => ({
    status,
    eraseAfter: (next) => endOf(status, next, core.clock()),
  });
  return {
    accept: (id) =>
      change(id, ({ row }) =>
        row.status === "quarantined"
          ? decided({ deed: { type: "accepted" }, audited: "accepted from quarantine", ...until("unverified") })
          : refuse({ type: "status", status: row.status }),
      ),
    name: (id, title) =>
      change(id, () => withText(title, (text) => ({ deed: { type: "named", title: text }, audited: "noted" }))),
    verify: (id) =>
      change(id, ({ row }) =>
        row.status === "closed"
          ? refuse({ type: "status", status: row.status })
          : decided({ deed: { type: "verified", coin: drawCoin() }, audited: "verified", ...until("open") }),
      ),
    code: async (id, coding: Coding) => {
      const done = await change(id, () => decided({ deed: { type: "coded", coding }, audited: "coded" }));
      if (done.ok && coding.person !== undefined) await namePerson(core, actor, coding.person, id);
      return done;
    },
    note: (id, text) =>
      change(id, () => withText(text, (words) => ({ deed: { type: "note", text: words }, audited: "noted" }))),
    reply: (id, text) => change(id, (open) => reply(core, open, text)),
    addTask: (id, task) => change(id, (open) => addTask(core, actor, open, task)),
    finishTask: (id, task) => change(id, (open) => finishTask(open, task)),
    consent: (id, consent: ConsentDraft) =>
      change(id, () => decided({ deed: { type: "consent", consent }, audited: "recorded consent" })),
    conclude: (id, { outcome, text }) =>
      change(id, ({ row }) =>
        row.status === "closed"
          ? refuse({ type: "status", status: row.status })
          : decided({ deed: { type: "concluded", outcome, text }, audited: "changed status", ...until("closed") }),
      ),
    reopen: (id) =>
      change(id, ({ row, state }) =>
        row.status === "closed"
          ? decided({
              deed: { type: "reopened" },
              audited: "changed status",
              ...until(state.verifiedAt === undefined ? "unverified" : "open"),
            })
          : refuse({ type: "status", status: row.status }),
      ),
    confirm: (id) =>
      change(id, ({ row }) =>
        row.status === "open"
          ? decided({ deed: { type: "confirmed" }, audited: "kept open", ...until("open") })
          : refuse({ type: "status", status: row.status }),
      ),
  };
}

const drawCoin = (): string => randomBytes(32).toString("base64url");

type Decision = Result<Change, CaseRefused>;

const withText = (typed: string, change: (text: string) => Change): Decision =>
  typed.trim() === "" ? err({ type: "empty text" }) : ok(change(typed.trim()));

async function reply(core: Core, { row, state }: OpenedCase, typed: string): Promise<Decision> {
  const receipt = state.report?.receipt ?? null;
  if (receipt === null) return refuse({ type: "no reply possible" });
  const text = typed.trim();
  if (text === "") return refuse({ type: "empty text" });
  const sealed = await prepareReply(core, row.id, receipt, text);
  return decided({
    deed: { type: "reply", reply: sealed.id, text },
    audited: "replied",
    alongside: async (db) => void (await db.insertInto("reply").values(sealed).execute()),
  });
}

function addTask(core: Core, actor: Actor, open: OpenedCase, task: TaskDraft): Decision {
  if (task.text.trim() === "") return refuse({ type: "empty text" });
  return decided({
    deed: { type: "task", ...task },
    audited: "set a task",
    alongside: keepReminders(core, actor, open, task),
  });
}

function finishTask({ row, state }: OpenedCase, task: string): Decision {
  if (!state.tasks.some(({ id, done }) => id === task && !done)) return refuse({ type: "not found" });
  return decided({
    deed: { type: "task done", task },
    audited: "finished a task",
    alongside: async (db) =>
      void (await db.deleteFrom("reminder").where("case_id", "=", row.id).where("id", "=", task).execute()),
  });
}
