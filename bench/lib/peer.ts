/** What a contestant can be asked; instants and lengths in milliseconds. */
export interface Answers {
  add(at: number, ms: number): number | null;
  addDays(at: number, days: number): number | null;
  between(from: number, to: number): number;
  isOpen(at: number): boolean;
}

export interface Peer extends Answers {
  /** The packages with their versions. */
  readonly name: string;
  /** Only asked about starts from July to mid-September: it errs or hangs near a change of offset (docs/comparison.md). */
  readonly summerOnly?: boolean;
}
