import { trusted, type FollowLine } from "@commonhall/domain";
import { createWeb } from "../create-web.ts";
import { Browser, formOf, type Opened } from "./browser.ts";
import { deskPorts } from "./desk-ports.ts";
import { centre } from "./fixtures.ts";

/** An editor has signed in. */
export async function atTheDesk() {
  const made = deskPorts();
  const browser = new Browser(createWeb(made.ports));
  await browser.signIn("mina");
  return { ...made, browser };
}

export const uuid = (id: string): string => id.split("/").at(-1) ?? "";

/** The form for writing stands at the address that it is sent to. */
export const formPath = (page: Opened): string => page.path.split("?")[0] ?? "";

/** What stands in the boxes of the form for writing. */
export const boxes = (page: Opened): Record<string, string> => Object.fromEntries(formOf(page, formPath(page)).entries);

/** As little as a campaign needs. */
export const CAMPAIGN = {
  "name.en": "Passports back",
  handle: "passports-back",
  "summary.en": "An employer who keeps a passport keeps a person.\n\nIt is against the law.",
  "demand.0.en": "Give the passports back by 1 March",
  "target.0.name": 'Agency <One> & "Sons"',
  "target.0.role": "recruiter",
};

/** Somebody on a server of that number. */
export const follower = (number: number): FollowLine => ({
  id: trusted.actor(`https://s${number}.example/a`),
  handle: `@a@s${number}.example`,
  name: "A",
  state: "accepted",
  since: 0,
  ours: centre.id,
});
