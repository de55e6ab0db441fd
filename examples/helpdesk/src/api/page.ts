import { readdirSync, readFileSync } from "node:fs";
import { extname } from "node:path";
import type { FastifyInstance } from "fastify";

const FOLDER = new URL("../page/", import.meta.url);
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
};

/** The page: the files of a folder as they are, read once; no name from a request ever becomes a path. */
export function pageRoutes(app: FastifyInstance): void {
  for (const file of readdirSync(FOLDER)) {
    const text = readFileSync(new URL(file, FOLDER));
    const type = TYPES[extname(file)];
    const url = file === "index.html" ? "/" : `/${file}`;
    app.get(url, { schema: { hide: true } }, async (_, reply) => reply.type(type).send(text));
  }
}
