import { timingSafeEqual } from "node:crypto";
import type { Session } from "@commonhall/domain";
import type { FormValues } from "../layout/read-form.ts";

/** Whether the form was drawn for this very session: each carries the session's token. */
export function isOfSession(session: Pick<Session, "csrf">, form: FormValues): boolean {
  const sent = Buffer.from(form.get("csrf"));
  const expected = Buffer.from(session.csrf);
  return expected.length > 0 && sent.length === expected.length && timingSafeEqual(sent, expected);
}
