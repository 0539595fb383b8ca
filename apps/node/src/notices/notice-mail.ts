import { err, ok, type MailProblem, type NoticeMail, type Result } from "@commonhall/domain";
import { createTransport } from "nodemailer";
import type { MailServer } from "./mail-server.ts";

export interface NoticeMailOptions {
  readonly server: MailServer;
  readonly from: string;
  /** Of the node: the desk is at `/desk`. */
  readonly origin: string;
  /** Permits a server of a test network that speaks no TLS. */
  readonly testNetwork: boolean;
}

/** Through the centre's own mail server, over TLS. One mail, one reader: no list of who works here leaves the node. */
export function noticeMail({ server, from, origin, testNetwork }: NoticeMailOptions): NoticeMail {
  const { host, port, secure, user, password } = server;
  const transport = createTransport({
    host,
    port,
    secure,
    requireTLS: !secure && !testNetwork,
    ...(user === undefined || password === undefined ? {} : { auth: { user, pass: password } }),
    // What the mail server is told of this machine is the node's public name, never the name of a borrowed laptop.
    name: new URL(origin).hostname,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async sendNotice({ address, language }) {
      const { subject, text } = noticeWords(language, `${origin}/desk`);
      try {
        await transport.sendMail({
          from,
          to: address,
          subject,
          text,
          headers: { "Auto-Submitted": "auto-generated", Importance: "high" },
        });
        return ok();
      } catch (error) {
        return problemOf(error);
      }
    },
  };
}

/**
 * RFC 5321, 4.2.1: 5yz is final, where it is about the sender, the reader or the mail. What the server says before that,
 * of TLS or of our login, the operator can put right.
 */
function problemOf(error: unknown): Result<undefined, MailProblem> {
  if (!(error instanceof Error)) throw error;
  const status = "responseCode" in error && typeof error.responseCode === "number" ? error.responseCode : undefined;
  const isAboutTheMail = "code" in error && (error.code === "EENVELOPE" || error.code === "EMESSAGE");
  const isFinal = isAboutTheMail && status !== undefined && status >= 500;
  const detail = status === undefined ? "the mail server was not reached" : `the mail server answered ${status}`;
  return err({ type: isFinal ? "refused" : "unreachable", detail });
}

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
