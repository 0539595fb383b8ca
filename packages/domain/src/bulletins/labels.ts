import { ENGINE_CODES, type EngineCode } from "../codes/engine-codes.ts";
import { NINE_SECTORS, type NineSector } from "../codes/nine-sectors.ts";
import { SHARES, type BulletinGroup, type Share } from "./bulletin.ts";

/** What a line of a statistics table is called. */
export function cellLabel(code: NineSector | EngineCode, language: string): string {
  const sector = NINE_SECTORS.find(code);
  if (sector !== undefined) return NINE_SECTORS.label(sector, language);
  const abuse = ENGINE_CODES.find(code);
  return abuse === undefined ? code : ENGINE_CODES.label(abuse, language);
}

/** Each share with everything that it is said of, in the order of the list; what most told of stands first. */
export const codesByShare = (
  abuse: BulletinGroup["abuse"],
): readonly { readonly share: Share; readonly codes: readonly EngineCode[] }[] =>
  SHARES.toReversed().flatMap((share) => {
    const codes = abuse.filter((one) => one.share === share).map(({ code }) => code);
    return codes.length === 0 ? [] : [{ share, codes }];
  });
