import { finding, well } from "./finding.ts";
import type { Check } from "./ports.ts";

/** Whether the guards are off that a network of tests does without. */
export const checkTestNetwork: Check = async ({ settings }) =>
  settings.testNetwork
    ? finding(
        "test-network",
        "HALL_TEST_NETWORK is 1: the node takes http and private addresses, and sends mails without TLS.",
        "Take HALL_TEST_NETWORK out of the settings and restart the node.",
      )
    : well("test-network", "The node is not set up for tests.");
