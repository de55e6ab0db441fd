/**
 * Pictures as texts: SVG of a ticket's timeline, compliance by period, a calendar's year and when targets are missed.
 * Deterministic, for light and dark, with a description for those who do not see them.
 * @module
 */
export { type CalendarStripOptions, calendarStrip } from "./svg/calendarStrip.ts";
export { type ComplianceOptions, complianceChart } from "./svg/compliance.ts";
export type { NamedDates } from "./svg/dates.ts";
export { pictureText } from "./svg/frame.ts";
export { type Breaches, breachHeatMap, type HeatMapOptions } from "./svg/heatMap.ts";
export type { PictureLabels, PictureWord } from "./svg/labels.ts";
export type { PictureOptions } from "./svg/options.ts";
export { type TimelineOptions, ticketTimeline } from "./svg/timeline.ts";
