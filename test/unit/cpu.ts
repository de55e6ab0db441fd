/** How much processor time this process has used so far, in milliseconds: a busy machine bends it less than a clock. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
