/** One line that is written anew; nothing where the output is no terminal, but for the end. */
export function startProgress(what: string, total: number) {
  const startedAt = Date.now();
  let shownAt = 0;
  const write = (done: number, isOver: boolean) => {
    const seconds = (Date.now() - startedAt) / 1_000;
    const share = total === 0 ? 1 : done / total;
    const bar = "█".repeat(Math.round(share * 30)).padEnd(30, "░");
    const left = done === 0 || isOver ? "" : `, ${Math.ceil((seconds / done) * (total - done))} s left`;
    const line = `${what} ${bar} ${done} of ${total}, ${Math.round(done / Math.max(seconds, 0.001))} a second${left}`;
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${line}${isOver ? "\n" : ""}`);
    else if (isOver) process.stderr.write(`${line}\n`);
  };
  return {
    at(done: number) {
      if (Date.now() - shownAt < 100) return;
      shownAt = Date.now();
      write(done, false);
    },
    end: (done: number) => write(done, true),
  };
}
