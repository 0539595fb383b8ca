import { expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";

test("that the disk is nearly full stands before caseworkers and administrators, and before nobody else", async () => {
  const { ports, sealed } = deskPorts();
  const looks = async (name: string, path: string) => {
    const browser = new Browser(createWeb(ports));
    await browser.signIn(name);
    if (name === "case")
      await browser.submit(await browser.open("/desk/unlock"), "/desk/unlock", { passphrase: "right words" });
    return (await browser.open(path)).html.includes("300 MB are left");
  };
  const doors = [
    ["case", "/desk/cases"],
    ["case", "/desk"],
    ["first", "/desk"],
    ["mina", "/desk"],
  ] as const;
  const all = async () => {
    const seen: boolean[] = [];
    for (const [name, path] of doors) seen.push(await looks(name, path));
    return seen;
  };
  expect(await all()).toEqual([false, false, false, false]);
  sealed.state = { ...sealed.state, diskLeft: 300 };
  expect(await all()).toEqual([true, true, true, false]);
});
