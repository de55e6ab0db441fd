import { createRequire } from "node:module";

/*
 * Peers are named by strings, so that neither the type check nor the tests need them: they are installed apart,
 * in bench/node_modules. Each peer file says in an interface of its own what it uses.
 */

const require = createRequire(import.meta.url);

/** A peer's default export where it has one, else its module. */
export async function load<T>(name: string): Promise<T> {
  const module = await import(name);
  return (module.default ?? module) as T;
}

/** The version that is installed. */
export function versionOf(name: string): string {
  let folder = require.resolve(name);
  for (let i = 0; i < 20; i++) {
    folder = folder.slice(0, folder.lastIndexOf("/"));
    if (folder.endsWith(`node_modules/${name}`)) return require(`${folder}/package.json`).version;
  }
  throw new Error(`no version of ${name}`);
}
