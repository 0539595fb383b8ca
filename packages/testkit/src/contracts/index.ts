export { deliveryQueueContract } from "./delivery-queue.ts";
export type { DeliveryWorld } from "./delivery-scene.ts";
