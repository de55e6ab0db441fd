import { compileSla, evaluateTicket, type HistoryEvent } from "../../../index.ts";
import { zammad } from "../../../presets.ts";
import { DAY } from "../../../time/units.ts";
import { BadVector, instant, type Outcome, record, text, type Vector, type VectorFile } from "../vector.ts";
import { printInstant } from "./columns.ts";
import { currentTargets, fieldsOf, policiesOf } from "./policies.ts";
import { optionsOf, settingOf } from "./setting.ts";
import { metricsWithWrites, WRITES } from "./writes.ts";

/** Which policy governs a ticket of these attributes. */
export function runSelectPolicy(vector: Vector): Outcome {
  const expected = vector.expected === null ? "no policy" : text(vector.expected, "expected");
  const policies = policiesOf(vector.policies ?? vector.slas, "policies", currentTargets);
  const sla = compileSla({
    ...zammad(),
    calendars: { calendar: { timeZone: "UTC", always: true } },
    policies,
  });
  const set = fieldsOf(record(vector.ticket, "ticket"), "ticket");
  const created: HistoryEvent = { id: "1", at: 0, type: "created", set };
  const { policy } = evaluateTicket(sla, { ticket: "1", events: [created] }, { asOf: 0 });
  return { op: "selectPolicy", expected, got: policy?.name ?? "no policy" };
}

const DUE = ["firstResponseDueAt", "updateDueAt", "closeDueAt"] as const;
const ENDS = ["firstResponseAt", "closedAt"] as const;

/** Which of a ticket's due times is its own: the most urgent one of a clock that runs. */
export function runNextDue(vector: Vector, file: VectorFile): Outcome {
  const expected = vector.expected === null ? "none" : printInstant(instant(vector.expected, "expected"));
  const setting = settingOf(vector, file);
  const told: Vector = { ...vector, ...(vector.ticket !== undefined && record(vector.ticket, "ticket")) };
  if (!DUE.some((name) => name in told)) throw new BadVector(`it has none of ${DUE.join(", ")}`);
  const instants = <N extends string>(names: readonly N[]) =>
    names.flatMap((name) => (told[name] == null ? [] : [[name, instant(told[name], name)] as const]));
  const [due, ends] = [instants(DUE), instants(ENDS)];
  const known = [...due, ...ends].map(([, at]) => at);
  const asOf = Math.max(0, ...ends.map(([, at]) => at));
  const createdAt = Math.min(asOf, ...known) - DAY;
  const options = optionsOf(setting);
  const sla = compileSla({
    ...zammad(options),
    metrics: metricsWithWrites(options),
    policies: [
      {
        id: "due times as given",
        targets: {
          firstResponse: { field: "firstResponseDueAt" },
          periodicUpdate: { field: "updateDueAt" },
          resolution: { field: "closeDueAt" },
        },
      },
    ],
  });
  const status = told.state === undefined ? "open" : text(told.state, "state");
  const set = { status, ...Object.fromEntries(due.map(([name, at]) => [name, printInstant(at)])) };
  const events: HistoryEvent[] = [
    { id: "created", at: createdAt, type: "created", by: "system", set },
    ...ends.map(
      ([name, at]): HistoryEvent => ({ id: name, at, type: "control", name: WRITES[name].control }),
    ),
  ];
  const { urgency, clocks } = evaluateTicket(sla, { ticket: "1", events }, { asOf });
  const isRunning = clocks.some(({ id, state }) => id === urgency?.clock && state === "running");
  const at = isRunning ? (urgency?.dueAt ?? null) : null;
  return { op: "nextDue", expected, got: at === null ? "none" : printInstant(at) };
}
