import { startLocalServer, type LocalServer } from "@commonhall/testkit";
import type { JsonObject } from "@commonhall/wire";

/** A server of somebody else's on loopback that shows what a test puts onto it. */
export interface Server extends LocalServer {
  readonly host: string;
  /** By path with query; a number is a status without a body, a text an address to go on to. Unless told otherwise as ActivityPub. */
  shows(path: string, document: JsonObject | number | string, type?: string): void;
  /** A text as it is, of that type. */
  showsText(path: string, text: string, type: string): void;
  /** What was asked for, in order, as paths with query. */
  readonly asked: () => readonly string[];
}

export async function server(): Promise<Server> {
  const shown = new Map<string, { readonly document: JsonObject | number | string; readonly type: string }>();
  const texts = new Map<string, { readonly text: string; readonly type: string }>();
  const local = await startLocalServer(
    ({ path }, response) => {
      const plain = texts.get(path);
      if (plain !== undefined) return void response.writeHead(200, { "content-type": plain.type }).end(plain.text);
      const { document = 404, type = "" } = shown.get(path) ?? {};
      if (typeof document === "number") response.writeHead(document).end();
      else if (typeof document === "string") response.writeHead(302, { location: document }).end();
      else response.writeHead(200, { "content-type": type }).end(JSON.stringify(document));
    },
    { address: "127.0.0.1" },
  );
  return {
    ...local,
    host: new URL(local.origin).host,
    shows: (path, document, type = "application/activity+json") => {
      texts.delete(path);
      shown.set(path, { document, type });
    },
    showsText: (path, text, type) => void texts.set(path, { text, type }),
    asked: () => local.requests.map(({ path }) => path),
  };
}

/** What WebFinger answers at `at` for `account`: it leads to `actor` and calls itself `subject`. */
export function fingers(at: Server, account: string, actor: string, subject = account): void {
  const path = `/.well-known/webfinger?resource=${encodeURIComponent(`acct:${account}`)}`;
  const links = [{ rel: "self", type: "application/activity+json", href: actor }];
  at.shows(path, { subject: `acct:${subject}`, links }, "application/jrd+json");
}
