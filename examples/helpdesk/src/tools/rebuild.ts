/** `npm run rebuild`: makes all that is derived again, with a progress bar. On PostgreSQL workers may go on meanwhile. */
import { readConfig } from "../config.ts";
import { countTickets, rebuild } from "../desk/rebuild.ts";
import { openDesk } from "../process.ts";
import { startProgress } from "./progress.ts";

const desk = await openDesk(readConfig());
const progress = startProgress("tickets", await countTickets(desk));
progress.end(await rebuild(desk, progress.at));
await desk.database.close();
