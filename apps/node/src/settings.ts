import { resolve } from "node:path";
import { z } from "zod";
import { err, ok, type Result } from "@commonhall/domain";
import { isMailFrom, MAIL_FROM_RULE, readMailServer, type MailServer } from "./mail/mail-server.ts";
import { onionOrigin } from "./onion-origin.ts";
import { reachableWarnings } from "./reachable-settings.ts";

/** Where the server listens: a TCP address or a socket file. */
export type Listen =
  | { readonly type: "tcp"; readonly host: string; readonly port: number }
  | { readonly type: "unix"; readonly path: string };

/** What the environment says, checked (interface.md 2). */
export interface Settings {
  /** Absolute. */
  readonly dataFolder: string;
  /** Undefined: where it was set up, or the machine itself for trying out (`site.ts`). */
  readonly origin?: string;
  /** Undefined: the host of the origin. */
  readonly handleHost?: string;
  /** `http://….onion`, where workers reach the node over Tor too. */
  readonly onionOrigin?: string;
  readonly listen: Listen;
  /** `postgres://…`; undefined: SQLite in the data folder. */
  readonly database?: string;
  readonly role: Role;
  /** Where figures are given out for Prometheus. Undefined: nowhere. */
  readonly metrics?: Listen;
  readonly testNetwork: boolean;
  /** Holds the secret that a stolen data folder lacks. */
  readonly pepperFile: string;
  /** It lies where systemd puts what it hands over to this one service. */
  readonly pepperIsCredential?: boolean;
  /** Undefined: nobody is told by mail that something urgent waits. */
  readonly mail?: { readonly server: MailServer; readonly from: string };
  /** Epoch milliseconds at which this process's clock starts, for tests. */
  readonly now?: number;
  /** How many codes of workers may be tried in a minute, for tests that measure how long each takes. */
  readonly codesPerMinute?: number;
}

