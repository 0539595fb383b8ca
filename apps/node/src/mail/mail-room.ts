import { err, ok, type MailProblem, type Result } from "@commonhall/domain";
import { createTransport } from "nodemailer";
import type { MailServer } from "./mail-server.ts";

export interface MailRoomOptions {
  readonly server: MailServer;
  readonly from: string;
  /** Of the node. */
  readonly origin: string;
  /** Permits a server of a test network that speaks no TLS. */
  readonly testNetwork: boolean;
}

export interface Mail {
  readonly to: string;
  /** Beside our own address. */
  readonly fromName?: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** Made up where nothing is said. With its angle brackets. */
  readonly messageId?: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The way by which every mail leaves the node. */
export interface MailRoom {
  /** Resolves when the server has taken it. */
  send(mail: Mail): Promise<Result<undefined, MailProblem>>;
  /** Whether the server answers and takes our login. Sends nothing. */
  isThere(): Promise<boolean>;
}

/** Through the centre's own mail server, over TLS. One mail, one reader: no list of anybody leaves the node. */
export function mailRoom({ server, from, origin, testNetwork }: MailRoomOptions): MailRoom {
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
    isThere: () =>
      transport.verify().then(
        () => true,
        () => false,
      ),
    async send({ to, fromName = "", headers, ...mail }) {
      try {
        await transport.sendMail({
          ...mail,
          // As objects, so that nothing in them is read as a second address.
          from: { name: fromName, address: from },
          to: { name: "", address: to },
          headers: { "Auto-Submitted": "auto-generated", ...headers },
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
  const detail = status === undefined ? "the mail server was not reached" : `the mail server answered ${status}`;
  const isFinal = isAboutTheMail && status !== undefined && status >= 500;
  return err(
    isFinal
      ? { type: "refused", of: isAboutTheAddress(error, status) ? "address" : "mail", detail }
      : { type: "unreachable", detail },
  );
}

const NO_SUCH_MAILBOX: readonly number[] = [550, 551, 553];

/**
 * Whether it is the reader's mailbox that the server does not want: RFC 3463 has classes for that, and a server without
 * them its number. A server that will not take mails from us at all says so at the same place, and means nobody there.
 */
function isAboutTheAddress(error: Error, status: number): boolean {
  if (!("command" in error) || error.command !== "RCPT TO") return false;
  const said = "response" in error && typeof error.response === "string" ? error.response : "";
  const subject = /^\d{3}[ -]5\.(\d+)\.\d+/.exec(said)?.[1];
  return subject === undefined ? NO_SUCH_MAILBOX.includes(status) : subject === "1" || subject === "2";
}
