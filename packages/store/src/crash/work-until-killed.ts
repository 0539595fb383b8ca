import { setImmediate } from "node:timers/promises";
import { MINUTE, trusted } from "@commonhall/domain";
import { actorAt, inboxOf, objectAt, ourObject, outgoing, storedObject } from "@commonhall/testkit";
import { openStore } from "../open-store.ts";

/**
 * A process that writes until it falls dead at one of its steps, for the test that counts what it left. It says on its
 * standard output what it was told is on disk.
 */
const ALLIES = [inboxOf(actorAt("a.example")), inboxOf(actorAt("b.example"))];
const start = Date.now();
const [place = "", job, deadAtStep] = process.argv.slice(2);
const where = place.startsWith("postgres:") ? { postgres: place } : { file: place };
const { work, inbox } = await openStore({ ...where, clock: Date.now });
let steps = 0;

/** No goodbye: as if the machine had lost its power. */
async function step(): Promise<void> {
  if (++steps === Number(deadAtStep)) process.kill(process.pid, "SIGKILL");
  await setImmediate();
}

const say = (text: string) => process.stdout.write(`${text}\n`);

if (job === "publish") await publish();
else await Promise.all([accept(), digest()]);

/** An object, the activity that tells of it and a task, each time in one commit. */
async function publish(): Promise<never> {
  for (let count = 0; ; count++) {
    const name = `${start}-${count}`;
    await work.run(async (rooms) => {
      await rooms.objects.put(storedObject(ourObject(name), { local: true }));
      await step();
      await rooms.outbox.append(
        outgoing(name),
        ALLIES.map((ally) => ({ type: "inbox", inbox: ally })),
      );
      await step();
      await rooms.tasks.add({ type: "fetch object", object: ourObject(name), via: actorAt("a.example") });
      await step();
    });
    await step();
    say(name);
  }
}

async function accept(): Promise<never> {
  for (let count = 0; ; count += 10) {
    const names = Array.from({ length: 10 }, (_, index) => `${start}-${count + index}`);
    await Promise.all(
      names.map((name) => {
        const id = trusted.activity(`https://a.example/activities/${name}`);
        return inbox.accept({ id, actor: actorAt("a.example"), document: name, received: Date.now() });
      }),
    );
    await step();
    for (const name of names) say(name);
  }
}

/** Makes an object of each that arrived; one that is processed twice would be found there already. */
async function digest(): Promise<never> {
  for (;;) {
    const items = await inbox.lease(Date.now(), 7, MINUTE);
    if (items.length === 0) await setImmediate();
    await work.run(async (rooms) => {
      for (const { sequence, document } of items) {
        await rooms.nested(async () => {
          const id = objectAt("a.example", document);
          if ((await rooms.objects.get(id)) !== undefined) say(`twice ${document}`);
          await rooms.objects.put(storedObject(id));
          await step();
          await rooms.inbox.settle([sequence], { type: "processed" });
          await step();
        });
      }
    });
  }
}
