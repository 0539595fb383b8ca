import { isNoticeWait, MINUTE, type NoticeAddress, type NoticeAddresses } from "@commonhall/domain";
import { settings } from "../centres/centre-commits.ts";
import type { DeskPorts } from "../centres/desk-ports.ts";
import { sealedTexts, type SealedTexts } from "../centres/sealed-text.ts";
import type { NoticeAddressTable } from "./notice-tables.ts";

const WAIT = "notice wait in minutes";
const WAIT_UNLESS_SET = 15;

export function noticeAddresses(ports: Pick<DeskPorts, "session" | "pepper">): NoticeAddresses {
  const { session } = ports;
  const addresses = (): Promise<SealedTexts> => sealedTexts(ports, "notice address");
  const set = settings(session);
  return {
    async of(staff) {
      const row = await session.read
        .selectFrom("notice_address")
        .selectAll()
        .where("staff", "=", staff)
        .executeTakeFirst();
      return row === undefined ? undefined : opened(await addresses(), row);
    },
    async all() {
      const rows = await session.read.selectFrom("notice_address").selectAll().execute();
      if (rows.length === 0) return [];
      const open = await addresses();
      return rows.map((row) => opened(open, row));
    },
    async set({ staff, address, language, onDuty }) {
      const sealed = (await addresses()).seal(staff, address);
      const changes = { sealed, language, on_duty: onDuty ? (1 as const) : (0 as const) };
      await session.write(async (db) => {
        await db
          .insertInto("notice_address")
          .values({ staff, ...changes })
          .onConflict((conflict) => conflict.column("staff").doUpdateSet(changes))
          .execute();
      });
    },
    forget: (staff) =>
      session.write(async (db) => {
        await db.deleteFrom("notice_address").where("staff", "=", staff).execute();
      }),
    async wait() {
      const minutes = Number(await set.get(WAIT));
      return (isNoticeWait(minutes) ? minutes : WAIT_UNLESS_SET) * MINUTE;
    },
    setWait: (wait) => set.set(WAIT, String(Math.round(wait / MINUTE))),
  };
}

const opened = (open: SealedTexts, row: NoticeAddressTable): NoticeAddress => ({
  staff: row.staff,
  address: open.open(row.staff, row.sealed),
  language: row.language,
  onDuty: row.on_duty === 1,
});
