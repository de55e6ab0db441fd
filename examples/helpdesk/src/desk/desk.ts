import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import type { Definitions } from "./definitions.ts";

/** Who receives actions. */
export type Channel = "webhook" | "mail" | "inbox";

/** What a process of the desk works with. */
export interface Desk {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  readonly definitions: Definitions;
  readonly channels: readonly Channel[];
}

/** The channels that are set; the inbox in the database where none is. */
export function channelsOf({ WEBHOOK_URL, SMTP_URL, INBOX }: Config): Channel[] {
  const channels: Channel[] = [];
  if (WEBHOOK_URL !== undefined) channels.push("webhook");
  if (SMTP_URL !== undefined) channels.push("mail");
  if (INBOX === "1" || channels.length === 0) channels.push("inbox");
  return channels;
}
