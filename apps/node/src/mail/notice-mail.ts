import type { NoticeMail } from "@commonhall/domain";
import type { MailRoom } from "./mail-room.ts";

/** Tells the staff that something urgent waits. `origin` is the node's: the desk is at `/desk`. */
export const noticeMail = (room: MailRoom, origin: string): NoticeMail => ({
  sendNotice({ address, language }) {
    const { subject, text } = noticeWords(language, `${origin}/desk`);
    return room.send({ to: address, subject, text, headers: { Importance: "high" } });
  },
});

interface Words {
  readonly subject: string;
  readonly text: string;
}

const ENGLISH: Words = {
  subject: "Something urgent waits",
  text: "Something urgent waits at your desk. Please sign in:",
};
const WORDS: Readonly<Record<string, Words>> = {
  es: { subject: "Algo urgente espera", text: "Algo urgente espera en tu escritorio. Por favor, entra:" },
  ar: { subject: "أمر عاجل بانتظارك", text: "أمر عاجل بانتظارك على مكتبك. الرجاء الدخول:" },
};

function noticeWords(language: string, desk: string): Words {
  const { subject, text } = WORDS[language] ?? ENGLISH;
  return { subject, text: `${text}\n\n${desk}\n` };
}
