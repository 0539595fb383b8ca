import { checkBackup } from "./backup.check.ts";
import { checkCertificate } from "./certificate.check.ts";
import { checkClock } from "./clock.check.ts";
import { checkDatabaseLog } from "./database-log.check.ts";
import { checkFiles } from "./files.check.ts";
import { CHECKS, type CheckName, type Finding } from "./finding.ts";
import { checkHeaders } from "./headers.check.ts";
import { checkKeys } from "./keys.check.ts";
import { checkLogs } from "./logs.check.ts";
import { checkOpenFetch } from "./open-fetch.check.ts";
import { checkPadding } from "./padding.check.ts";
import { checkPassphrases } from "./passphrases.check.ts";
import { checkPorts } from "./ports.check.ts";
import type { Check, CheckPorts } from "./ports.ts";
import { checkPrivateAddresses } from "./private-addresses.check.ts";
import { checkPublicAddress } from "./public-address.check.ts";
import { checkReceiptCodes } from "./receipt-codes.check.ts";
import { checkSmallestGroup } from "./smallest-group.check.ts";
import { checkTestNetwork } from "./test-network.check.ts";

const BY_NAME: Readonly<Record<CheckName, Check>> = {
  "test-network": checkTestNetwork,
  files: checkFiles,
  ports: checkPorts,
  certificate: checkCertificate,
  "public-address": checkPublicAddress,
  headers: checkHeaders,
  padding: checkPadding,
  "open-fetch": checkOpenFetch,
  logs: checkLogs,
  "database-log": checkDatabaseLog,
  "private-addresses": checkPrivateAddresses,
  "smallest-group": checkSmallestGroup,
  passphrases: checkPassphrases,
  "receipt-codes": checkReceiptCodes,
  clock: checkClock,
  backup: checkBackup,
  keys: checkKeys,
};

/** One after the other: what one of them sends must not stand in the way of another. */
export async function runChecks(ports: CheckPorts): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const name of CHECKS) found.push(await BY_NAME[name](ports));
  return found;
}
