import { MINUTE, type Notice, type NoticeAddress, type ObjectId } from "@commonhall/domain";
import type { WebPorts } from "../ports.ts";

/** Addresses and what is urgent, kept in memory. */
export function memoryNotices(waiting: readonly Notice[] = []): Pick<WebPorts, "notices" | "noticeCommands"> {
  const addresses = new Map<string, NoticeAddress>();
  const seen = new Map<ObjectId, number>();
  let wait = 15 * MINUTE;
  return {
    notices: {
      hasMail: false,
      addresses: {
        of: (staff) => Promise.resolve(addresses.get(staff)),
        all: () => Promise.resolve([...addresses.values()]),
        set: (address) => Promise.resolve(void addresses.set(address.staff, address)),
        forget: (staff) => Promise.resolve(void addresses.delete(staff)),
        wait: () => Promise.resolve(wait),
        setWait: (wanted) => Promise.resolve(void (wait = wanted)),
      },
      views: {
        waiting: () => Promise.resolve(waiting.filter(({ object }) => !seen.has(object))),
        seen: (object) => Promise.resolve(seen.get(object)),
      },
    },
    noticeCommands: {
      seeNotice: (object) => {
        const isFirst = !seen.has(object);
        seen.set(object, 1);
        return Promise.resolve(isFirst);
      },
    },
  };
}
