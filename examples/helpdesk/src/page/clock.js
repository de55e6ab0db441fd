/** The desk's time as it goes on here, and words for lengths of time. */
let known = null;

export function setDeskTime(now, speed) {
  known = { now, speed, at: performance.now() };
}

export function deskNow() {
  return known && known.now + (performance.now() - known.at) * known.speed;
}

/** Time from one instant to another within periods, in milliseconds; by the wall clock where there are none. */
export function timeBetween(periods, from, to) {
  if (!periods) return to - from;
  return periods.reduce((sum, one) => sum + Math.max(0, Math.min(one.to, to) - Math.max(one.from, from)), 0);
}

export function words(ms) {
  const seconds = Math.floor(Math.abs(ms) / 1_000);
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (h >= 100) return `${Math.round(h / 24)} d`;
  if (h > 0) return `${h} h ${String(m).padStart(2, "0")} min`;
  return m > 0 ? `${m} min ${String(s).padStart(2, "0")} s` : `${s} s`;
}

export function local(at) {
  return at === null
    ? "–"
    : new Date(at).toLocaleString([], {
        weekday: "short",
        day: "numeric",
        month: "short",
        hour: "2-digit",
        minute: "2-digit",
      });
}

const METRICS = { firstResponse: "first response", nextResponse: "next response", resolution: "resolution" };

export function metricName(metric) {
  return METRICS[metric] ?? metric;
}
