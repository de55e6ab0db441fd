import {
  BadVector,
  type Outcome,
  only,
  type Translator,
  text,
  type Vector,
  type VectorFile,
} from "../vector.ts";
import { APPFIRE } from "./appfire.ts";
import { DYNAMICS } from "./dynamics.ts";
import { ESCALATION } from "./escalation.ts";
import { FRESHDESK } from "./freshdesk.ts";
import { FRONT } from "./front.ts";
import { HUBSPOT } from "./hubSpot.ts";
import { INTERCOM } from "./intercom.ts";
import { JIRA } from "./jira.ts";
import { LIVE_AGENT } from "./liveAgent.ts";
import { LOOP_XM } from "./loopXm.ts";
import { MESSAGE_HUB } from "./messageHub.ts";
import { PLAIN } from "./plain.ts";
import { SAASJET } from "./saasJet.ts";
import { SALESFORCE } from "./salesforce.ts";
import { SERVICE_NOW } from "./serviceNow.ts";
import { ZENDESK } from "./zendesk.ts";

/** What runs a system's vectors, by the name that they give it under `system`. */
const COMMERCIAL: Readonly<Record<string, Translator>> = {
  ...APPFIRE,
  ...DYNAMICS,
  ...ESCALATION,
  ...FRESHDESK,
  ...FRONT,
  ...HUBSPOT,
  ...INTERCOM,
  ...JIRA,
  ...LIVE_AGENT,
  ...LOOP_XM,
  ...MESSAGE_HUB,
  ...PLAIN,
  ...SAASJET,
  ...SALESFORCE,
  ...SERVICE_NOW,
  ...ZENDESK,
};

const MEMBERS = [
  ...["id", "system", "source", "derived", "note", "quirk"],
  ...["policy", "calendars", "events", "evaluateAt", "expected"],
];

/** Runs a vector of the form of clocks-commercial.json: policy, calendars, events and what is expected at `evaluateAt`. */
export function runCommercial(vector: Vector, file: VectorFile): Outcome {
  only(vector, "vector", MEMBERS);
  const system = text(vector.system, "system");
  if (!Object.hasOwn(COMMERCIAL, system)) {
    throw new BadVector(`\`system\` is none that the translators know: ${system}`);
  }
  return COMMERCIAL[system](vector, file);
}
