// What nodes and links say further, in words: dates, standing, figures, and names where a file has ids.
import { dateText, lastBefore } from "./dates.js";
import { model, nameOf, rowOf } from "./model.js";
import { attributeName, attributes, term } from "./terms.js";
import { counted, figure, say } from "./words.js";

const FIGURE = ["comparison", "value", "value_to", "unit", "base", "deadline"];

// The last day of what ends, as people read it.
export const lastText = (until) => dateText(lastBefore(until)) || (until ? `< ${dateText(until)}` : "");

export function validity({ since, until }, row) {
  const [begin, end] = [dateText(since[row]), lastText(until[row])];
  if (begin && begin === end) return begin;
  if (begin.length === 4 && end.length === 4) return `${begin}–${end}`;
  if (begin && end) return say("fromTo", begin, end);
  return begin ? say("since", begin) : end ? say("until", end) : "";
}

// A figure as one text: `at least 20,000 stations by 2025`.
function figureText(parts) {
  const amount = [parts.value, parts.value_to].filter(Boolean).map((number) => (/^-?\d+$/.test(number) ? figure(number) : number)).join(` ${say("rangeTo")} `);
  const sign = parts.comparison ?? "=";
  const words = sign === "=" ? "" : `${COMPARED[sign] ? say(COMPARED[sign]) : sign} `;
  const ranked = parts.unit === "rank" ? (sign === "<=" ? `${say("top")} ${amount}` : `${say("rank")} ${words}${amount}`) : null;
  const unit = parts.unit === "%" ? "%" : parts.unit && ` ${parts.unit}`;
  const base = parts.base ? (parts.unit === "%" ? ` ${say("of")} ${parts.base}` : `, ${parts.base}`) : "";
  return (ranked ?? `${words}${amount}${unit ?? ""}`) + base + (parts.deadline ? ` ${say("by")} ${parts.deadline}` : "");
}
const COMPARED = { ">=": "atLeast", ">": "moreThan", "<=": "atMost", "<": "lessThan", about: "roughly" };

// How a date was reckoned: `about 2030 (5 years after Report)`; "" where nothing says so.
function reckonedText(pairs, due) {
  const { after, lag } = Object.fromEntries(pairs.filter(([name]) => LAGGING.includes(name)));
  if (!after || !lag) return "";
  const units = [...lag.matchAll(/(\d+)([YMWD])/g)].map(([, many, unit]) => counted(Number(many), UNITS[unit]));
  const node = rowOf(after);
  const origin = say("afterThat", units.join(" "), node === undefined ? model.citing.titleOf(after) : nameOf(node));
  return due ? `${say("roughly")} ${due} (${origin})` : origin;
}
const LAGGING = ["after", "lag"];
const UNITS = { Y: "year", M: "month", W: "week", D: "day" };

// Pairs of a name and texts or nodes; what makes a figure is one pair without a name.
export function attributesOf(pairs, due = "") {
  const about = reckonedText(pairs, due);
  if (about) {
    const name = pairs.some(([one]) => one === "value") ? "deadline" : "reckoned";
    return attributesOf([...pairs.filter(([one]) => !LAGGING.includes(one)), [name, about]]);
  }
  const parts = Object.fromEntries(pairs.filter(([name]) => FIGURE.includes(name)));
  const rest = parts.value ? pairs.filter(([name]) => !FIGURE.includes(name)) : pairs;
  return [...(parts.value ? [["", [figureText(parts)]]] : []), ...rest.map(([name, value]) => [attributeName(name), valuesOf(name, value)])];
}

function valuesOf(name, value) {
  if (!attributes.get(name)?.refers) return [attributes.has(name) || name === "reckoned" ? term(value) : value];
  return value.split("|").map((id) => rowOf(id) ?? id);
}

const valueText = (values) => values.map((value) => (typeof value === "number" ? nameOf(value) : value)).join("; ");
export const attributesText = (pairs, due) => attributesOf(pairs, due).map(([name, values]) => (name ? `${name} ${valueText(values)}` : valueText(values))).join("; ");

