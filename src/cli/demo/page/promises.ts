import { describe, type Stated, sentences } from "../../../explain.ts";
import type { Desk } from "../desk.ts";
import { plural } from "../words.ts";
import { el, type Html, host, text } from "./html.ts";
import { details, list, paragraph, type Section } from "./parts.ts";
import { cutTo, groupsOf } from "./told.ts";

/** Sentences beyond which only their number is said. */
const MAX_SENTENCES = 500;

/** Sentences of a policy beyond which its reminders and escalations are folded away. */
const LONG = 6;

/** The promises in words. */
export function promiseSection({ sla }: Desk): Section {
  const description = describe(sla);
  const told = sentences(description).map((sentence, i) => ({
    sentence,
    statement: description.statements[i],
    heading: headingOf(description.statements[i], description.statements[i - 1]),
  }));
  type Told = (typeof told)[number];
  const { kept, more } = cutTo(told, MAX_SENTENCES);
  const items = (all: readonly Told[]) => list(all.map(({ sentence }) => text(sentence)));
  const groups = groupsOf(kept, ({ heading }) => heading !== null).flatMap((group): Html[] => {
    const [{ heading, sentence }, ...rest] = group;
    if (heading === null) return group.map((one) => paragraph(one.sentence));
    if (heading === CALENDARS) return [el("h3", {}, text(CALENDARS)), items(group)];
    const sent = rest.filter(({ statement }) => statement.code === "action.fires");
    const isLong = rest.length > LONG && sent.length > 1;
    const shown = isLong ? rest.filter((one) => !sent.includes(one)) : rest;
    return [
      el("h3", {}, host(heading)),
      paragraph(sentence),
      ...(shown.length > 0 ? [items(shown)] : []),
      ...(isLong
        ? [details(plural(sent.length, "reminder or escalation", "reminders and escalations"), items(sent))]
        : []),
    ];
  });
  return {
    id: "promises",
    title: "The promises in words",
    content: [...groups, ...(more > 0 ? [paragraph(`And ${plural(more, "sentence")} more.`, "muted")] : [])],
  };
}

const CALENDARS = "Calendars";

/** The heading that a sentence opens a group under; null where it goes on. */
function headingOf({ code, params }: Stated, before: Stated | undefined): string | null {
  if (code === "policy.promises") return params.policy;
  if (code === "version.from") return `From the version ${params.version} on`;
  const isOfCalendar = code.startsWith("calendar.");
  return isOfCalendar && before?.code.startsWith("calendar.") !== true ? CALENDARS : null;
}