export interface SettingsRead {
  readonly settings: Settings;
  /** Sentences for the operator about what is set and has no effect. */
  readonly warnings: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Every wrong setting at once, each in a sentence that names it and says what it accepts. */
export function readSettings(environment: Environment): Result<SettingsRead, readonly string[]> {
  // An empty setting is one that is not made: `HALL_LISTEN= hall serve` and unit files with empty lines.
  const made = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = environmentSchema(made["HALL_TEST_NETWORK"] === "1", made["HALL_DATABASE"] !== undefined).safeParse(
    made,
  );
  if (!parsed.success) return err(parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`));
  const read = parsed.data;
  return ok({
    settings: {
      dataFolder: resolve(read.HALL_DATA),
      ...(read.HALL_ORIGIN === undefined ? {} : { origin: read.HALL_ORIGIN }),
      ...(read.HALL_HANDLE_HOST === undefined ? {} : { handleHost: read.HALL_HANDLE_HOST }),
      ...(read.HALL_ONION_ORIGIN === undefined ? {} : { onionOrigin: read.HALL_ONION_ORIGIN }),
      listen: read.HALL_LISTEN,
      ...(read.HALL_DATABASE === undefined ? {} : { database: read.HALL_DATABASE }),
      role: read.HALL_ROLE,
      ...(read.HALL_METRICS === undefined ? {} : { metrics: read.HALL_METRICS }),
      testNetwork: read.HALL_TEST_NETWORK,
      ...pepperOf(read, environment["CREDENTIALS_DIRECTORY"]),
      ...mailOf(read),
      ...(read.HALL_NOW === undefined ? {} : { now: read.HALL_NOW }),
      ...(read.HALL_CODES_PER_MINUTE === undefined ? {} : { codesPerMinute: read.HALL_CODES_PER_MINUTE }),
    },
    warnings: warningsFor(read, Object.keys(made)),
  });
}

/** Beside the folder, never in it: whoever copies the folder lacks it. */
const besideFolder = (folder: string): string => `${resolve(folder)}.pepper`;

function pepperOf(
  { HALL_PEPPER_FILE, HALL_DATA }: Pick<Fields, "HALL_PEPPER_FILE" | "HALL_DATA">,
  credentials: string | undefined,
): Pick<Settings, "pepperFile" | "pepperIsCredential"> {
  const pepperFile = resolve(HALL_PEPPER_FILE ?? besideFolder(HALL_DATA));
  const isCredential =
    credentials !== undefined && credentials !== "" && pepperFile.startsWith(`${resolve(credentials)}/`);
  return { pepperFile, ...(isCredential ? { pepperIsCredential: true } : {}) };
}

const quoted = (value: string): string => `\`${value.length > 80 ? `${value.slice(0, 80)}…` : value}\``;

const ORIGIN_RULE = "it must be the address of this node as others reach it, without a path: https://hall.example";

const origin = (testNetwork: boolean) =>
  z.string().transform((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const isHttp = url?.protocol === "https:" || url?.protocol === "http:";
    if (url === undefined || !isHttp || text.replace(/\/$/, "") !== url.origin) {
      context.addIssue({ code: "custom", message: `${quoted(text)} is not accepted; ${ORIGIN_RULE}` });
      return z.NEVER;
    }
    if (!testNetwork && !isHttps(url.origin) && !isThisMachine(url.origin)) {
      const message = `${quoted(text)} is not accepted; it must begin with https:// (http:// is accepted for localhost, and in test networks with HALL_TEST_NETWORK=1)`;
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    }
    return url.origin;
  });

const isHttps = (url: string): boolean => url.startsWith("https://");
/** For trying the program out; a node that is reached by http cannot federate. */
const isThisMachine = (url: string): boolean => ["localhost", "127.0.0.1", "[::1]"].includes(new URL(url).hostname);

const handleHost = z.string().transform((text, context) => {
  const url = URL.canParse(`https://${text}`) ? new URL(`https://${text}`) : undefined;
  if (url === undefined || url.host !== text.toLowerCase()) {
    const message = `${quoted(text)} is not accepted; it must be a host name without scheme and path: hall.example`;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  }
  return url.host;
});

const onion = z.string().transform((text, context) => {
  const read = onionOrigin(text);
  if (read !== undefined) return read;
  const message = `${quoted(text)} is not accepted; it must be http:// and the onion address as Tor wrote it, 56 letters and digits and .onion, without a path`;
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

const listen = z.string().transform((text, context): Listen => {
  const read = parseListen(text);
  if (read !== undefined) return read;
  const message = `${quoted(text)} is not accepted; it must be host:port (127.0.0.1:8420, [::1]:8420) or unix: and an absolute path (unix:/run/commonhall/hall.sock)`;
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

/** `host:port` with an IPv6 host in brackets, or `unix:/path`. */
export function parseListen(text: string): Listen | undefined {
  if (text.startsWith("unix:")) {
    const path = text.slice("unix:".length);
    // A socket's path has 104 to 108 bytes at most (sun_path), and the system cuts longer ones off without a word.
    return path.startsWith("/") && Buffer.byteLength(path) < 104 ? { type: "unix", path } : undefined;
  }
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]/]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host === undefined || port > 65_535 ? undefined : { type: "tcp", host, port };
}

const flag = z.string().transform((text, context) => {
  if (text === "0" || text === "1") return text === "1";
  context.addIssue({ code: "custom", message: `${quoted(text)} is not accepted; it must be 0 or 1` });
  return z.NEVER;
});

/** What only a test may change: it is refused everywhere else. */
const forTests = <Read>(testNetwork: boolean, read: (text: string) => Read | undefined, rule: string) =>
  z.string().transform((text, context): Read => {
    const accepted = testNetwork ? read(text) : undefined;
    if (accepted !== undefined) return accepted;
    const message = testNetwork
      ? `${quoted(text)} is not accepted; it must be ${rule}`
      : "it is for test networks only and is accepted together with HALL_TEST_NETWORK=1";
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });

const instant = (text: string): number | undefined => {
  const read = ISO_TIME.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(read) ? undefined : read;
};

const count = (text: string): number | undefined => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined);

const ISO_TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

const database = z.string().transform((text, context) => {
  const url = /^postgres(?:ql)?:\/\//.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && url.pathname.length > 1) return text;
  // Never repeated: there may be a password in it.
  const message =
    "what it says is not accepted; it must be the address of a PostgreSQL database, postgres://USER:PASSWORD@HOST/NAME, or unset for SQLite in HALL_DATA";
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

const ROLES = ["all", "web", "work"] as const;
/** What a process does: answers requests, sends and deals with what arrives, or both. */
export type Role = (typeof ROLES)[number];

const role = (hasDatabase: boolean) =>
  z.string().transform((text, context): Role => {
    const known = ROLES.find((one) => one === text);
    if (known !== undefined && (known === "all" || hasDatabase)) return known;
    const message =
      known === undefined
        ? `${quoted(text)} is not accepted; it must be all, web or work`
        : `${known} is accepted together with HALL_DATABASE only, because several processes share PostgreSQL and never SQLite; without it it must be all, or unset`;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });

const mailServer = z.string().transform((text, context) => {
  const read = readMailServer(text);
  if (read.ok) return read.value;
  // Never repeated: there is a password in it.
  context.addIssue({ code: "custom", message: `what it says is not accepted; ${read.error}` });
  return z.NEVER;
});

const mailFrom = z.string().transform((text, context) => {
  if (isMailFrom(text)) return text;
  context.addIssue({ code: "custom", message: `${quoted(text)} is not accepted; ${MAIL_FROM_RULE}` });
  return z.NEVER;
});

const environmentSchema = (testNetwork: boolean, hasDatabase = false) =>
  z.object({
    HALL_DATA: z.string().default("./data"),
    HALL_ORIGIN: origin(testNetwork).optional(),
    HALL_HANDLE_HOST: handleHost.optional(),
    HALL_ONION_ORIGIN: onion.optional(),
    HALL_LISTEN: listen.default({ type: "tcp", host: "127.0.0.1", port: 8420 }),
    HALL_METRICS: listen.optional(),
    HALL_DATABASE: database.optional(),
    HALL_ROLE: role(hasDatabase).default("all"),
    HALL_TEST_NETWORK: flag.default(false),
    HALL_PEPPER_FILE: z.string().optional(),
    HALL_SMTP: mailServer.optional(),
    HALL_MAIL_FROM: mailFrom.optional(),
    HALL_NOW: forTests(testNetwork, instant, "an ISO 8601 time: 2026-11-22T08:00:00Z").optional(),
    HALL_CODES_PER_MINUTE: forTests(testNetwork, count, "a number of at least 1").optional(),
  });

type Fields = z.infer<ReturnType<typeof environmentSchema>>;

/** A server without a sender, or a sender without a server, sends nothing: the start warns of it. */
const mailOf = ({ HALL_SMTP: server, HALL_MAIL_FROM: from }: Fields): Pick<Settings, "mail"> =>
  server === undefined || from === undefined ? {} : { mail: { server, from } };

function warningsFor(read: Fields, names: readonly string[]): string[] {
  const warnings: string[] = [];
  const known = Object.keys(environmentSchema(false).shape);
  for (const name of names) {
    if (name.startsWith("HALL_") && !known.includes(name)) {
      warnings.push(`${name} is not a setting of this version and has no effect. There are ${known.join(", ")}.`);
    }
  }
  if ((read.HALL_SMTP === undefined) !== (read.HALL_MAIL_FROM === undefined)) {
    const missing = read.HALL_SMTP === undefined ? "HALL_SMTP" : "HALL_MAIL_FROM";
    warnings.push(`${missing} is not set: without it nobody is told by mail that something urgent waits.`);
  }
  const pepper = read.HALL_PEPPER_FILE;
  if (pepper !== undefined && resolve(pepper).startsWith(`${resolve(read.HALL_DATA)}/`)) {
    warnings.push(
      "HALL_PEPPER_FILE lies in the data folder (HALL_DATA): whoever copies the folder has it too. Put it elsewhere.",
    );
  }
  return [...warnings, ...reachableWarnings({ metrics: read.HALL_METRICS, database: read.HALL_DATABASE })];
}
