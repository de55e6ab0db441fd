import { readFileSync } from "node:fs";
import type { FastifyInstance } from "fastify";

const FILES: Readonly<Record<string, readonly [file: string, type: string]>> = {
  "/": ["index.html", "text/html; charset=utf-8"],
  "/page.css": ["page.css", "text/css; charset=utf-8"],
  "/page.js": ["page.js", "text/javascript; charset=utf-8"],
};

/** The page: files as they are, read once. */
export function pageRoutes(app: FastifyInstance): void {
  for (const [url, [file, type]] of Object.entries(FILES)) {
    const text = readFileSync(new URL(`../page/${file}`, import.meta.url));
    app.get(url, { schema: { hide: true }, logLevel: "silent" }, async (_, reply) =>
      reply.type(type).send(text),
    );
  }
}
