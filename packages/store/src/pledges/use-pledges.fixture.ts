import type { ActorId } from "@commonhall/domain";
import { ourObject, pledge } from "@commonhall/testkit";
import type { Store } from "../store.ts";

/** Everything that this room is asked, once. */
export async function usePledges({ direct, pledgeViews }: Store, ally: ActorId, now: number): Promise<void> {
  const { id, call, need } = pledge("1");
  await direct.pledges.put(pledge("1", { pledger: ally }));
  await direct.pledges.get(id);
  await direct.pledges.byAgreement(ourObject("agreement"));
  await direct.pledges.forNeed(need);
  await direct.pledges.forCall(call);
  await direct.pledges.unanswered(call, ally);
  await direct.acknowledgements.add({ call, actor: ally, at: now });
  await direct.acknowledgements.of(call);
  await pledgeViews.get(id);
  await pledgeViews.forCall(call);
  await pledgeViews.acknowledged(call, ally);
  await pledgeViews.responses(call, [ally]);
}
