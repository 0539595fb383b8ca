export { deliveryQueueContract } from "./delivery-queue.ts";
export type { DeliveryWorld } from "./delivery-scene.ts";
export { inboxQueueContract, type InboxWorld } from "./inbox-queue.ts";
