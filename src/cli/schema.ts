/**
 * `npm run schema`: writes the JSON Schemas that the package ships, made from the zod shapes. `npm test` fails where they
 * are not up to date.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describedTypes } from "./schema/describe.ts";
import { jsonSchema, SCHEMA_NAMES } from "./schema/jsonSchema.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(root, "docs/schema");
const described = describedTypes(root);
mkdirSync(folder, { recursive: true });
for (const name of SCHEMA_NAMES) {
  const text = `${JSON.stringify(jsonSchema(name, described), null, 2)}\n`;
  writeFileSync(join(folder, `${name}.json`), text);
  console.log(`docs/schema/${name}.json: ${text.length} characters`);
}
