import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { SMTPServer } from "smtp-server";
import { DEFINITION, MINUTE, startDesk, type TestDesk, until } from "./desk.ts";

describe("mail", () => {
  const mails: { to: string[]; text: string }[] = [];
  let failures = 1;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onData(stream, session, done) {
      let text = "";
      stream.on("data", (part: Buffer) => {
        text += part;
      });
      stream.on("end", () => {
        if (failures-- > 0) return done(new Error("try again later"));
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), text });
        done();
      });
    },
  });
  let desk: TestDesk;
  before(async () => {
    const port = await new Promise<number>((resolve) => {
      const listening = server.listen(0, "127.0.0.1", () =>
        resolve((listening.address() as { port: number }).port),
      );
    });
    desk = await startDesk({ SMTP_URL: `smtp://127.0.0.1:${port}`, INBOX: "1" });
    await desk.call("POST", "/v1/definitions", { definition: DEFINITION });
  });
  after(async () => {
    await desk.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  it("is sent again until the server has taken it, under one Message-ID, and the inbox has it too", async () => {
    const at = desk.desk.clock.now() - 50 * MINUTE;
    const events = [{ id: "e1", at, type: "created", set: { plan: "gold" } }];
    await desk.call("POST", "/v1/tickets/T-1%0d%0aBcc:%20x@y/events", { events });
    await until("it is there", () => mails.length === 1);
    const [{ to, text }] = mails;
    assert.deepEqual(to, ["assignee@example.test"]);
    assert.match(text, /^Message-ID: <[0-9a-f]{40}@example\.test>\r?$/m);
    assert.doesNotMatch(text, /^Bcc/m);
    const { body } = await desk.call("GET", "/v1/inbox");
    assert.equal(body.notices.length, 1);
  });
});
