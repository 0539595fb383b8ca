import { err, type DeliveryError, type LeasedDelivery, type Result } from "@commonhall/domain";
import type { HttpClient, PostAnswer } from "../http/client.ts";
import type { HttpError } from "../http/http-error.ts";
import { digestOf, type SignatureForm } from "../http/signatures.ts";
import type { LocalKeys } from "../keys/local-keys.ts";
import { createRecent } from "../recent.ts";
import { FIRST_FORM, otherForm, type SignatureForms } from "./signature-forms.ts";

export type Sent = Result<PostAnswer, HttpError | Extract<DeliveryError, { type: "no key" }>>;

/** One activity to one inbox: the stored bytes, signed for this inbox by the activity's actor. */
export type SendDelivery = (delivery: LeasedDelivery) => Promise<Sent>;

interface Body {
  readonly body: Uint8Array;
  readonly digest: string;
}

/** So many activities are under way at once that none is turned into bytes twice. */
const BODIES = 64;

export function createSendDelivery(
  client: Pick<HttpClient, "post">,
  keys: LocalKeys,
  forms: SignatureForms,
): SendDelivery {
  const bodies = createRecent<Body>(BODIES);
  const bodyOf = ({ activity, document }: LeasedDelivery): Body => {
    const known = bodies.get(activity);
    if (known !== undefined) return known;
    const body = Buffer.from(document);
    const made = { body, digest: digestOf(body) };
    bodies.set(activity, made);
    return made;
  };

  return async (delivery) => {
    const signer = await keys.signerFor(delivery.actor);
    if (signer === undefined) return err({ type: "no key" });
    const { host, inbox } = delivery;
    const post = (form: SignatureForm) => client.post(inbox, { ...bodyOf(delivery), signer: signer.request, form });

    const known = await forms.of(host);
    const form = known ?? FIRST_FORM;
    const answer = await post(form);
    if (isTaken(answer)) {
      await forms.learn(host, form);
      return answer;
    }
    if (!mayBeAboutTheForm(answer, known)) return answer;
    const again = await post(otherForm(form));
    if (!isTaken(again)) return answer;
    await forms.learn(host, otherForm(form));
    return again;
  };
}

const isTaken = (answer: Sent): boolean => answer.ok && answer.value.status >= 200 && answer.value.status < 300;

/** 401 always; from a host that has taken nothing of us yet, also the other two words that servers have for it. */
function mayBeAboutTheForm(answer: Sent, known: SignatureForm | undefined): boolean {
  if (!answer.ok) return false;
  const { status } = answer.value;
  return status === 401 || (known === undefined && (status === 400 || status === 403));
}
