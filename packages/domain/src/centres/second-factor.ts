import type { Result } from "../result.ts";
import type { Timestamp } from "../time.ts";
import type { SignInRefused } from "./ports.ts";

/** Codes of six digits from a device of one's own (RFC 6238: SHA-1, 30 seconds), besides the passphrase. Each person decides. */
export interface SecondFactors {
  /** Undefined where it is not switched on. */
  secondFactor(staff: string): Promise<{ readonly since: Timestamp; readonly recoveryCodes: number } | undefined>;
  /** In Base32. It counts for nobody until it comes back with a first right code. */
  newSecret(): string;
  /** The recovery codes are answered this once; each signs in once in place of a device that is lost. */
  switchOn(
    staff: string,
    typed: { readonly passphrase: string; readonly secret: string; readonly code: string },
  ): Promise<Result<{ readonly recoveryCodes: readonly string[] }, SignInRefused | { readonly type: "wrong code" }>>;
  switchOff(staff: string, passphrase: string): Promise<Result<undefined, SignInRefused>>;
  /** `halfway` is of somebody whose passphrase was right less than five minutes ago. */
  finishSignIn(
    halfway: string,
    code: string,
  ): Promise<Result<{ readonly token: string }, SignInRefused | { readonly type: "too late" }>>;
}
