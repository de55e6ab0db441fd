import { cpus, loadavg } from "node:os";

/** Where and with what a result was measured. */
export function machine() {
  const { node, v8, tz, icu } = process.versions;
  const load = loadavg().map((figure) => Math.round(figure * 100) / 100);
  return { node, v8, tz, icu, cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, load };
}
