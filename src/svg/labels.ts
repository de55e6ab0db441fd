/** Every word of the pictures, in English. `{…}` stands for what is filled in; a translation may put it elsewhere. */
export const WORDS = {
  ticket: "Ticket {ticket}",
  asOf: "as of {at}",
  requester: "Requester",
  agent: "Agent",
  others: "Others",
  changes: "Changes",
  actions: "Actions",
  running: "running",
  paused: "paused",
  late: "late",
  left: "time left",
  between: "ended, reopened later",
  open: "business hours",
  due: "due",
  dueAt: "due {at}",
  breached: "missed",
  fulfilled: "ended",
  cancelled: "cancelled",
  internal: "internal note",
  holiday: "holiday",
  met: "met",
  missed: "missed",
  pending: "pending",
  exempted: "exempted",
  scheduled: "starts {at}",
  noTarget: "no target",
  neverDue: "never due",
  metIn: "met: {used} of {target}",
  missedIn: "missed: {used} of {target}",
  missedOpen: "{over} late",
  leftOf: "{left} left",
  pausedLeft: "paused, {left} left",
  actionDue: "due now",
  actionDelivered: "delivered",
  actionScheduled: "scheduled",
  actionRetracted: "retracted",
  actionNot: "lapsed, skipped or unmet",
  more: "and {count} more",
  times: "{count} × {what}",
  nothing: "nothing to show",
  date: "{weekday} {day} {month}",
  dateTime: "{weekday} {day} {month} {time}",
  dateYear: "{day} {month} {year}",
  monthYear: "{month} {year}",
  quarter: "Q{quarter}",
  days: "{days} d",
  hours: "{hours} h",
  minutes: "{minutes} min",
  seconds: "{seconds} s",
  compliance: "Compliance",
  judged: "{met} met, {missed} missed, {pending} pending",
  noneJudged: "none judged",
  restated: "restated",
  restatedFrom: "restated, was {share}",
  noDate: "no date",
  year: "{calendar} {year}",
  closed: "closed",
  special: "special hours",
  clocksForward: "clocks go forward",
  clocksBack: "clocks go back",
  openDays: "{days} open days, {hours} hours",
  closedHolidays: "{count} holidays",
  breaches: "Missed targets",
  breachesIn: "{count} by weekday and hour, {zone}",
  most: "most on {weekday} at {hour}: {count}",
  all: "all",
} as const;

/** The name of a word that pictures show; `PictureLabels` replaces some. */
export type PictureWord = keyof typeof WORDS;

/** Words in place of the English ones; what is left out stays. Plain JSON. */
export interface PictureLabels extends Readonly<Partial<Record<PictureWord, string>>> {
  /** From Sunday to Saturday. */
  readonly weekdays?: readonly string[];
  /** From January to December. */
  readonly months?: readonly string[];
  /** By id of the metric; its id stands where there is none. */
  readonly metrics?: Readonly<Record<string, string>>;
}

export const ENGLISH = {
  weekdays: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
  months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
  metrics: {
    firstResponse: "First response",
    nextResponse: "Next response",
    resolution: "Resolution",
    periodicUpdate: "Periodic update",
    pausableUpdate: "Pausable update",
    requesterWait: "Requester wait",
    agentWork: "Agent work",
    ownership: "Ownership",
    assignment: "Assignment",
    chatReply: "Chat reply",
    callAnswer: "Call answer",
  } as Readonly<Record<string, string>>,
} as const;
