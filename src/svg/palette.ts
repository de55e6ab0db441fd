/** From this step of `heat` on a text on it has the colour of the surface, before it that of ink. */
export const HEAT_TURN = 3;

/** Colours of one scheme. Texts have a contrast of 4.5 or more on what they stand on (a test computes it). */
export interface Palette {
  readonly surface: string;
  /** Business hours behind bars. */
  readonly band: string;
  readonly grid: string;
  readonly ink: string;
  readonly muted: string;
  /** What is in time; the darker half of the blue and orange that the colour-blind tell apart (Okabe and Ito, 2008). */
  readonly good: string;
  readonly bad: string;
  /** Hours of a day from few to many, and missed targets from few to many. */
  readonly hours: readonly string[];
  readonly heat: readonly string[];
}

export const LIGHT: Palette = {
  surface: "#ffffff",
  band: "#eef3f8",
  grid: "#d5dce3",
  ink: "#1f2328",
  muted: "#59636e",
  good: "#2a6fb0",
  bad: "#b93a10",
  hours: ["#dfeaf5", "#bcd5ec", "#8fb8df", "#5c95cb", "#2a6fb0", "#174a7c"],
  heat: ["#fbe5da", "#f6c3a9", "#ec9a72", "#b93a10", "#7d2204"],
};

export const DARK: Palette = {
  surface: "#0d1117",
  band: "#18212c",
  grid: "#323b46",
  ink: "#e6edf3",
  muted: "#9aa4af",
  good: "#5aa2e6",
  bad: "#f5854f",
  hours: ["#15293f", "#1c3d60", "#275783", "#3a7ab5", "#5aa2e6", "#a3cdf5"],
  heat: ["#33190e", "#5a2a14", "#8a3d1a", "#f5854f", "#ffbc98"],
};
