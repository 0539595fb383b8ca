import type { NoticeCommands } from "@commonhall/domain";
import type { FederationPorts } from "../ports.ts";

export const noticeCommands = ({ work, clock }: Pick<FederationPorts, "work" | "clock">): NoticeCommands => ({
  seeNotice: (object, by) => work.run((rooms) => rooms.notices.see(object, by, clock())),
});
