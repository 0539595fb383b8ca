import type { FormValues } from "../layout/read-form.ts";
import type { Kept } from "./sign-in.page.ts";

/**
 * Passphrases, what makes codes, and papers of the recovery key. In a page again they would lie in the memory of a browser,
 * for whoever comes to the desk next, and a carried form is shown when nobody has said yet who they are.
 */
const NEVER_AGAIN = /^(?:csrf|passphrase|again|old|keys|secret|paper\..*|staff\..*\.(?:passphrase|again))$/;

/** What was sent and not done, to be carried along until it can be sent again. What is secret is asked for anew. */
export const keptForm = (path: string, form: FormValues): Kept => ({ path, entries: mayComeBack(form.entries) });

export const mayComeBack = (entries: Kept["entries"]): Kept["entries"] =>
  entries.filter(([name]) => !NEVER_AGAIN.test(name));
