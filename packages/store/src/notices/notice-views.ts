import type { Clock, NoticeViews } from "@commonhall/domain";
import type { Db } from "../database/session.ts";
import { unseen } from "./notice-commits.ts";

export const noticeViews = (db: Db, clock: Clock): NoticeViews => ({
  waiting: () =>
    unseen(db).where("until", ">", clock()).orderBy("since").select(["object", "since", "until"]).execute(),
  seen: async (object) =>
    (await db.selectFrom("notice").select("seen").where("object", "=", object).executeTakeFirst())?.seen ?? undefined,
});
