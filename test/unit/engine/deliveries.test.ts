import { compileSla } from "dueclock";
import { describe, expect, it } from "vitest";
import { changes, type Draft, happens, hour, minute, opened, reply, request, verdict } from "./desk.ts";

/* What the delivery simulator found lost or doubled, each as one history. */

const happened = (id: string, draft: Draft): Draft => ({ ...draft, id });
const delivered = (action: string, at: number): Draft => ({ type: "action.delivered", at, action });
const statuses = (sla: Parameters<typeof verdict>[0], asOf: number, events: readonly Draft[]) =>
  verdict(sla, asOf, events).actions.map(({ id, status }) => [id, status]);

describe("an action is performed once for a clock, whatever becomes known later (A5)", () => {
  it("also where it was performed after the end of a clock that then turns out to have started earlier", () => {
    const sla = compileSla({
      policies: [
        {
          id: "p",
          targets: { ownership: "1h" },
          actions: [{ kind: "reminder", id: "late", metric: "ownership", fire: { after: 0 } }],
        },
      ],
    });
    // Known first: the group came at 1:00 and went at 2:01; the reminder of 2:00 was sent at 2:05
    const known = [
      happened("opened", opened(hour(0))),
      happened("came", changes(hour(1), { group: "a" })),
      happened("went", changes(minute(121), { group: "b" })),
      delivered("T-1/p/ownership(a)/came/late/1", minute(125)),
    ];
    expect(statuses(sla, minute(130), known)).toContainEqual(["T-1/p/ownership(a)/came/late/1", "delivered"]);
    // Then: the group had been there since 0:30
    const late = happened("came earlier", changes(minute(30), { group: "a" }));
    expect(statuses(sla, minute(140), [...known, late])).toEqual([
      ["T-1/p/ownership(a)/came earlier/late/1", "delivered"],
      ["T-1/p/ownership(b)/went/late/1", "scheduled"],
    ]);
  });

  it("also where the next clock runs already when it is performed for the one before, which then turns out to be older", () => {
    const sla = compileSla({
      policies: [
        {
          id: "p",
          targets: { resolution: "1h" },
          actions: [{ kind: "reminder", id: "late", metric: "resolution", fire: { after: 0 } }],
        },
      ],
    });
    const known = [
      happened("changed", changes(minute(35), { group: "a" })),
      happened("reset", happens("clock.reset", hour(2))),
      delivered("T-1/p/resolution/changed/late/1", minute(121)),
    ];
    expect(statuses(sla, minute(125), known)).toEqual([
      ["T-1/p/resolution/changed/late/1", "delivered"],
      ["T-1/p/resolution/reset/late/1", "scheduled"],
    ]);
    expect(statuses(sla, minute(125), [...known, happened("created", opened(hour(0)))])).toEqual([
      ["T-1/p/resolution/created/late/1", "delivered"],
      ["T-1/p/resolution/reset/late/1", "scheduled"],
    ]);
  });

  it("but a clock that starts where the one before ends has an action of its own", () => {
    const sla = compileSla({
      policies: [
        {
          id: "p",
          targets: { periodicUpdate: "1h" },
          actions: [{ kind: "reminder", id: "late", metric: "periodicUpdate", fire: { after: 0 } }],
        },
      ],
    });
    const events = [
      happened("opened", opened(hour(0))),
      happened("first", reply(hour(1))),
      happened("second", reply(hour(3))),
      happened("third", reply(minute(200))),
      // Sent for the second clock, which the late third reply ended before that
      delivered("T-1/p/periodicUpdate/second/late/1", minute(301)),
    ];
    expect(statuses(sla, hour(4), events)).toEqual([
      ["T-1/p/periodicUpdate/first/late/1", "due"],
      ["T-1/p/periodicUpdate/third/late/1", "scheduled"],
    ]);
    expect(statuses(sla, hour(6), events)).toEqual([
      ["T-1/p/periodicUpdate/first/late/1", "due"],
      ["T-1/p/periodicUpdate/third/late/1", "due"],
      ["T-1/p/periodicUpdate/second/late/1", "retracted"],
    ]);
  });

  it("also where it was performed in the millisecond of a creation of which the host heard later", () => {
    const sla = compileSla({
      policies: [
        {
          id: "p",
          targets: { resolution: "1h" },
          actions: [{ kind: "reminder", id: "soon", metric: "resolution", fire: { before: "2h" } }],
        },
      ],
    });
    const asked = happened("asked", request(hour(0)));
    expect(statuses(sla, hour(0), [asked])).toEqual([["T-1/p/resolution/asked/soon/1", "due"]]);
    const told = [asked, delivered("T-1/p/resolution/asked/soon/1", hour(0))];
    expect(statuses(sla, minute(1), told)).toEqual([["T-1/p/resolution/asked/soon/1", "delivered"]]);
    const created = happened("created", opened(hour(0)));
    expect(statuses(sla, minute(2), [...told, created])).toEqual([
      ["T-1/p/resolution/created/soon/1", "delivered"],
    ]);
  });
});
