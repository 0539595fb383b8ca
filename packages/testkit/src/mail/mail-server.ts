import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** A mail as a server took it: to whom, how the sender named its host, and the mail itself with its head. */
export interface TakenMail {
  readonly to: readonly string[];
  readonly greeting: string;
  readonly text: string;
}

/** A centre's mail server: a real one, on loopback, that keeps what it is given. */
export async function mailServer(options: SMTPServerOptions = {}) {
  const mails: TakenMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    ...options,
    onData(stream, { envelope, hostNameAppearsAs: greeting }, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const to = envelope.rcptTo.map(({ address }) => address);
        mails.push({ to, greeting, text: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(resolve));
  return {
    port,
    /** What it took since it was last asked, in order. */
    taken: () => mails.splice(0),
    close,
    [Symbol.asyncDispose]: close,
  };
}
