// Dates of which the month or day may be unknown, as numbers: 20250700 is July 2025, 0 is no date. As in dates.py.

export const firstDay = (number) => number + (number % 10000 ? 0 : 100) + (number % 100 ? 0 : 1);

const partsOf = (number) => [Math.floor(number / 10000), Math.floor(number / 100) % 100, number % 100];

export function dateText(number) {
  const known = partsOf(number);
  return known.map((part, i) => String(part).padStart(i ? 2 : 4, "0")).filter((part, i) => known[i]).join("-");
}

// The last day, month or year before an end, which is not part of the interval; 0 where there is none.
export function lastBefore(end) {
  const [year, month, day] = partsOf(firstDay(end));
  if (!end || firstDay(end) <= 10101) return 0;
  const last = new Date(0);
  last.setUTCFullYear(year, month - 1, day - 1);
  return last.getUTCFullYear() * 10000 + (end % 10000 ? (last.getUTCMonth() + 1) * 100 : 0) + (end % 100 ? last.getUTCDate() : 0);
}

const FORMS = [/^(?<y>\d{4})(?:-(?<m>\d{1,2})(?:-(?<d>\d{1,2}))?)?$/, /^(?:(?<d>\d{1,2})[/.])?(?<m>\d{1,2})[/.](?<y>\d{4})$/];

// The number of 2025, 2025-07, 2025-07-01 or 1/7/2025 (day first); undefined for what is not a date.
export function parseDate(text) {
  const found = FORMS.map((form) => form.exec(text.trim())).find(Boolean);
  const [year, month, day] = ["y", "m", "d"].map((part) => Number(found?.groups[part] ?? 0));
  const days = month && new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  const there = year && month <= 12 && (month ? day <= days : !day) && !(found.groups.m && !month) && !(found.groups.d && !day);
  return there ? year * 10000 + month * 100 + day : undefined;
}

// The days on which something begins or has ended, each once.
export function daysOf({ nodes, links }) {
  const days = new Set();
  for (const dates of [nodes.begins, nodes.ends, links.since, links.until]) for (const date of dates) if (date) days.add(firstDay(date));
  return [...days].sort((a, b) => a - b);
}
