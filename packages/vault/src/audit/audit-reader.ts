import type { Core } from "../core.ts";
import type { Actor } from "../desk/actor.ts";
import type { AuditReader } from "../desk/ports.ts";
import { isWeek, weekOf } from "../weeks.ts";
import { auditHead, readAudit, writeAudit } from "./audit.ts";

/** And then the rest of their week. */
const LINES_A_PAGE = 100;

/** For auditors. Reading any page of it is a line of it, too. */
export const auditReader = (core: Core, actor: Actor): AuditReader => ({
  read: async (after) => {
    const head = await auditHead(core);
    if (!actor.roles.includes("auditor")) return { lines: [], unreadable: 0, intact: true, head };
    const before = after !== undefined && isWeek(after) ? after : undefined;
    const read = await readAudit(core, actor, { before, atLeast: LINES_A_PAGE });
    const lines = read.lines.map(({ at, by, what, case: id, with: other }) => ({
      week: weekOf(at),
      by,
      did: what,
      ...(id === null ? {} : { caseId: id }),
      ...(other === null ? {} : { with: other }),
    }));
    await core.files.data.db
      .transaction()
      .execute((db) => writeAudit(core, db, actor.roster.roster, actor.signer, { what: "read the audit" }));
    return {
      lines,
      unreadable: read.unreadable,
      intact: read.intact,
      head,
      ...(read.next === undefined ? {} : { next: read.next }),
    };
  },
});
