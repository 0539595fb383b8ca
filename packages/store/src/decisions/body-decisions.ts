import type { BodyDecision, BodyDecisions } from "@commonhall/domain";
import type { Session } from "../database/session.ts";

export const bodyDecisions = (session: Session): BodyDecisions => ({
  add: (decision) =>
    session.write(async (db) => {
      const { id, about, date } = decision;
      await db
        .insertInto("body_decision")
        .values({ id, about, date, data: JSON.stringify(decision) })
        .execute();
    }),
  remove: (id) =>
    session.write(async (db) => {
      await db.deleteFrom("body_decision").where("id", "=", id).execute();
    }),
  about: async (object) => {
    const rows = await session.read
      .selectFrom("body_decision")
      .select("data")
      .where("about", "=", object)
      .orderBy("date", "desc")
      .orderBy("id", "desc")
      .execute();
    return rows.map(({ data }) => decisionFrom(data));
  },
});

const decisionFrom = (data: string): BodyDecision => JSON.parse(data);
