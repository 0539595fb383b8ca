import {
  allianceState,
  charterHash,
  firmness,
  isMemberOf,
  maySign,
  type Alliance,
  type AllianceMemberLine,
  type Fork,
  type KnownCharters,
  type Proposal,
} from "@commonhall/domain";
import { NOT_FOUND, opens, type DeskRoute, type Elsewhere, type Sheet, type Visit } from "../desk/route.ts";
import { admitted } from "../desk/rooms.ts";
import { bdi, code, html, type Html } from "../layout/html.ts";
import { empty, errorList, linkButton, metaLine, notice, pin, title } from "../layout/parts.ts";
import { textFor } from "../words/reader.ts";
import { allianceNews } from "./alliance-news.part.ts";
import { deskPathOf } from "./alliances-desk.page.ts";
import { changesList, charterFacts, keyDigits, namesFrom, namesList, type NameOf } from "./charter-parts.ts";
import { sayFor, sayRichFor } from "./words/say.ts";

/** One alliance: its charter, its members with their keys, what is proposed, and what members send. */
export const allianceRoutes: readonly DeskRoute[] = [opens("/alliances/:first", "read what arrived", alliancePage)];

/** An alliance as its pages show it. */
export interface ShownAlliance {
  readonly alliance: Alliance;
  readonly known: KnownCharters;
  readonly members: readonly AllianceMemberLine[];
  readonly nameOf: NameOf;
  readonly mayManage: boolean;
}

/** By the first version, which is in the address; undefined where there is none. */
export async function shownAlliance(visit: Visit): Promise<ShownAlliance | undefined> {
  const { ports, param, centre, reader, session } = visit;
  const first = charterHash(param("first"));
  const alliance = (await ports.alliances.list()).find(({ standing }) => (standing.chain[0] ?? "") === first);
  if (alliance === undefined) return undefined;
  const { standing } = alliance;
  const known = await ports.alliances.known(alliance.id);
  const everybody = new Map(
    known.versions.flatMap(({ charter }) => charter.members).map((member) => [`${member.id} ${member.key}`, member]),
  );
  const all = await ports.alliances.members([...everybody.values()]);
  const members = standing.current.charter.members.flatMap(
    ({ id, key }) => all.find((line) => line.id === id && line.key === key) ?? [],
  );
  const nameOf = namesFrom(all, { id: centre.id, name: textFor(reader, centre.name).text });
  return { alliance, known, members, nameOf, mayManage: admitted(session.staff.roles, "manage allies") };
}

async function alliancePage(visit: Visit): Promise<Sheet | Elsewhere> {
  const shown = await shownAlliance(visit);
  if (shown === undefined) return NOT_FOUND;
  const { ports, reader, errors } = visit;
  const say = sayFor(reader);
  const { alliance, nameOf, mayManage } = shown;
  const { standing, us } = alliance;
  const { charter, hash } = standing.current;
  const state = allianceState(standing, us.id, ports.clock());
  const isIn = isMemberOf(alliance, ports.clock());
  return {
    room: "alliances",
    title: textFor(reader, charter.name).text,
    body: html`${title(reader, charter.name)}
${errorList(reader.words, errors)}
${metaLine([say(`state.${state}`), say("line.version", { version: charter.version }), say("line.members", { count: standing.members.length })])}
${forks(visit, shown)}
${proposals(visit, shown)}
<section><h2>${standing.isFounded ? say("charter.in-force", { version: charter.version }) : say("charter")}</h2>
${charterFacts(reader, charter, nameOf)}
<details><summary>${say("charter.hash")}</summary><p class="hint">${say("charter.hash.hint")}</p><p>${code(hash)}</p></details>
${mayManage && isIn && html`<p class="acts">${linkButton(reader.link(`${deskPathOf(alliance)}/propose`), say("propose"))}</p>`}
</section>
${membersPart(visit, shown)}
${isIn && (await allianceNews(visit, shown))}
${mayManage && (isIn || state === "founding") && html`<p class="acts">${linkButton(reader.link(`${deskPathOf(alliance)}/leave`), say("leave"))}</p>`}`,
  };
}

function forks({ reader }: Visit, { alliance, known, nameOf, mayManage }: ShownAlliance): Html | false {
  const { standing, us } = alliance;
  const open = standing.forks.filter((fork) => !fork.isSettled || isBound(fork, us.key));
  return open.length > 0 && html`${open.map((fork) => forkNotice(fork))}`;

  function forkNotice(fork: Fork): Html {
    const say = sayFor(reader);
    const kept = known.versions.find((version) => version.hash === fork.kept);
    return notice(
      "bad",
      html`<h2>${say("fork")}</h2>
<p>${fork.isSettled ? say("fork.settled") : say("fork.text", fork.support)}</p>
${isBound(fork, us.key) && html`<p>${say("fork.bound")}</p>`}
${kept !== undefined && html`<p>${say("fork.other")}</p>${changesList(reader, kept.charter, fork.other.charter, nameOf)}`}
${mayManage && !fork.isSettled && html`<p class="acts">${linkButton(reader.link(`${deskPathOf(alliance)}/propose`), say("fork.settle"))}</p>`}`,
    );
  }
}

