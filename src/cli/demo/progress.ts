/** Says how far a long file is read: on a terminal one line, written anew each second; elsewhere nothing. */
export interface Progress {
  count(): void;
  /** A line that stays. */
  say(text: string): void;
  /** How long it took. */
  end(tickets: number): void;
}

const EVERY_MS = 1_000;

export function startProgress(out: NodeJS.WriteStream): Progress {
  const startedAt = performance.now();
  let counted = 0;
  let shownAt = startedAt;
  let isShown = false;
  const clear = () => {
    if (isShown) out.write("\r\u001b[K");
    isShown = false;
  };
  return {
    count() {
      counted++;
      if (!out.isTTY || performance.now() - shownAt < EVERY_MS) return;
      shownAt = performance.now();
      isShown = true;
      out.write(`\r${counted.toLocaleString("en-US")} tickets …`);
    },
    say(text) {
      clear();
      out.write(`${text}\n`);
    },
    end(tickets) {
      clear();
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(2);
      out.write(`evaluated ${tickets.toLocaleString("en-US")} tickets in ${seconds} s\n`);
    },
  };
}
