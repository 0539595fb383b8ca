import {
  HARM_ANSWERS,
  HARMS,
  isCleared,
  isFit,
  may,
  type Harm,
  type HarmAnswer,
  type HarmCheck,
  type WorkInProgress,
} from "@commonhall/domain";
import { go, NOT_FOUND, refused, type Run, type Visit } from "../../desk/route.ts";
import { when } from "../../desk/times.ts";
import { choices } from "../../layout/fields.ts";
import { bdi, html, type Html } from "../../layout/html.ts";
import { button, form, type FormError } from "../../layout/parts.ts";
import type { FormValues } from "../../layout/read-form.ts";

/** Before a campaign names whom workers work for (row C14): what can happen to them, answered by two people. */
export async function harmPart(visit: Visit, work: WorkInProgress): Promise<Html> {
  const { reader, session } = visit;
  const { words, link, rich } = reader;
  const people = await publishers(visit);
  const own = work.checks.some(({ by }) => by === session.staff.name);
  const given = work.checks.map(
    ({ by, at, answers }) =>
      html`<li>${rich(isFit({ answers }) ? "desk.harm.by" : "desk.harm.by.unasked", { name: bdi(by) })} <span class="quiet">${when(visit, at)}</span></li>`,
  );
  return html`<section class="notice plain"><h2>${words("desk.harm.title")}</h2>
<p>${words(people < 2 ? "desk.harm.lead.alone" : "desk.harm.lead")}</p>
${given.length > 0 && html`<ul class="lines">${given}</ul>`}
${
  own
    ? html`<p>${words("desk.harm.waits")}</p>`
    : form({
        action: link(`/desk/write/${work.kind}/${work.id}/harm`),
        csrf: session.csrf,
        hidden: { saved: String(work.saved) },
        body: html`${HARMS.map((harm) => question(visit, harm))}${button({ label: words("desk.harm.button") })}`,
      })
}</section>`;
}

const question = ({ reader: { words }, form: typed, errors }: Visit, harm: Harm): Html =>
  choices({
    name: harm,
    legend: words(`desk.harm.${harm}`),
    type: "radio",
    choices: HARM_ANSWERS.map((answer) => ({ value: answer, label: words(`desk.harm.answer.${answer}`) })),
    chosen: typed.all(harm),
    errors,
  });

/** Whether the button that publishes may stand there. */
export const isHarmCleared = async (visit: Visit, { checks }: WorkInProgress): Promise<boolean> =>
  isCleared(checks, await publishers(visit));

const publishers = async ({ ports }: Visit): Promise<number> =>
  (await ports.staffDesk.list()).filter(({ roles }) => may(roles, "publish")).length;

/** Notes one person's answers. They are about the draft as it was saved: whoever changes it is asked anew. */
export const answerHarm: Run = async ({ ports, param, form: typed, reader, session }) => {
  const work = await ports.workInProgress.get(param("work"));
  if (work === undefined || work.kind !== param("kind")) return NOT_FOUND;
  const { words } = reader;
  if (typed.get("saved") !== String(work.saved)) return refused({ message: words("desk.preview.changed-since") });
  const read = readAnswers(typed);
  const missing = HARMS.filter((harm) => read[harm] === undefined);
  const errors = missing.map((harm): FormError => ({ field: harm, message: words("desk.harm.refused.answer") }));
  if (!isComplete(read)) return refused(...errors);
  const check: HarmCheck = { by: session.staff.name, at: ports.clock(), answers: read };
  await ports.workInProgress.check(work.id, work.saved, check);
  return go(`/desk/write/${work.kind}/${work.id}/preview`, isFit(check) ? "changed" : "harm-unasked");
};

type Read = Readonly<Record<Harm, HarmAnswer | undefined>>;

const answerIn = (typed: FormValues, harm: Harm): HarmAnswer | undefined =>
  HARM_ANSWERS.find((answer) => answer === typed.get(harm));

const readAnswers = (typed: FormValues): Read => ({
  "contract-cut": answerIn(typed, "contract-cut"),
  closure: answerIn(typed, "closure"),
  dismissal: answerIn(typed, "dismissal"),
  deportation: answerIn(typed, "deportation"),
});

const isComplete = (read: Read): read is Record<Harm, HarmAnswer> => HARMS.every((harm) => read[harm] !== undefined);
