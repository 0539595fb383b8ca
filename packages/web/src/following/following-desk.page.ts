import type { ActorId, FollowLine, MovedLine } from "@commonhall/domain";
import { go, opens, refused, sends, type DeskRoute, type Run, type Sheet, type Visit } from "../desk/route.ts";
import { admitted } from "../desk/rooms.ts";
import { when } from "../desk/times.ts";
import { field } from "../layout/fields.ts";
import { bdi, code, html, type Html } from "../layout/html.ts";
import { andMore, button, empty, errorList, form } from "../layout/parts.ts";
import { textFor } from "../words/reader.ts";
import { followRefusal } from "./follow-refused.ts";

/** Whom this centre follows, and who follows it and each of its campaigns. */
export const followingRoutes: readonly DeskRoute[] = [
  opens("/following", "read what arrived", followingPage),
  sends("/following", "follow", followingPage, follow),
  sends("/following/end", "follow", followingPage, unfollow),
];

async function follow({ ports, form, reader }: Parameters<Run>[0]): ReturnType<Run> {
  const followed = await ports.followCommands.follow(form.get("address"));
  if (!followed.ok) return refused({ field: "address", message: followRefusal(reader, followed.error) });
  return go("/desk/following", `follow-${followed.value.state}`);
}

async function unfollow({ ports, form, reader }: Parameters<Run>[0]): ReturnType<Run> {
  const ended = await ports.followCommands.unfollow(form.get("actor"));
  if (!ended.ok) return refused({ message: followRefusal(reader, ended.error) });
  return go("/desk/following", "follow-ended");
}

async function followingPage(visit: Visit): Promise<Sheet> {
  const { ports, reader, errors, session } = visit;
  const { words } = reader;
  const [following, followers, moved] = await Promise.all([
    ports.follows.following(),
    ports.follows.followers(),
    ports.follows.moved(MOVED_SHOWN),
  ]);
  const mayFollow = admitted(session.staff.roles, "follow");
  return {
    room: "following",
    title: words("desk.room.following"),
    body: html`<h1>${words("desk.following.title")}</h1>
${errorList(words, errors)}
<section><h2>${words("desk.following.we")}</h2>
${mayFollow && followForm(visit)}
${following.length === 0 ? empty(words("desk.following.none")) : html`<ul class="lines">${following.map((line) => followedLine(visit, line, mayFollow))}</ul>`}
</section>
${moved.length > 0 && movedSection(visit, moved)}
${await followersSection(visit, followers)}`,
  };
}

function followForm({ reader, session, form: typed, errors }: Visit): Html {
  const { words, link } = reader;
  return form({
    action: link("/desk/following"),
    csrf: session.csrf,
    body: html`${field({
      name: "address",
      label: words("desk.following.address"),
      hint: words("desk.following.address.hint"),
      value: typed.fields["address"],
      errors,
      ltr: true,
      autocomplete: "off",
    })}
${button({ label: words("desk.following.follow") })}`,
  });
}

function followedLine(visit: Visit, line: FollowLine, mayFollow: boolean): Html {
  const { reader, session } = visit;
  const { words, rich, link } = reader;
  return html`<li>
<strong>${bdi(line.name)}</strong>
${code(line.handle)}
<span class="quiet">${rich(`desk.following.state.${line.state}`, { time: when(visit, line.since) })}</span>
${line.state === "accepted" && html`<a href="${link(`/desk/arrived?from=${encodeURIComponent(line.id)}`)}">${words("desk.following.read")}</a>`}
${
  mayFollow &&
  line.state !== "ended" &&
  form({
    action: link("/desk/following/end"),
    csrf: session.csrf,
    hidden: { actor: line.id },
    body: button({ label: rich("desk.following.end", { name: line.name }), kind: "calm" }),
  })
}
</li>`;
}

const MOVED_SHOWN = 20;

/** What does not go along with whoever moves waits for a person, who has to know of it. */
function movedSection(visit: Visit, moved: readonly MovedLine[]): Html {
  const { words } = visit.reader;
  return html`<section><h2>${words("desk.moved.title")}</h2>
<p>${words("desk.moved.text")}</p>
<ul class="lines">${moved.map((line) => movedItem(visit, line))}</ul>
</section>`;
}

function movedItem(visit: Visit, { name, later, former, at, left }: MovedLine): Html {
  const { words, rich, link } = visit.reader;
  return html`<li><strong>${bdi(name)}</strong>
${code(former)} → ${code(later)}
<span class="quiet">${rich("desk.moved.when", { time: when(visit, at) })}</span>
${left.includes("ally") && html`<p>${words("desk.moved.ally")} <a href="${link("/desk/allies")}">${words("desk.moved.offer")}</a></p>`}
${left.includes("vouched for") && html`<p>${words("desk.moved.vouched")}</p>`}
</li>`;
}

async function followersSection(visit: Visit, followers: readonly FollowLine[]): Promise<Html> {
  const { centre, reader, ports } = visit;
  const { words } = reader;
  const campaigns = await ports.campaigns.list();
  const ours: readonly (readonly [ActorId, string])[] = [
    [centre.id, textFor(reader, centre.name).text],
    ...campaigns.map((campaign): [ActorId, string] => [campaign.id, textFor(reader, campaign.name).text]),
  ];
  return html`<section><h2>${words("desk.followers.title")}</h2>
<p>${words("desk.followers.text")}</p>
${ours.map(([id, name]) =>
  followersOf(
    visit,
    name,
    followers.filter((line) => line.ours === id && line.state === "accepted"),
  ),
)}
</section>`;
}

/** More than anybody reads; the number above is of all. */
const LISTED = 200;

function followersOf(visit: Visit, name: string, lines: readonly FollowLine[]): Html {
  const { words, rich } = visit.reader;
  return html`<h3>${bdi(name)}</h3>
<p>${words("desk.followers.count", { count: lines.length })}</p>
${
  lines.length > 0 &&
  html`<details><summary>${words("desk.followers.who")}</summary><ul class="lines">${lines
    .slice(0, LISTED)
    .map(
      (line) =>
        html`<li><strong>${bdi(line.name)}</strong>${code(line.handle)}<span class="quiet">${rich("desk.followers.since", { time: when(visit, line.since) })}</span></li>`,
    )}</ul>${andMore(visit.reader, lines.length - LISTED)}</details>`
}`;
}
