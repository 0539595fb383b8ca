import { err, isMailAddress, ok, type Result } from "@commonhall/domain";

/** The centre's own mail server, as `HALL_SMTP` names it. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps:`); else the connection turns to TLS before anything is said (STARTTLS). */
  readonly secure: boolean;
  readonly user?: string;
  readonly password?: string;
}

export const MAIL_SERVER_RULE =
  "it must be smtps://USER:PASSWORD@HOST (TLS, port 465) or smtp://USER:PASSWORD@HOST:587 (STARTTLS), with special characters of the password written as %40";

const PORTS = { "smtps:": 465, "smtp:": 587 } as const;

export function readMailServer(text: string): Result<MailServer, string> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== "smtp:" && url.protocol !== "smtps:")) return err(MAIL_SERVER_RULE);
  const isBare = url.hostname !== "" && ["", "/"].includes(url.pathname) && url.search === "" && url.hash === "";
  const hasBoth = (url.username === "") === (url.password === "");
  if (!isBare || !hasBoth) return err(MAIL_SERVER_RULE);
  const login =
    url.username === "" ? {} : { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  return ok({
    host: url.hostname,
    port: url.port === "" ? PORTS[url.protocol] : Number(url.port),
    secure: url.protocol === "smtps:",
    ...login,
  });
}

export const MAIL_FROM_RULE = "it must be a mail address from which that server lets you send: desk@hall.example";
export const isMailFrom = isMailAddress;
