import type { Core } from "../core.ts";
import type { Actor } from "../desk/actor.ts";
import type { CaseId } from "../ids.ts";

interface Progress {
  readonly done: number;
  readonly of: number;
}

/**
 * Does something with every case that this member can open, one after the other, and says how far it is. Throws at the next
 * case where their keys have been closed: what was done stays done, and begun again it goes on with the rest.
 */
export async function* eachOwnCase(
  core: Core,
  actor: Actor,
  work: (id: CaseId) => Promise<unknown>,
): AsyncGenerator<Progress> {
  const rows = await core.files.data.db
    .selectFrom("case_reader")
    .select("case_id")
    .where("reader", "=", actor.id)
    .execute();
  let done = 0;
  yield { done, of: rows.length };
  for (const { case_id: id } of rows) {
    if (!actor.isHere()) throw new Error("The keys were closed");
    await work(id);
    yield { done: ++done, of: rows.length };
  }
}
