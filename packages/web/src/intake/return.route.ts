import { LONGEST_TEXT, readReceiptCode, type ReceiptCode } from "@commonhall/vault";
import type { Html } from "../layout/html.ts";
import type { FormError } from "../layout/parts.ts";
import { tagOf } from "./answers.ts";
import { couldNot, page, said, type Visitor } from "./intake.route.ts";
import { readIntakeForm, type IntakeForm } from "./read-intake-form.ts";
import { busyScreen, doneWith, enterCode, repliesScreen, addBox, type ReturnScreen } from "./return.screen.ts";
import { intakeLanguage, sayIn, type Say } from "./words/say.ts";

export const openReturn = (visitor: Visitor): Response => {
  const { language, door } = visitor;
  const body = enterCode({ language, action: `/${door.path}/code`, errors: [], code: "", text: "" });
  return page(visitor, { language, body });
};

/**
 * A code is sent with everything that is asked of it, in the body of a form and nowhere else. What cannot be a code is
 * refused here, before anything is hashed; how many are tried in a minute is the vault's business.
 */
export async function takeReturn(visitor: Visitor): Promise<Response> {
  using form = await readIntakeForm(visitor.request, visitor.room);
  const { values, problems } = form;
  const language = intakeLanguage(values.get("l")) ?? visitor.language;
  const say = sayIn(language);
  const code = readReceiptCode(values.get("code"));
  const shown: ReturnScreen = {
    language,
    action: `/${visitor.door.path}/code`,
    errors: problems.map((problem) => said(problem, say)),
    code: code.ok ? code.value : values.get("code"),
    text: values.get("text"),
  };
  const again = (errors: readonly FormError[], status: number, draw = enterCode): Response =>
    page(visitor, { language, status, body: draw({ ...shown, errors: [...shown.errors, ...errors] }) });
  if (!code.ok) return again([{ field: "code", message: notACode(code.error, say) }], 422);
  const asked = askedFor(values.get("go"));
  const wrong = asked === "add" ? problemsWith(form, say) : [];
  if (wrong.length > 0) return again(wrong, 422, (screen) => addBox(screen, say));
  const done = await run(visitor, asked, code.value, shown, form);
  if (typeof done !== "string") return page(visitor, { language, body: done.body });
  const files = form.files.length > 0 ? [{ message: say("error.files.again") }] : [];
  const [message, status] = done === "busy" ? [say("error.busy"), 429] : [say("error.failed"), 503];
  return again([{ message }, ...files], status, (screen) => busyScreen(screen, asked));
}

type Asked = "open" | "add" | "withdraw";
const askedFor = (go: string): Asked => (go === "add" || go === "withdraw" ? go : "open");

interface Done {
  readonly body: Html;
}

async function run(
  visitor: Visitor,
  asked: Asked,
  code: ReceiptCode,
  shown: ReturnScreen,
  form: IntakeForm,
): Promise<Done | "busy" | "failed"> {
  const { returns } = visitor.intake;
  const { language, text } = shown;
  try {
    switch (asked) {
      case "open": {
        const opened = await returns.open(code);
        return opened === "busy" ? opened : { body: repliesScreen({ ...shown, replies: opened.replies }) };
      }
      case "add": {
        const message = { language: tagOf(language), text, files: form.files };
        const added = await returns.add(code, { ...message, quarantined: visitor.arriving.placeByCode() === "later" });
        return added === "busy" ? added : { body: doneWith("add.kept", shown) };
      }
      case "withdraw": {
        const withdrawn = await returns.withdrawConsent(code);
        return withdrawn === "busy" ? withdrawn : { body: doneWith("withdraw.done", shown) };
      }
    }
  } catch (error) {
    couldNot(visitor, "a code could not be used", error);
    return "failed";
  }
}

type NotACode = Extract<ReturnType<typeof readReceiptCode>, { readonly ok: false }>["error"];

const notACode = (why: NotACode, say: Say): string =>
  why.type === "digits" ? say("error.code", { found: why.found }) : say("error.code.digits");

function problemsWith({ values, files, problems }: IntakeForm, say: Say): readonly FormError[] {
  const over = values.get("text").length - LONGEST_TEXT;
  return [
    ...(values.get("text") === "" && files.length === 0 && problems.length === 0
      ? [{ field: "text", message: say("error.empty") }]
      : []),
    ...(over > 0 ? [{ field: "text", message: say("error.long", { most: LONGEST_TEXT, over }) }] : []),
    ...(problems.length > 0 ? [{ message: say("error.files.again") }] : []),
  ];
}
