import { createHash } from "node:crypto";
import type { Centre, Centres, DigestLetter, DigestMail } from "@commonhall/domain";
import { digestLetter, endUrl, nameIn, questionLetter, type Letter } from "@commonhall/web";
import type { Site } from "@commonhall/wire";
import type { Mail, MailRoom } from "./mail-room.ts";

/** Mails to people who asked for a feed, in the centre's name. */
export function digestMail(room: MailRoom, centres: Pick<Centres, "get">, site: Site): DigestMail {
  const { hostname } = new URL(site.origin);
  const mailOf = (centre: Centre, to: DigestLetter, letter: Letter, about: string): Omit<Mail, "headers"> => ({
    ...letter,
    to: to.address,
    fromName: nameIn(centre, to.language),
    messageId: `<digest.${sumOf(`${to.id} ${about}`)}@${hostname}>`,
  });
  return {
    async sendQuestion(to) {
      const centre = await ours(centres);
      return room.send({ ...mailOf(centre, to, questionLetter({ site, centre }, to), "question"), headers: {} });
    },
    async sendDigest(to, news) {
      const centre = await ours(centres);
      const letter = await digestLetter({ site, centre }, to, news);
      return room.send({
        ...mailOf(centre, to, letter, String(news.until)),
        headers: {
          // RFC 2369 and RFC 8058: the mail program's own button ends it.
          "List-Unsubscribe": `<${endUrl(site, to)}>`,
          "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
          // RFC 2919: what readers sort their mails by.
          "List-Id": `<${to.feed}.feeds.${hostname}>`,
        },
      });
    },
  };
}

/** A mail's id tells nobody which digest it is of, and is the same whenever the same is sent again. */
const sumOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);

async function ours(centres: Pick<Centres, "get">): Promise<Centre> {
  const centre = await centres.get();
  if (centre === undefined) throw new Error("Before there is a centre nobody can have asked for its mails");
  return centre;
}