/** We have signed the other branch, and nothing of the one that holds. */
const isBound = ({ signers }: Fork, key: Alliance["us"]["key"]): boolean =>
  signers.other.includes(key) && !signers.kept.includes(key);

function proposals(visit: Visit, shown: ShownAlliance): Html {
  const { reader } = visit;
  const say = sayFor(reader);
  const { standing } = shown.alliance;
  return html`<section><h2>${say("proposals")}</h2>
${standing.proposals.length === 0 ? empty(say("proposals.none")) : standing.proposals.map((proposal) => proposalPin(visit, shown, proposal))}
</section>`;
}

function proposalPin({ reader, ports }: Visit, shown: ShownAlliance, proposal: Proposal): Html {
  const [say, tell] = [sayFor(reader), sayRichFor(reader)];
  const { alliance, known, nameOf, mayManage } = shown;
  const { standing, us } = alliance;
  const { version, approvals, needed, silent, signers } = proposal;
  const everybody = [...version.charter.members, ...standing.current.charter.members];
  const names = (keys: readonly string[]) =>
    namesList(
      [...new Set(keys.flatMap((key) => everybody.find((member) => member.key === key)?.id ?? []))].map(nameOf),
    );
  const may = maySign(known, standing, version.hash, { us, now: ports.clock() }).ok;
  const isFirst = version.hash === standing.current.hash;
  return pin({
    meta: [
      say("line.version", { version: version.charter.version }),
      !isFirst && say("proposal.approvals", { count: approvals, needed }),
    ],
    body: html`${isFirst ? html`<p>${say("proposal.first")}</p>` : html`<h3>${say("changes")}</h3>${changesList(reader, standing.current.charter, version.charter, nameOf)}`}
${signers.length > 0 && html`<p>${tell("proposal.signed", { names: names(signers) })}</p>`}
${silent.length > 0 && html`<p>${tell("proposal.silent", { names: namesList(silent.map(({ id }) => nameOf(id))) })}</p>`}
${signers.includes(us.key) && html`<p>${say("proposal.ours")}</p>`}
${mayManage && may && html`<p class="acts">${linkButton(reader.link(`${deskPathOf(alliance)}/sign/${version.hash}`), say("proposal.look"), "strong")}</p>`}`,
  });
}

function membersPart({ reader, ports }: Visit, shown: ShownAlliance): Html {
  const say = sayFor(reader);
  const { alliance, known, members, mayManage } = shown;
  const { standing, us } = alliance;
  const { charter, hash } = standing.current;
  const before = known.versions.find((version) => version.hash === charter.before);
  const mayToo = standing.isFounded && maySign(known, standing, hash, { us, now: ports.clock() }).ok;
  const firm = before === undefined ? 0 : firmness(standing, before.charter.members);
  return html`<section><h2>${say("members")}</h2>
<p class="hint">${say("members.key.hint")}</p>
<ul class="lines">${members.map((member) => memberLine(reader, shown, member))}</ul>
${before !== undefined && html`<p class="hint">${say("firm", { count: firm })}</p>`}
${mayManage && mayToo && html`<p class="acts">${linkButton(reader.link(`${deskPathOf(alliance)}/sign/${hash}`), say("sign-too"))}</p>`}
</section>`;
}

export function memberLine(
  reader: Visit["reader"],
  { alliance, nameOf }: Pick<ShownAlliance, "alliance" | "nameOf">,
  member: AllianceMemberLine,
): Html {
  const say = sayFor(reader);
  const { standing, us } = alliance;
  const isUs = member.id === us.id;
  const hasLeft = standing.leaves.some((leave) => leave.member === member.id);
  const signed = standing.signers.includes(member.key);
  return html`<li><strong>${bdi(nameOf(member.id))}</strong> ${isUs ? html`<span class="quiet">${say("members.us")}</span>` : code(member.handle)}
<span class="quiet">${hasLeft ? say("members.left") : say(signed ? "members.signed" : "members.silent")}</span>
${!isUs && member.shows === false && html`<p class="error">${say("members.other-key")}</p>`}
${!isUs && member.shows === undefined && html`<p class="hint">${say("members.unknown-key")}</p>`}
<p>${say("members.key")}: ${keyDigits(member)}</p></li>`;
}
