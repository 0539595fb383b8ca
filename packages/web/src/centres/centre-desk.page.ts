import { languageTag, type Centre, type LanguageTag, type UpdateCentreRefused } from "@commonhall/domain";
import { addressesOf } from "@commonhall/wire";
import { codeFields, textFields } from "../campaigns/writing/campaign-form.ts";
import { keptForm } from "../campaigns/writing/work.ts";
import { regionFields, sectorFields } from "../codes/code-fields.ts";
import { go, opens, refused, sends, type DeskRoute, type Run, type Sheet, type Visit } from "../desk/route.ts";
import { when } from "../desk/times.ts";
import { bdi, code, html } from "../layout/html.ts";
import { button, errorList, form, linkButton, type FormError } from "../layout/parts.ts";
import { formValues, type FormValues } from "../layout/read-form.ts";
import { OFFERED_LANGUAGES } from "../words/offered-languages.ts";
import type { Words } from "../words/words.ts";
import { checkScope, checkTexts, languagesFrom, type ScopeAnswers } from "./set-up-form.ts";
import { askLanguages, askTexts } from "./set-up.page.ts";

/** What the centre says of itself, changed as set-up asked for it. */
export const centreRoutes: readonly DeskRoute[] = [
  opens("/centre", "change the centre", centrePage),
  sends("/centre", "change the centre", centrePage, change),
];

async function change({ ports, form, reader, session, centre }: Visit): ReturnType<Run> {
  const { words } = reader;
  if (form.get("do") === "boxes") return refused();
  const scope = checkScope(form, words);
  const texts = checkTexts(form, words, boxesFor(form, centre, words));
  if (!scope.ok || !texts.ok) return refused(...[texts, scope].flatMap((read) => (read.ok ? [] : read.error)));
  const told = { ...texts.value, ...inOrderOf(centre, scope.value) };
  const changed = await ports.centreCommands.updateCentre(told, session.staff.name);
  return changed.ok ? go("/desk/centre", "centre-changed") : refused(changeRefused(changed.error, words));
}

/** What was there keeps its place: boxes to tick have an order of their own, and of two languages the earlier one is shown. */
function inOrderOf(before: Centre, { languages: [first, ...others], regions, sectors }: ScopeAnswers): ScopeAnswers {
  return {
    regions,
    languages: [first, ...inOrder(before.languages, others)],
    sectors: inOrder(before.sectors, sectors),
  };
}

const inOrder = <T>(before: readonly T[], now: readonly T[]): readonly T[] => [
  ...before.filter((one) => now.includes(one)),
  ...now.filter((one) => !before.includes(one)),
];

function changeRefused(why: UpdateCentreRefused, words: Words): FormError {
  switch (why.type) {
    case "no centre yet":
      return { message: words("desk.refused.no-centre") };
    case "too large": {
      const sizes = { kilobytes: Math.ceil(why.bytes / 1000), limit: Math.floor(why.limit / 1000) };
      return { message: words("desk.refused.too-large", sizes) };
    }
  }
}

async function centrePage(visit: Visit): Promise<Sheet> {
  const { ports, reader, centre, session, form: typed, errors } = visit;
  const { words, rich, link } = reader;
  const { changed } = centre;
  const values = typed.entries.length > 0 ? typed : asForm(centre);
  return {
    room: "centre",
    title: words("desk.room.centre"),
    moreLanguages: centre.languages,
    body: html`<h1>${words("desk.room.centre")}</h1>
${errorList(words, errors)}
<p class="lead">${words("desk.centre.lead")}</p>
<p>${rich("desk.centre.handle", { handle: code(addressesOf(ports.site).handleOf(centre.handle)) })}</p>
${changed !== undefined && html`<p class="quiet">${rich("desk.centre.changed", { name: bdi(changed.by), time: when(visit, changed.at) })}</p>`}
${ports.intake !== undefined && html`<p>${linkButton(link("/desk/door"), words("desk.door"))}</p>`}
${form({
  action: link("/desk/centre"),
  csrf: session.csrf,
  className: "writing",
  // The first button is the one that the Enter key presses.
  body: html`<button hidden name="do" value="change"></button>
${askTexts({ reader, form: values, errors, languages: boxesFor(values, centre, words) })}
${askLanguages(reader, values, errors)}
<p>${button({ label: words("desk.centre.boxes"), kind: "calm", name: "do", value: "boxes" })}</p>
${regionFields(reader, values, errors)}
${sectorFields(reader, values, errors)}
<div class="acts bottom">${button({ label: words("desk.centre.button"), name: "do", value: "change" })}</div>
<p class="quiet">${words("desk.centre.sent")}</p>`,
})}`,
  };
}

/** A box for every language that is chosen, the first one first, and for every text that is there: none is lost because a language is not chosen any more. */
function boxesFor(form: FormValues, centre: Centre, words: Words): readonly [LanguageTag, ...LanguageTag[]] {
  const chosen = languagesFrom(form, words);
  const [first, ...others] = chosen.ok ? chosen.value : centre.languages;
  const written = form.entries.flatMap(([name, text]) => {
    const [, tag = ""] = /^(?:name|summary)\.(.+)$/.exec(name) ?? [];
    return text.trim() === "" ? [] : (languageTag(tag) ?? []);
  });
  return [first, ...new Set([...others, ...written].filter((tag) => tag !== first))];
}

/** The centre as set-up would have been told of it. */
function asForm(centre: Centre): FormValues {
  const { name, summary, languages, regions, sectors } = centre;
  const [first, ...others] = languages;
  const isOffered = (tag: string) => OFFERED_LANGUAGES.includes(tag);
  const codes = keptForm(Object.fromEntries(codeFields({ regions, sectors })));
  return formValues([
    ["language", first],
    ...others.filter(isOffered).map((tag) => ["languages", tag] as const),
    ["languages-more", others.filter((tag) => !isOffered(tag)).join(" ")],
    ...textFields("name", name),
    ...textFields("summary", summary),
    ...codes.entries,
  ]);
}
