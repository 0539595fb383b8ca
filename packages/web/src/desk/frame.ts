import type { Centre, Session } from "@commonhall/domain";
import { html, bdi, type Html } from "../layout/html.ts";
import { page } from "../layout/page.ts";
import { button, form, notice } from "../layout/parts.ts";
import type { Reader } from "../words/reader.ts";
import { admitted, roomName, ROOMS, type Room } from "./rooms.ts";
import { saidFrom } from "./said.ts";
import { timeZoneOf } from "./times.ts";

export interface FrameInput {
  readonly reader: Reader;
  readonly centre: Centre;
  readonly testNetwork: boolean;
  readonly title: string;
  readonly body: Html;
  /** Who is signed in, and where they are. */
  readonly inside?: { readonly session: Session; readonly room?: Room };
  /** One of `SAID`, as the address carries it. */
  readonly said?: string;
  readonly moreLanguages?: readonly string[];
}

/** Every page of the desk: its ways, who is signed in, the way out, and what has just been done. */
export function frame(input: FrameInput): string {
  const { reader, centre, title, inside } = input;
  const { words } = reader;
  const said = saidFrom(input.said ?? "");
  return page({
    reader,
    title,
    centre,
    unlisted: true,
    atDesk: true,
    ...(input.testNetwork ? { banner: html`${words("desk.test-network")}` } : {}),
    ...(inside === undefined
      ? {}
      : { nav: ways(reader, inside.session, inside.room), aside: who(reader, inside.session) }),
    moreLanguages: input.moreLanguages ?? [],
    body: html`${said !== undefined && notice("good", html`<p>${words(`desk.said.${said}`)}</p>`)}${input.body}
${inside !== undefined && clocks(input)}`,
  });
}

/** Times stand here without their zone, so each page says once whose clocks they are read on. */
const clocks = ({ reader, centre }: FrameInput): Html =>
  html`<p class="quiet clocks">${reader.rich("desk.clocks", { zone: timeZoneOf(centre).replaceAll("_", " ") })}</p>`;

const ways = (reader: Reader, session: Session, current: Room | undefined) =>
  ROOMS.filter((room) => admitted(session.staff.roles, room.admits)).map((room) => ({
    href: reader.link(room.path),
    label: reader.words(roomName(room.name)),
    current: room.name === current,
  }));

const who = (reader: Reader, session: Session): Html => html`<div class="who">
<a href="${reader.link("/desk/sessions")}">${reader.rich("desk.signed-in-as", { name: bdi(session.staff.name) })}</a>
${form({
  action: reader.link("/desk/sign-out"),
  csrf: session.csrf,
  body: button({ label: reader.words("desk.sign-out"), kind: "calm" }),
})}
</div>`;
