import { DIGEST_RHYTHMS, err, isMailAddress, ok, type DigestAsk, type FeedName, type Result } from "@commonhall/domain";
import { isolated } from "../layout/html.ts";
import type { FormError } from "../layout/parts.ts";
import type { FormValues } from "../layout/read-form.ts";
import type { PublicReader } from "../words/reader.ts";
import { PUBLIC_LANGUAGES } from "../words/public/words.ts";
import { sayFor } from "./words/say.ts";

const LONGEST_SHOWN = 60;

/** What the form of `digestForm` carried, or everything that is wrong with it. */
export function readAsk(
  form: FormValues,
  feed: FeedName,
  reader: PublicReader,
): Result<DigestAsk, readonly FormError[]> {
  const say = sayFor(reader);
  const address = form.get("address");
  const rhythm = DIGEST_RHYTHMS.find((one) => one === form.get("rhythm"));
  const language = PUBLIC_LANGUAGES.find((one) => one === form.get("language"));
  const wrong =
    address === ""
      ? say("refused.no-address")
      : say("refused.address", { address: isolated(address.slice(0, LONGEST_SHOWN)) });
  const errors: FormError[] = [
    ...(isMailAddress(address) ? [] : [{ field: "address", message: wrong }]),
    ...(rhythm === undefined ? [{ field: "rhythm", message: say("refused.rhythm") }] : []),
    ...(language === undefined ? [{ field: "language", message: say("refused.language") }] : []),
  ];
  if (rhythm === undefined || language === undefined || errors.length > 0) return err(errors);
  return ok({ feed, rhythm, language, address });
}
