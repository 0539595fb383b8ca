import type { WorkInProgress } from "@commonhall/domain";
import type { Sheet, Visit } from "../../desk/route.ts";
import { when } from "../../desk/times.ts";
import { html } from "../../layout/html.ts";
import { button, errorList, form as formElement } from "../../layout/parts.ts";
import type { FormValues } from "../../layout/read-form.ts";
import { changed, roomOf, type Writing } from "./writing.ts";

/** The form of anything that is written. `work`: as it was kept, if it was. */
export async function writePage(
  visit: Visit,
  writing: Writing,
  form: FormValues,
  work: WorkInProgress | undefined,
): Promise<Sheet> {
  const { reader, errors, session, param } = visit;
  const { words, rich, link } = reader;
  const of = changed(form);
  const { room, path } = roomOf(writing.kind);
  const title = words(of === "" ? `desk.write.${writing.kind}.title` : `desk.change.${writing.kind}.title`);
  return {
    room,
    title,
    body: html`<p><a href="${link(path)}">${words(`desk.room.${room}`)}</a></p>
<h1>${title}</h1>
${errorList(words, errors)}
<p class="lead">${words(`desk.write.${writing.kind}.lead`)}</p>
${work !== undefined && html`<p class="quiet">${rich("desk.write.kept", { name: work.by, time: when(visit, work.saved) })}</p>`}
${formElement({
  action: link(`/desk/write/${writing.kind}/${param("work")}`),
  csrf: session.csrf,
  hidden: { of },
  className: "writing",
  body: html`<button hidden name="do" value="save"></button>
${await writing.boxes(visit, form)}
<div class="acts bottom">${button({ label: words("desk.write.preview"), name: "do", value: "preview" })}
${button({ label: words("desk.write.save"), kind: "calm", name: "do", value: "save" })}</div>
<p class="quiet">${words("desk.write.nothing-leaves")}</p>`,
})}`,
  };
}
