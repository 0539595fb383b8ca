import type { BodyDecision, BodyDecisions } from "@commonhall/domain";

export function memoryDecisions(): BodyDecisions {
  let all: readonly BodyDecision[] = [];
  return {
    add: (decision) => Promise.resolve(void (all = [decision, ...all])),
    remove: (id) => Promise.resolve(void (all = all.filter((one) => one.id !== id))),
    about: (object) => Promise.resolve(all.filter(({ about }) => about === object)),
  };
}
