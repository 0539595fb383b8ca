import type { MailProblem, NoticeAddress, Result, Told } from "@commonhall/domain";
import { watchLetter } from "@commonhall/web";
import type { MailRoom } from "./mail-room.ts";

export interface WatchMail {
  /** Which matters need somebody and which are well again, and where more of it stands. */
  sendNews(to: Pick<NoticeAddress, "address" | "language">, told: Told): Promise<Result<undefined, MailProblem>>;
}

/** Tells those who administer how the node is: matters by name, no host, no figure, nobody. */
export const watchMail = (room: Pick<MailRoom, "send">, origin: string): WatchMail => ({
  sendNews: ({ address, language }, told) =>
    room.send({ to: address, ...watchLetter(language, `${origin}/desk/status`, told), headers: {} }),
});
