/** The page: four views of one desk. Plain modules, no build step; every text from outside is put in as text. */
import { api, forgetToken, NoToken, takeToken } from "./api.js";
import { deskNow } from "./clock.js";
import { $, clear, el, say } from "./dom.js";
import { showQueue } from "./queue.js";
import { showReport } from "./report.js";
import { showSettings } from "./settings.js";
import { showTicket } from "./ticket.js";

const VIEWS = { queue: showQueue, ticket: showTicket, settings: showSettings, report: showReport };
const SHOWN = { dateStyle: "medium", timeStyle: "long" };
const main = $("#main");
let leave = () => {};

takeToken();
window.addEventListener("hashchange", show);
setInterval(() => {
  const now = deskNow();
  if (now !== null) $("#now").textContent = new Date(now).toLocaleString([], SHOWN);
}, 1_000);
show();

async function show() {
  if (location.hash === "#main") return;
  const [view = "queue", ...rest] = location.hash.replace(/^#\/?/, "").split("/");
  const open = VIEWS[view] ?? showQueue;
  leave();
  leave = () => {};
  for (const link of document.querySelectorAll("nav a")) {
    if (link.getAttribute("href") === `#/${view || "queue"}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  clear(main);
  const place = el("div");
  main.append(place);
  try {
    leave = (await open(place, rest.map(decodeURIComponent).join("/"))) ?? (() => {});
    main.focus({ preventScroll: true });
  } catch (problem) {
    if (problem instanceof NoToken) askToken(place);
    else place.append(el("p", { class: "late", role: "alert" }, problem.message));
  }
}

function askToken(place) {
  const input = el("input", { id: "token", type: "password", required: "", autocomplete: "off" });
  const form = el(
    "form",
    {},
    el("h1", {}, "Which desk?"),
    el("div", {}, el("label", { for: "token" }, "Token of the tenant"), input),
    el("div", {}, el("button", {}, "Open")),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    takeToken(input.value);
    try {
      await api("/v1/definitions");
      show();
    } catch (problem) {
      forgetToken();
      say(problem.message);
      form.append(el("p", { class: "late", role: "alert" }, "No tenant has this token."));
    }
  });
  place.replaceChildren(form);
  input.focus();
}
