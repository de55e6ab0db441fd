import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

/** Bytes in use once all garbage is collected. */
export function collected(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}
