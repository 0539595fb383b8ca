import type { Centre, CentreDraft, DoorPath, StaffDraft } from "@commonhall/domain";
import { addressesOf } from "@commonhall/wire";
import type { FormError } from "../layout/parts.ts";
import { formValues, NO_FORM, type FormValues } from "../layout/read-form.ts";
import { privatePage, readerFor } from "../layout/respond.ts";
import type { TokenBucket } from "../layout/token-bucket.ts";
import type { WebPorts } from "../ports.ts";
import type { Reader } from "../words/reader.ts";
import {
  checkCentre,
  checkDoor,
  checkStaff,
  checkTexts,
  peopleOf,
  refusedStaff,
  SET_UP_STEPS,
  stepFrom,
  type SetUpStep,
} from "./set-up-form.ts";
import { setUpAlreadyPage, setUpDonePage, setUpPage } from "./set-up.page.ts";

export type SetUpPorts = Pick<WebPorts, "site" | "centreCommands" | "setUpCode" | "intake">;

/** One who sets the node up, before there is a centre. */
interface Asked {
  readonly ports: SetUpPorts;
  readonly request: Request;
  readonly reader: Reader;
  readonly form: FormValues;
}

export const setUpAlready = (request: Request, centre: Centre): Response =>
  privatePage(request, setUpAlreadyPage(readerFor(request, centre)), 410);

/** `?code=`, as the first start prints it, fills the code in. */
export function openSetUp(ports: SetUpPorts, request: Request): Response {
  const code = new URL(request.url).searchParams.get("code");
  const form = code === null ? NO_FORM : formValues([["code", code]]);
  return show({ ports, request, reader: readerFor(request, undefined), form }, "code");
}

/**
 * Every step carries the code and all that was told before, and all of it is checked again: what is shown next is the
 * first thing that is wrong or not yet told.
 */
export async function takeSetUp(
  ports: SetUpPorts,
  request: Request,
  form: FormValues,
  guesses: TokenBucket,
): Promise<Response> {
  const asked = { ports, request, form, reader: readerFor(request, undefined) };
  const { words } = asked.reader;
  const step = stepFrom(form.get("step"));
  // Another language for the first page: nobody has guessed anything.
  if (step === "code" && form.get("go") === "stay") return show(asked, step);
  if (!guesses.take()) return show(asked, step, [{ message: words("setup.code.wait") }], 429);
  if (!(await ports.setUpCode.check(form.get("code")))) {
    return show(asked, "code", [{ field: "code", message: words("setup.code.wrong") }], 422);
  }
  if (form.get("go") === "stay") return show(asked, step);
  if (form.get("go") === "back") return show(asked, SET_UP_STEPS[SET_UP_STEPS.indexOf(step) - 1] ?? "code");
  return advance(asked, step);
}

async function advance(asked: Asked, step: SetUpStep): Promise<Response> {
  const { words } = asked.reader;
  if (step === "code") return show(asked, "centre");
  const centre = checkCentre(asked.form, words);
  const door = checkDoor(asked.form, words);
  if (!centre.ok || !door.ok) {
    return show(
      asked,
      "centre",
      [centre, door].flatMap((checked) => (checked.ok ? [] : checked.error)),
      422,
    );
  }
  if (step === "centre") return show(asked, "texts");
  const texts = checkTexts(asked.form, words, centre.value.languages);
  if (!texts.ok) return show(asked, "texts", texts.error, 422);
  if (step === "texts") return show(asked, "staff");
  const staff = checkStaff(asked.form, words);
  if (!staff.ok) return show(asked, "staff", staff.error, 422);
  return finish(asked, { ...centre.value, ...texts.value }, staff.value, door.value);
}

async function finish(
  asked: Asked,
  draft: CentreDraft,
  staff: readonly StaffDraft[],
  path: DoorPath | undefined,
): Promise<Response> {
  const { ports, request, reader, form } = asked;
  const done = await ports.centreCommands.setUp(draft, staff);
  if (done.ok) {
    if (path !== undefined) await ports.intake?.door.set({ path });
    return privatePage(request, setUpDonePage(reader, addressesOf(ports.site).handleOf(draft.handle)));
  }
  if (done.error.type === "set up already") return privatePage(request, setUpAlreadyPage(reader), 410);
  const error = refusedStaff(done.error, peopleOf(form), reader.words);
  return show(asked, error.field === "handle" ? "centre" : "staff", [error], 422);
}

function show(asked: Asked, step: SetUpStep, errors: readonly FormError[] = [], status = 200): Response {
  const { ports, request, reader, form } = asked;
  const centre = checkCentre(form, reader.words);
  const languages = centre.ok ? centre.value.languages : [];
  const asksDoor = ports.intake !== undefined;
  return privatePage(request, setUpPage({ reader, site: ports.site, step, form, errors, languages, asksDoor }), status);
}
