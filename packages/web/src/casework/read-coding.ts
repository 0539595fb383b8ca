import {
  assessForcedLabour,
  ASSESSMENT_LEVELS,
  err,
  FEES,
  isCountry,
  OCCUPATIONS,
  ok,
  sector,
  VIOLATION_KINDS,
  WORK_STATUSES,
  type ForcedLabourAssessment,
  type Region,
  type Result,
} from "@commonhall/domain";
import {
  isAmount,
  isCurrency,
  isRegisterId,
  mainAbuses,
  type Coding,
  type Money,
  type RegisterId,
} from "@commonhall/vault";
import { regionFrom } from "../codes/regions.ts";
import type { FormError } from "../layout/parts.ts";
import type { FormValues } from "../layout/read-form.ts";
import { asciiDigits } from "../words/digits.ts";
import { AGENT_ROWS, FEE_ROWS } from "./coding-fields.ts";
import type { Say } from "./words/say.ts";

/** The coding of a form, or what is wrong at which box. `by`: login name of whose judgement it is. */
export function readCoding(form: FormValues, by: string, say: Say): Result<Coding, readonly FormError[]> {
  const errors: FormError[] = [];
  const kinds = [...new Set(form.all("kinds").flatMap((kind) => VIOLATION_KINDS.find(kind) ?? []))];
  const place = readPlace(form, "place", say, errors);
  const origin = readPlace(form, "origin", say, errors);
  const assessment = readAssessment(form, by, say, errors);
  const fees = rows(FEE_ROWS).flatMap((index) => readFee(form, `fee.${index}`, say, errors));
  const debt = readMoney(form, "debt", say, errors);
  if (origin !== undefined && !isCountry(origin)) errors.push({ field: "origin", message: say("coding.origin.hint") });
  if (errors.length > 0) return err(errors);
  const chain = rows(AGENT_ROWS).flatMap((index) => readEntry(form, `agent.${index}`) ?? []);
  const mainAbuse = mainAbuses({ kinds }).find((code) => code === form.get("main"));
  const adult = form.get("adult");
  return ok({
    kinds,
    ...given("mainAbuse", mainAbuse),
    ...given("assessment", assessment),
    ...given("sector", sector(form.get("sector"))),
    ...given("occupation", OCCUPATIONS.find(form.get("occupation"))),
    ...given("workStatus", WORK_STATUSES.find(form.get("status"))),
    ...given("place", place),
    ...given("origin", origin),
    ...given("adult", adult === "" ? undefined : adult === "yes"),
    ...given("person", readEntry(form, "person")),
    ...given("employer", readEntry(form, "employer")),
    recruitment: {
      chain,
      fees,
      ...given("debt", debt),
      ...given("promised", textOr(form.get("promised"))),
      ...given("signed", textOr(form.get("signed"))),
    },
  });
}

const rows = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

/** A field that is there only where something was given. */
function given<Name extends string, Value>(name: Name, value: Value | undefined): { readonly [name in Name]?: Value };
function given(name: string, value: unknown): object {
  return value === undefined ? {} : { [name]: value };
}

const textOr = (text: string): string | undefined => (text === "" ? undefined : text);

const readEntry = (form: FormValues, name: string): RegisterId | undefined => {
  const id = form.get(name);
  return isRegisterId(id) ? id : undefined;
};

function readPlace(form: FormValues, name: string, say: Say, errors: FormError[]): Region | undefined {
  const typed = form.get(name);
  const found = typed === "" ? undefined : regionFrom(typed);
  if (typed !== "" && found === undefined) errors.push({ field: name, message: say("coding.place.wrong") });
  return found;
}

/** Whoever says how strong it is says why; nothing is said for them. */
function readAssessment(
  form: FormValues,
  by: string,
  say: Say,
  errors: FormError[],
): ForcedLabourAssessment | undefined {
  const level = ASSESSMENT_LEVELS.find((known) => known === form.get("level"));
  if (level === undefined) return undefined;
  const assessed = assessForcedLabour({ level, by, reason: form.get("reason") });
  if (assessed.ok) return assessed.value;
  errors.push({ field: "reason", message: say("coding.reason.missing") });
  return undefined;
}

function readFee(form: FormValues, name: string, say: Say, errors: FormError[]): Coding["recruitment"]["fees"] {
  const category = FEES.find(form.get(`${name}.category`));
  const money = readMoney(form, name, say, errors);
  if (money === undefined) return [];
  if (category !== undefined) return [{ category, ...money }];
  errors.push({ field: `${name}.category`, message: say("coding.fee.category.missing") });
  return [];
}

function readMoney(form: FormValues, name: string, say: Say, errors: FormError[]): Money | undefined {
  const amount = asciiDigits(form.get(`${name}.amount`))
    .replace(/[\s,\u066C]/g, "")
    .replace("\u066B", ".");
  const currency = form.get(`${name}.currency`).toUpperCase();
  if (amount === "") return undefined;
  if (!isAmount(amount)) errors.push({ field: `${name}.amount`, message: say("coding.amount.wrong") });
  if (!isCurrency(currency)) errors.push({ field: `${name}.currency`, message: say("coding.currency.wrong") });
  return { amount, currency };
}
