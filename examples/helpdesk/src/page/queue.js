import { api } from "./api.js";
import { deskNow, local, metricName, setDeskTime, timeBetween, words } from "./clock.js";
import { clear, el, say, table } from "./dom.js";

const REFRESH = 10_000;

/** Open tickets by urgency; each due time counts down, in the hours that count for it. */
export async function showQueue(place) {
  const list = el("div");
  const more = el("button", { type: "button", hidden: "" }, "More");
  place.append(el("h1", {}, "Queue"), list, more);
  let pages = 1;
  let counts = [];
  const load = async () => {
    const tickets = [];
    const hours = {};
    let after = null;
    for (let page = 0; page < pages; page++) {
      const told = await api(`/v1/queue?limit=50${after ? `&after=${encodeURIComponent(after)}` : ""}`);
      setDeskTime(told.now, told.speed);
      tickets.push(...told.tickets);
      Object.assign(hours, told.hours);
      after = told.next;
      if (!after) break;
    }
    more.hidden = after === null;
    counts = draw(list, tickets, hours);
    tick(counts);
    return tickets;
  };
  more.addEventListener("click", async () => {
    pages++;
    await load();
  });
  const tickets = await load();
  say(
    `${tickets.length} open tickets, ${tickets.filter(({ late }) => late.length > 0).length} with a promise missed`,
  );
  const ticking = setInterval(() => tick(counts), 1_000);
  const loading = setInterval(() => void load().catch(() => {}), REFRESH);
  return () => {
    clearInterval(ticking);
    clearInterval(loading);
  };
}

function draw(list, tickets, hours) {
  // Who reads with the keyboard stays where they were
  const focused = list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const counts = [];
  const rows = tickets.map((ticket) => {
    const left = el("span");
    counts.push({ left, ticket, periods: ticket.basis === "business" ? hours[ticket.calendar] : null });
    const link = el("a", { href: `#/ticket/${encodeURIComponent(ticket.ticket)}` }, ticket.ticket);
    return [
      { of: link },
      { of: String(ticket.fields.subject ?? ""), class: "wide" },
      String(ticket.fields.priority ?? ""),
      ticket.policy ?? "none",
      ticket.metric === null ? "–" : metricName(ticket.metric),
      local(ticket.dueAt),
      { of: left, class: "number" },
    ];
  });
  const titles = [
    "Ticket",
    "Subject",
    "Priority",
    "Policy",
    "Next promise",
    "Due",
    { of: "Left", class: "number" },
  ];
  clear(list);
  list.append(
    rows.length === 0
      ? el("p", {}, "No ticket is open.")
      : table("The most urgent first; what is left is in the hours that count.", titles, rows, "queue"),
  );
  if (focused !== null) list.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  return counts;
}

function tick(counts) {
  const now = deskNow();
  for (const { left, ticket, periods } of counts) {
    const [text, style] = leftOf(ticket, periods, now);
    left.textContent = text;
    left.className = style;
  }
}

function leftOf({ metric, dueAt, state, remainingMs, atRiskAt }, periods, now) {
  if (metric === null) return ["–", "faint"];
  if (dueAt === null) return [remainingMs === null ? "waits" : `waits, ${words(remainingMs)}`, "faint"];
  if (now > dueAt) return [`late ${words(timeBetween(periods, dueAt, now))}`, "late"];
  const left = words(timeBetween(periods, now, dueAt));
  const isRunning = !periods || periods.some(({ from, to }) => from <= now && now < to);
  const isAtRisk = atRiskAt !== null && atRiskAt <= now;
  if (state === "paused") return [`waits, ${left}`, "faint"];
  return [isRunning ? left : `${left}, closed`, isAtRisk ? "risk" : ""];
}
