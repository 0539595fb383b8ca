import type { ReleaseDayView, ReleaseRoom, RoomRefused } from "@commonhall/vault";
import { go, refused, type Draw, type Run, type Sheet } from "../desk/route.ts";
import type { Said } from "../desk/said.ts";
import { insideDraws, insideRuns, type Inside } from "../casework/inside.ts";
import { html } from "../layout/html.ts";
import { notice } from "../layout/parts.ts";
import { momentText } from "../words/dates.ts";
import { sayIn, sayRichIn, type Say, type SayRich } from "./words/say.ts";

/** A visit of an officer whose keys are unlocked. */
export interface InRoom extends Omit<Inside, "say" | "sayRich"> {
  readonly room: ReleaseRoom;
  readonly view: ReleaseDayView;
  readonly say: Say;
  readonly sayRich: SayRich;
  /** Login names. */
  readonly nameOf: (id: string) => string;
}

/** A page for officers; somebody for whom nobody has signed yet is told so. */
export const roomDraws = (draw: (inRoom: InRoom) => Promise<Sheet>): Draw =>
  insideDraws(async (inside) => {
    const inRoom = await enterRoom(inside);
    return inRoom === undefined ? noOfficer(inside) : draw(inRoom);
  });

/** A form of such a page: what the vault refuses is said in words. */
export const roomRuns = (said: Said, back: string, run: (inRoom: InRoom) => ReturnType<ReleaseRoom["make"]>): Run =>
  insideRuns(async (inside) => {
    const inRoom = await enterRoom(inside);
    if (inRoom === undefined) return refused();
    const done = await run(inRoom);
    return done.ok ? go(back, said) : refused({ message: refusal(inRoom, done.error) });
  });

export async function enterRoom({ say: _say, sayRich: _rich, ...inside }: Inside): Promise<InRoom | undefined> {
  const { language } = inside.visit.reader;
  const room = inside.desk.release;
  const view = await room.day();
  const say = sayIn(language);
  const nameOf = (id: string) => inside.staff.find((member) => member.id === id)?.name ?? id;
  return view === undefined ? undefined : { ...inside, room, view, say, sayRich: sayRichIn(language), nameOf };
}

function noOfficer({ visit }: Inside): Sheet {
  const say = sayIn(visit.reader.language);
  return {
    room: "releases",
    title: say("title"),
    body: html`<h1>${say("title")}</h1>${notice("plain", html`<p>${say("no-officer")}</p>`)}`,
  };
}

export function refusal({ say, visit }: Pick<InRoom, "say" | "visit">, problem: RoomRefused): string {
  if (problem.type !== "not the time") return say(REFUSED[problem.type]);
  const at = (time: number) => momentText(time, visit.reader.language);
  return say("refused.not-the-time", { opens: at(problem.opens), closes: at(problem.signBy) });
}

const REFUSED = {
  "no policy": "refused.no-policy",
  clock: "refused.clock",
  changed: "refused.changed",
  "no right": "refused.no-right",
  "not found": "refused.not-found",
  "signed before": "refused.signed-before",
  dropped: "refused.dropped",
} as const satisfies Record<Exclude<RoomRefused["type"], "not the time">, string>;
