import type { CertificateFault } from "../certificate-fault.ts";
import type { ActorId } from "../ids.ts";
import type { Result } from "../result.ts";
import type { FollowState } from "./follow.ts";

/** Why an address leads to nobody with whom something could be begun. */
export type AddressRefused =
  | { readonly type: "no centre yet" }
  /** Neither `@name@host` nor an address of an actor. */
  | { readonly type: "not an address"; readonly address: string }
  | { readonly type: "not found"; readonly address: string; readonly detail: string }
  | {
      readonly type: "unreachable";
      readonly host: string;
      readonly detail: string;
      /** Where it is for this that nothing was asked. */
      readonly certificate?: CertificateFault;
    }
  | { readonly type: "refused domain"; readonly host: string }
  | { readonly type: "ourselves" };

export type FollowRefused = AddressRefused | { readonly type: "not followed"; readonly address: string };

export interface FollowCommands {
  follow(address: string): Promise<Result<{ readonly id: ActorId; readonly state: FollowState }, FollowRefused>>;
  unfollow(address: string): Promise<Result<{ readonly id: ActorId; readonly state: FollowState }, FollowRefused>>;
}
