import { isIP } from "node:net";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";
import { err, ok, type Result, type SeenCertificate } from "@commonhall/domain";
import { certificateFault } from "@commonhall/federation";
import type { Site } from "@commonhall/wire";

/** Looks at the certificate that strangers are shown at the node's own address. */
export interface OwnCertificate {
  /** Whether there has to be one: over Tor the address itself says whose it is. */
  readonly needed: boolean;
  /** In the error what the system says: `ECONNREFUSED`. */
  look(): Promise<Result<SeenCertificate, string>>;
}

const PATIENCE = 10_000;

/**
 * Opens one connection to the node's own public address, and closes it when the certificate has been shown: no request,
 * no path, no word. Whoever is asked is the own web server (docs/decisions/0054).
 */
export function ownCertificate({ origin }: Pick<Site, "origin">): OwnCertificate {
  const { protocol, hostname, port } = new URL(origin);
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const isName = isIP(host) === 0;
  const options: ConnectionOptions = {
    host,
    port: port === "" ? 443 : Number(port),
    ...(isName ? { servername: host } : {}),
    // A bad one has to be seen, too. It is looked at and nothing is said to whoever shows it.
    rejectUnauthorized: false,
  };
  return { needed: protocol === "https:", look: () => shown(options) };
}

function shown(options: ConnectionOptions): Promise<Result<SeenCertificate, string>> {
  return new Promise((resolve) => {
    const socket = connect(options);
    socket.setTimeout(PATIENCE, () => {
      socket.destroy();
      resolve(err("ETIMEDOUT"));
    });
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(err(error.code ?? error.name)));
    socket.once("secureConnect", () => {
      resolve(read(socket));
      // A farewell: what breaks off is written into the logs of some web servers.
      socket.resume().end();
    });
  });
}

function read(socket: TLSSocket): Result<SeenCertificate, string> {
  const until = Date.parse(socket.getPeerCertificate().valid_to);
  if (Number.isNaN(until)) return err("no certificate");
  if (socket.authorized) return ok({ until });
  // Its type says that it is an error; it is the code of one.
  return ok({ until, fault: certificateFault(String(socket.authorizationError)) ?? "not trusted" });
}
