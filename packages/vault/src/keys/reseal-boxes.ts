import { resealCoded } from "../cases/coded-rows.ts";
import type { Core } from "../core.ts";
import { resealEntry } from "../register/register.ts";
import { resealPapers } from "../release/release-papers.ts";
import type { Reseal } from "./boxes.ts";

/** What lies in a box, for its new key. What does not open stays as it is. */
export const resealBoxes =
  (core: Core): Reseal =>
  async (db, name, from, to) => {
    const old = { id: name, key: from };
    if (name === "coding") {
      for (const row of await db.selectFrom("coded").selectAll().execute()) {
        const sealed = await resealCoded(core, row, old, to);
        if (sealed !== undefined)
          await db.updateTable("coded").set({ sealed }).where("case_id", "=", row.case_id).execute();
      }
      await resealPapers(core, db, old, to);
      return;
    }
    for (const row of await db.selectFrom("register_entry").selectAll().execute()) {
      const sealed = await resealEntry(core, row, old, to);
      if (sealed !== undefined)
        await db.updateTable("register_entry").set({ sealed }).where("id", "=", row.id).execute();
    }
  };
