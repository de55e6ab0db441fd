/** `npm run pictures`: makes the pictures of the documents anew. */
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { samplePictures } from "./pictures/sample.ts";

const FOLDER = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));

await mkdir(FOLDER, { recursive: true });
for (const [name, picture] of await samplePictures()) {
  await writeFile(`${FOLDER}${name}`, picture);
  console.log(`docs/pictures/${name}  ${Math.round(picture.length / 100) / 10} kB`);
}
