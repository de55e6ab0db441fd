import { createHash, createHmac } from "node:crypto";
import type { Action } from "dueclock";
import { createTransport } from "nodemailer";
import type { Channel, Desk } from "../desk/desk.ts";

/** A row of the outbox. */
export interface Row {
  readonly tenant: string;
  readonly id: string;
  readonly ticket: string;
  readonly action: Action;
  readonly decidedAt: number;
}

/** Hands an action over. Throws where the receiver did not say that it has it; called again then. */
export type Send = (row: Row) => Promise<void>;

const TIMEOUT = 10_000;

export function createChannels(desk: Desk): Readonly<Record<Channel, Send>> {
  return { webhook: webhook(desk), mail: mail(desk), inbox: inbox(desk) };
}

function webhook({ config }: Desk): Send {
  return async ({ tenant, id, ticket, action, decidedAt }) => {
    const body = JSON.stringify({ tenant, ticket, action, decidedAt });
    const signature: Record<string, string> =
      config.WEBHOOK_SECRET === undefined
        ? {}
        : {
            "x-signature": `sha256=${createHmac("sha256", config.WEBHOOK_SECRET).update(body).digest("hex")}`,
          };
    const answer = await fetch(config.WEBHOOK_URL as string, {
      method: "POST",
      body,
      redirect: "error",
      // Ids of tickets are the host's: a header takes no other letters
      headers: {
        "content-type": "application/json",
        "idempotency-key": `${tenant}/${encodeURI(id)}`,
        ...signature,
      },
      signal: AbortSignal.timeout(TIMEOUT),
    });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`the receiver answered ${answer.status}`);
  };
}

/** One mail for each action, to everybody it names; its Message-ID is made of the action's id. */
function mail({ config }: Desk): Send {
  const transport = config.SMTP_URL === undefined ? null : createTransport(config.SMTP_URL);
  return async ({ tenant, id, ticket, action }) => {
    if (transport === null) throw new Error("no SMTP_URL is set");
    const hash = createHash("sha256").update(`${tenant}/${id}`).digest("hex").slice(0, 40);
    // Who stands behind a name is the host's to look up; here it becomes an address
    const addressOf = (name: string) => ({
      name: "",
      address: `${encodeURIComponent(name)}@${config.MAIL_DOMAIN}`,
    });
    await transport.sendMail({
      from: `desk@${config.MAIL_DOMAIN}`,
      to: (action.notify.length > 0 ? action.notify : ["assignee"]).map(addressOf),
      subject: oneLine(`${ticket}: ${action.rule}`),
      text: `${oneLine(`The ${action.kind} ${action.rule} of ${action.metric} on ticket ${ticket} is due.`)}\n`,
      messageId: `<${hash}@${config.MAIL_DOMAIN}>`,
    });
  };
}

/** Names are the host's: no line break in one begins another header. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, " ").slice(0, 500);
}

function inbox({ database, clock }: Desk): Send {
  return async ({ tenant, id, ticket, action }) => {
    await database.pool.query(
      "insert into inbox (tenant, id, ticket, action, at) values ($1, $2, $3, $4, $5) on conflict do nothing",
      [tenant, id, ticket, JSON.stringify(action), clock.now()],
    );
  };
}
