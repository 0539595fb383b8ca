import { formOn, readable, Visitor, type View } from "./visitor.ts";

/** Somebody of the staff at a browser, signed in. */
export async function atDesk(visitor: Visitor, name: string, passphrase: string): Promise<Visitor> {
  const door = await visitor.open("/desk/sign-in");
  const inside = await visitor.send(door, { form: "/desk/sign-in", fill: { name, passphrase } });
  if (!visitor.cookies.has("desk")) throw new Error(`${name} is not let in: ${readable(inside.html).slice(0, 500)}`);
  return visitor;
}

/** And with keys that are unlocked. */
export async function unlocked(visitor: Visitor, passphrase: string): Promise<Visitor> {
  const opened = await unlock(visitor, passphrase);
  if (!visitor.cookies.has("keys")) throw new Error(`Not unlocked: ${readable(opened.html).slice(0, 800)}`);
  return visitor;
}

export async function unlock(visitor: Visitor, passphrase: string): Promise<View> {
  return visitor.send(await visitor.open("/desk/unlock"), { form: "/desk/unlock", fill: { passphrase } });
}

/** Opens a page and sends a form that stands on it; throws where it is refused. */
export async function does(
  visitor: Visitor,
  page: string,
  form: string,
  fill: Readonly<Record<string, string | readonly string[]>> = {},
): Promise<View> {
  const done = await visitor.send(await visitor.open(page), { form, fill });
  if (done.status !== 200) throw new Error(`${form}: ${done.status} ${readable(done.html).slice(0, 800)}`);
  return done;
}

/** Ids of the cases on the first page of the list. */
export async function casesOf(visitor: Visitor, status = ""): Promise<readonly string[]> {
  const { html } = await visitor.open(`/desk/cases${status === "" ? "" : `?status=${status}`}`);
  return [...new Set([...html.matchAll(/href="\/desk\/cases\/([\w-]+)"/g)].map(([, id = ""]) => id))];
}

/** What a list to choose from offers. */
export const choicesOf = (page: View, form: string, name: string): readonly string[] => {
  const { html } = page;
  const [, list = ""] = new RegExp(`<select [^>]*name="${name}"[^>]*>([\\s\\S]*?)</select>`).exec(html) ?? [];
  formOn(page, form);
  return [...list.matchAll(/<option value="([^"]+)"/g)].map(([, value = ""]) => value);
};
