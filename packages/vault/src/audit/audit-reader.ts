import type { Core } from "../core.ts";
import type { Actor } from "../desk/actor.ts";
import type { AuditReader } from "../desk/ports.ts";
import { weekOf } from "../weeks.ts";
import { auditHead, readAudit, writeAudit } from "./audit.ts";

const LINES_A_PAGE = 100;

/** For auditors. Reading it is a line of it, too. */
export const auditReader = (core: Core, actor: Actor): AuditReader => ({
  read: async (after) => {
    const head = await auditHead(core);
    if (!actor.roles.includes("auditor")) return { lines: [], intact: true, head };
    const read = await readAudit(core, actor.reader, actor.keyOf);
    const all = read.lines.toReversed();
    const start = after === undefined ? 0 : Number.parseInt(after, 10) || 0;
    const lines = all.slice(start, start + LINES_A_PAGE).map(({ at, by, what, case: id, with: other }) => ({
      week: weekOf(at),
      by,
      did: what,
      ...(id === null ? {} : { caseId: id }),
      ...(other === null ? {} : { with: other }),
    }));
    const next = start + LINES_A_PAGE < all.length ? String(start + LINES_A_PAGE) : undefined;
    if (after === undefined) {
      await core.files.data.db
        .transaction()
        .execute((db) => writeAudit(core, db, actor.roster.roster, actor.signer, { what: "read the audit" }));
    }
    return { lines, intact: read.intact, head, ...(next === undefined ? {} : { next }) };
  },
});
