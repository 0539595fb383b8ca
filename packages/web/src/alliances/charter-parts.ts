import {
  charterChanges,
  SHARED_KINDS,
  type ActorId,
  type AllianceMember,
  type AllianceMemberLine,
  type Charter,
  type CharterChange,
  type KindTerms,
} from "@commonhall/domain";
import { fingerprintOf, pemFromMultikey } from "@commonhall/wire";
import { bdi, code, html, type Html } from "../layout/html.ts";
import { facts, textOf } from "../layout/parts.ts";
import { dayText } from "../words/dates.ts";
import type { Reader } from "../words/reader.ts";
import { sayFor, sayRichFor } from "./words/say.ts";

/** How members are called: by what is known of their actors, our own centre by its name. */
export type NameOf = (id: ActorId) => string;

export const namesFrom =
  (lines: readonly AllianceMemberLine[], us: { readonly id: ActorId; readonly name: string }): NameOf =>
  (id) =>
    id === us.id ? us.name : (lines.find((line) => line.id === id)?.name ?? id);

export const namesList = (names: readonly string[]): Html =>
  html`${names.map((name, at) => html`${at > 0 && ", "}${bdi(name)}`)}`;

/** What a charter says, as whoever signs it has to read it. */
export function charterFacts(reader: Reader, charter: Charter, nameOf: NameOf): Html {
  const say = sayFor(reader);
  const { name, purpose, terms, until } = charter;
  return facts([
    [say("charter.name"), textOf(reader, name)],
    [say("charter.purpose"), textOf(reader, purpose)],
    [
      say("charter.shared"),
      html`<ul>${SHARED_KINDS.map((kind) => html`<li>${say(`form.kind.${kind}`)}: ${termsText(reader, terms.kinds[kind], nameOf)}</li>`)}</ul>`,
    ],
    [say("charter.retention"), retentionText(reader, terms.retention)],
    [say("charter.until"), dayText(until, reader.language)],
    [say("charter.public"), say(charter.public ? "public.yes" : "public.no")],
  ]);
}

function termsText(reader: Reader, terms: KindTerms | undefined, nameOf: NameOf): Html {
  const say = sayFor(reader);
  if (terms === undefined) return html`${say("terms.nobody")}`;
  const who =
    terms.from === "all"
      ? html`${say("terms.all")}`
      : sayRichFor(reader)("terms.some", { names: namesList(terms.from.map(nameOf)) });
  return html`${who}; ${say(terms.passOn ? "terms.pass-on" : "terms.keep")}`;
}

const retentionText = (reader: Reader, days: number | undefined): string =>
  days === undefined ? sayFor(reader)("retention.member") : sayFor(reader)("retention.days", { count: days });

/** The digits by which two people know over the telephone that they mean the same key. */
export function keyDigits({ key }: Pick<AllianceMember, "key">): Html | false {
  const pem = pemFromMultikey(key);
  return pem !== undefined && html`<span class="digits">${code(fingerprintOf(pem))}</span>`;
}

/** Each thing in which one version differs from the one before, a sentence each. */
export function changesList(reader: Reader, before: Charter, after: Charter, nameOf: NameOf): Html {
  const changes = charterChanges(before, after);
  if (changes.length === 0) return html`<p>${sayFor(reader)("changes.none")}</p>`;
  return html`<ul class="changes">${changes.map((change) => html`<li>${changeText(reader, change, nameOf)}</li>`)}</ul>`;
}

function changeText(reader: Reader, change: CharterChange, nameOf: NameOf): Html {
  const [say, tell] = [sayFor(reader), sayRichFor(reader)];
  switch (change.type) {
    case "admits":
    case "removes":
      return tell(`change.${change.type}`, { member: nameOf(change.member) });
    case "notes leave of":
      return tell("change.notes-leave-of", { member: nameOf(change.member) });
    case "takes back":
      return tell("change.takes-back", { member: nameOf(change.member) });
    case "gives a new key to":
      return tell("change.gives-a-new-key-to", { member: nameOf(change.member) });
    case "name":
    case "purpose":
      return tell(`change.${change.type}`, { to: textOf(reader, change.to) });
    case "until":
      return tell("change.until", {
        from: dayText(change.from, reader.language),
        to: dayText(change.to, reader.language),
      });
    case "retention":
      return tell("change.retention", { to: retentionText(reader, change.to) });
    case "public":
      return html`${say(change.to ? "change.public.yes" : "change.public.no")}`;
    case "shares":
      return html`${say(`form.kind.${change.kind}`)}: ${termsText(reader, change.to, nameOf)}`;
    case "settles":
      return html`${say("change.settles", { count: change.count })}`;
  }
}
