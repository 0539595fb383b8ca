import { expect, test } from "vitest";
import { openStore } from "@commonhall/store";
import { calendarAddress } from "./calendar-address.ts";

const open = () => openStore({ file: ":memory:", clock: () => 0 });

test("the secret is 128 random bits that can stand in an address, and stays what it is", async () => {
  await using store = await open();
  const secret = await calendarAddress(store.settings).get();
  expect(secret).toMatch(/^[A-Za-z0-9_-]{22}$/);
  expect(Buffer.from(secret, "base64url")).toHaveLength(16);
  // After another start it is still the same.
  expect(await calendarAddress(store.settings).get()).toBe(secret);
});

test("no two nodes have the same, and no two of one node in a row", async () => {
  await using one = await open();
  await using other = await open();
  const address = calendarAddress(one.settings);
  const all = [await address.get(), await address.renew(), await calendarAddress(other.settings).get()];
  expect(new Set(all).size).toBe(3);
});

test("who asks at the same time for the first time gets the same", async () => {
  await using store = await open();
  const address = calendarAddress(store.settings);
  const all = await Promise.all(Array.from({ length: 5 }, () => address.get()));
  expect(new Set(all).size).toBe(1);
  expect(await address.get()).toBe(all[0]);
});

test("a disk that is full for a moment is no reason to have none for ever", async () => {
  await using store = await open();
  let full = true;
  const set = (key: string, value: string) =>
    full ? Promise.reject(new Error("full")) : store.settings.set(key, value);
  const address = calendarAddress({ get: (key) => store.settings.get(key), set });
  await expect(address.get()).rejects.toThrow("full");
  full = false;
  expect(await address.get()).toBe(await address.get());
});

test("a new one takes its place, whoever made it", async () => {
  await using store = await open();
  const [served, beside] = [calendarAddress(store.settings), calendarAddress(store.settings)];
  const before = await served.get();
  const after = await beside.renew();
  expect(after).not.toBe(before);
  expect(await served.get()).toBe(after);
});
