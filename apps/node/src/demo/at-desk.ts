import { PASSPHRASE } from "./cast.ts";
import type { DemoNode } from "./demo-node.ts";
import { openPage, readable, sendForm, type Cookies, type Opened } from "./form-by-http.ts";

/** Somebody of the staff at a browser. */
export interface AtDesk {
  open(path: string): Promise<Opened>;
  /** Sends a form of a page; throws what the page says where it is not done. */
  send(page: Opened, form: string, fill?: Readonly<Record<string, string | readonly string[]>>): Promise<Opened>;
}

export async function atDesk({ origin, part }: DemoNode, name: string): Promise<AtDesk> {
  const cookies: Cookies = new Map();
  const desk: AtDesk = {
    open: (path) => openPage(`${origin}${path}`, cookies),
    send: async (page, form, fill = {}) => {
      const done = await sendForm(page, { form, fill, cookies });
      if (done.status !== 200) throw new Error(`${part.name}, ${form}: ${readable(done.html).slice(0, 500)}`);
      return done;
    },
  };
  await desk.send(await desk.open("/desk/sign-in"), "/desk/sign-in", { name, passphrase: PASSPHRASE });
  return desk;
}

/** And with keys that their passphrase has opened. */
export async function unlocked(node: DemoNode, name: string): Promise<AtDesk> {
  const desk = await atDesk(node, name);
  await desk.send(await desk.open("/desk/unlock"), "/desk/unlock", { passphrase: PASSPHRASE });
  return desk;
}
