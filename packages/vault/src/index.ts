export * from "./files/check-files.ts";
export * from "./files/ports.ts";
export * from "./intake/ports.ts";
export * from "./receipts/ports.ts";
export * from "./receipts/receipt-code.ts";
