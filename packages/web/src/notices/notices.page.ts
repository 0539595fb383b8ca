import { isMailAddress, isNoticeWait, MINUTE } from "@commonhall/domain";
import { admitted } from "../desk/rooms.ts";
import { go, opens, refused, sends, type DeskRoute, type Run, type Sheet, type Visit } from "../desk/route.ts";
import { choices, field } from "../layout/fields.ts";
import { bdi, html, isolated, type Html } from "../layout/html.ts";
import { button, errorList, form, notice } from "../layout/parts.ts";
import { asciiDigits } from "../words/digits.ts";

/** By which address somebody is told that something urgent waits; and, for whoever administers, after how long anew. */
export const noticeRoutes: readonly DeskRoute[] = [
  opens("/account/notices", "everybody signed in", noticesPage),
  sends("/account/notices", "everybody signed in", noticesPage, setAddress),
  sends("/account/notices/off", "everybody signed in", noticesPage, forget),
  sends("/account/notices/wait", "change the centre", noticesPage, setWait),
];

async function noticesPage(visit: Visit): Promise<Sheet> {
  const { ports, session, reader, errors } = visit;
  const { words, rich } = reader;
  const { addresses, hasMail } = ports.notices;
  const own = await addresses.of(session.staff.id);
  const set =
    own !== undefined && notice("good", html`<p>${rich("desk.notices.told-at", { address: bdi(own.address) })}</p>`);
  return {
    room: "account",
    title: words("desk.notices.title"),
    body: html`<h1>${words("desk.notices.title")}</h1>
${errorList(words, errors)}
<p class="lead">${words("desk.notices.lead")}</p>
${!hasMail && notice("bad", html`<p>${words("desk.notices.no-server")}</p>`)}
${set}
${addressForm(visit, own)}
${own !== undefined && form({ action: reader.link("/desk/account/notices/off"), csrf: session.csrf, body: button({ label: words("desk.notices.off"), kind: "calm" }) })}
${admitted(session.staff.roles, "change the centre") && (await waitForm(visit))}`,
  };
}

type Own = Awaited<ReturnType<Visit["ports"]["notices"]["addresses"]["of"]>>;

function addressForm({ session, reader: { words, link }, form: typed, errors }: Visit, own: Own): Html {
  return form({
    action: link("/desk/account/notices"),
    csrf: session.csrf,
    body: html`${field({
      name: "address",
      label: words("desk.notices.address"),
      hint: words("desk.notices.address.hint"),
      value: typed.fields["address"] ?? own?.address,
      errors,
      ltr: true,
      required: true,
      autocomplete: "email",
    })}
${choices({
  name: "duty",
  legend: words("desk.notices.when"),
  type: "radio",
  choices: [
    { value: "first", label: words("desk.notices.first"), hint: words("desk.notices.first.hint") },
    { value: "later", label: words("desk.notices.later"), hint: words("desk.notices.later.hint") },
  ],
  chosen: typed.all("duty").length > 0 ? typed.all("duty") : [own?.onDuty === false ? "later" : "first"],
  errors,
})}
${button({ label: words("desk.notices.button") })}`,
  });
}

async function waitForm({ ports, session, reader: { words, link }, form: typed, errors }: Visit): Promise<Html> {
  const wait = await ports.notices.addresses.wait();
  return html`<h2>${words("desk.notices.wait.title")}</h2>
${form({
  action: link("/desk/account/notices/wait"),
  csrf: session.csrf,
  body: html`${field({
    name: "minutes",
    label: words("desk.notices.wait"),
    hint: words("desk.notices.wait.hint"),
    value: typed.fields["minutes"] ?? String(wait / MINUTE),
    errors,
    inputmode: "numeric",
    required: true,
  })}
${button({ label: words("desk.notices.wait.button"), kind: "calm" })}`,
})}`;
}

async function setAddress({ ports, session, form: typed, reader }: Visit): ReturnType<Run> {
  const address = typed.get("address").trim();
  if (!isMailAddress(address)) {
    const message = reader.words("desk.notices.refused.address", { address: isolated(address) });
    return refused({ field: "address", message });
  }
  await ports.notices.addresses.set({
    staff: session.staff.id,
    address,
    language: reader.language,
    onDuty: typed.get("duty") !== "later",
  });
  return go("/desk/account/notices", "changed");
}

async function forget({ ports, session }: Visit): ReturnType<Run> {
  await ports.notices.addresses.forget(session.staff.id);
  return go("/desk/account/notices", "notices-off");
}

async function setWait({ ports, form: typed, reader }: Visit): ReturnType<Run> {
  const minutes = Number(asciiDigits(typed.get("minutes")));
  if (!isNoticeWait(minutes)) return refused({ field: "minutes", message: reader.words("desk.notices.refused.wait") });
  await ports.notices.addresses.setWait(minutes * MINUTE);
  return go("/desk/account/notices", "changed");
}
