import {
  changeCall,
  checkCall,
  needsFrom,
  type ActorId,
  type Audience,
  type Call,
  type CallDraft,
  type CallNotPublished,
  type Campaign,
  type Result,
} from "@commonhall/domain";
import { addressesOf, callDocument } from "@commonhall/wire";
import { readerNames } from "../../audiences/audience-words.ts";
import { languagesIn } from "../../campaigns/writing/languages-part.ts";
import { followerCount } from "../../campaigns/writing/recipients.ts";
import { translationsOf } from "../../campaigns/writing/write-post.ts";
import { changed, type Ready, type Writing } from "../../campaigns/writing/writing.ts";
import type { Visit } from "../../desk/route.ts";
import type { FormError } from "../../layout/parts.ts";
import type { FormValues } from "../../layout/read-form.ts";
import { callRefusal } from "../call-refused.ts";
import { callPage } from "../call.page.ts";
import { callBoxes } from "./call-boxes.ts";
import { callFields, readCall, type CallRead } from "./read-call.ts";
import { templateFields, templateFrom } from "./templates.ts";

/** How a solidarity call is written and changed. */
export const writeCall: Writing = {
  kind: "call",
  parts: ["need"],
  async start({ ports, query, reader, centre }) {
    const of = query("of");
    if (of === "") {
      const fields = templateFields(templateFrom(query("template")), { reader, centre, now: ports.clock() });
      return { ...fields, campaign: query("campaign") };
    }
    const call = await ports.calls.get(addressesOf(ports.site).call(of));
    if (call === undefined || call.status !== "open") return undefined;
    const campaign = call.campaign === undefined ? undefined : await ports.campaigns.get(call.campaign);
    return { ...callFields(call, { centre }), campaign: campaign?.handle ?? "", of };
  },
  boxes: callBoxes,
  read,
};

async function read(visit: Visit, form: FormValues): Promise<Result<Ready, readonly FormError[]>> {
  const { reader, ports, centre } = visit;
  const campaign = await ports.campaigns.byHandle(form.get("campaign"));
  const typed = readCall(visit, form, campaign);
  if (!typed.ok) return typed;
  const refuse = (why: CallNotPublished) => ({ ok: false, error: [refusal(visit, typed.value, why)] }) as const;
  const named = form.get("campaign");
  if (named !== "" && campaign === undefined) return refuse({ type: "unknown campaign", name: named });
  const of = changed(form);
  const before = of === "" ? undefined : await ports.calls.get(addressesOf(ports.site).call(of));
  if (of !== "" && before === undefined) return refuse({ type: "not found", id: of });
  if (before === undefined && campaign?.status === "closed") {
    return refuse({ type: "campaign closed", name: campaign.handle });
  }
  const call = await asSent(visit, typed.value.draft, before);
  if (!call.ok) return refuse(call.error);
  const languages = languagesIn(form, centre);
  return { ok: true, value: ready(visit, { ...typed.value, call: call.value, before, campaign, languages, reader }) };
}

/** As it would be sent now. */
async function asSent(
  visit: Visit,
  draft: CallDraft,
  before: Call | undefined,
): Promise<Result<Call, CallNotPublished>> {
  const { ports, centre, session } = visit;
  const now = ports.clock();
  const consent = await membersOf(visit, draft.consent?.audience);
  if (before !== undefined) {
    const audience = await membersOf(visit, before.audience);
    return changeCall(before, draft, session.staff.name, now, { audience, consent });
  }
  const checked = checkCall(draft, now, consent);
  if (!checked.ok) return checked;
  const id = addressesOf(ports.site).call(ports.newId());
  const call: Call = {
    ...draft,
    id,
    centre: centre.id,
    needs: needsFrom(id, draft.needs, now),
    status: "open",
    published: now,
    told: now,
    log: [],
  };
  return { ok: true, value: call };
}

async function membersOf({ ports }: Visit, audience: Audience | undefined): Promise<readonly ActorId[]> {
  if (audience?.type !== "alliance") return [];
  const readers = await ports.audiences.readers(audience, "calls");
  return readers === "everybody" ? [] : readers;
}

interface Written extends CallRead {
  readonly call: Call;
  readonly before: Call | undefined;
  readonly campaign: Campaign | undefined;
  readonly languages: ReturnType<typeof languagesIn>;
  readonly reader: Visit["reader"];
}

function ready(visit: Visit, written: Written): Ready {
  const { ports, centre, session } = visit;
  const { call, draft, before, campaign, languages, reader } = written;
  const { site } = ports;
  return {
    translations: translationsOf([call.text, ...call.needs.map(({ name }) => name)], languages),
    page: async () => callPage({ reader, centre, call, campaign, now: ports.clock() }).body,
    documents: async () => (call.audience.type === "public" ? [callDocument({ site, call, centre, campaign })] : []),
    followers: () => followerCount(ports.follows, centre.id, ...(campaign === undefined ? [] : [campaign.id])),
    onlyFor: () => readerNames(visit, call.audience, "calls"),
    async publish() {
      const { callCommands } = ports;
      const by = session.staff.name;
      const published =
        before === undefined
          ? await callCommands.publishCall(draft, by)
          : await callCommands.updateCall(before.id, draft, by);
      return published.ok ? published : { ok: false, error: [refusal(visit, written, published.error)] };
    },
  };
}

const refusal = ({ reader }: Visit, { rows }: CallRead, why: CallNotPublished): FormError =>
  callRefusal(reader, why, (need) => rows[need] ?? need);
