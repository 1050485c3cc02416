// What nodes and links say further, in words: dates, standing, figures, and names where a file has ids.

const attributes = new Map(model.attributes.map(([id, name_vi, refers]) => [id, { name_vi, refers }]));
// What no file has: the body that a link is carried over from.
attributes.set("carried_over_from", { name_vi: "Chuyển từ", refers: true });
const attributeName = (name) => (name === "reckoned" ? say(name) : vietnamese() && attributes.get(name)?.name_vi.toLowerCase()) || spaced(name);
const FIGURE = ["comparison", "value", "value_to", "unit", "base", "deadline"];

// The last day of what ends, as people read it.
const lastText = (until) => dateText(lastBefore(until)) || (until ? `< ${dateText(until)}` : "");

function validity({ since, until }, row) {
  const [begin, end] = [dateText(since[row]), lastText(until[row])];
  if (begin && begin === end) return begin;
  if (begin.length === 4 && end.length === 4) return `${begin}–${end}`;
  if (begin && end) return say("fromTo", begin, end);
  return begin ? say("since", begin) : end ? say("until", end) : "";
}

// A figure as one text: `at least 20,000 stations by 2025`.
function figureText(told) {
  const amount = [told.value, told.value_to].filter(Boolean).map((number) => (/^-?\d+$/.test(number) ? figure(number) : number)).join(` ${say("rangeTo")} `);
  const sign = told.comparison ?? "=";
  const words = sign === "=" ? "" : `${COMPARED[sign] ? say(COMPARED[sign]) : sign} `;
  const ranked = told.unit === "rank" ? (sign === "<=" ? `${say("top")} ${amount}` : `${say("rank")} ${words}${amount}`) : null;
  const unit = told.unit === "%" ? "%" : told.unit && ` ${told.unit}`;
  const base = told.base ? (told.unit === "%" ? ` ${say("of")} ${told.base}` : `, ${told.base}`) : "";
  return (ranked ?? `${words}${amount}${unit ?? ""}`) + base + (told.deadline ? ` ${say("by")} ${told.deadline}` : "");
}
const COMPARED = { ">=": "atLeast", ">": "moreThan", "<=": "atMost", "<": "lessThan", about: "roughly" };

// How a date was reckoned: `about 2030 (5 years after Report)`; "" where nothing says so.
function reckoned(pairs, due) {
  const { after, lag } = Object.fromEntries(pairs.filter(([name]) => LAGGING.includes(name)));
  if (!after || !lag) return "";
  const units = [...lag.matchAll(/(\d+)([YMWD])/g)].map(([, many, unit]) => counted(Number(many), UNITS[unit]));
  const node = keys().read(after);
  const origin = say("afterThat", units.join(" "), node === undefined ? titleOfSource(after) : nameOf(node));
  return due ? `${say("roughly")} ${due} (${origin})` : origin;
}
const LAGGING = ["after", "lag"];
const UNITS = { Y: "year", M: "month", W: "week", D: "day" };

// Pairs of a name and texts or nodes; what makes a figure is one pair without a name.
function attributesOf(pairs, due = "") {
  const about = reckoned(pairs, due);
  if (about) {
    const name = pairs.some(([one]) => one === "value") ? "deadline" : "reckoned";
    return attributesOf([...pairs.filter(([one]) => !LAGGING.includes(one)), [name, about]]);
  }
  const told = Object.fromEntries(pairs.filter(([name]) => FIGURE.includes(name)));
  const rest = told.value ? pairs.filter(([name]) => !FIGURE.includes(name)) : pairs;
  return [...(told.value ? [["", [figureText(told)]]] : []), ...rest.map(([name, value]) => [attributeName(name), valuesOf(name, value)])];
}

function valuesOf(name, value) {
  if (!attributes.get(name)?.refers) return [attributes.has(name) || name === "reckoned" ? term(value) : value];
  return value.split("|").map((id) => keys().read(id) ?? id);
}

// As elements, a node as a link to it; or as one text.
const valueParts = (values) => values.flatMap((value, nth) => [...(nth ? ["; "] : []), typeof value === "number" ? go(value) : linked(value)]);
const valueText = (values) => values.map((value) => (typeof value === "number" ? nameOf(value) : value)).join("; ");
const attributeParts = (pairs, due) => attributesOf(pairs, due).map(([name, values]) => [name && text(name), name && " ", ...valueParts(values)]);
const attributesText = (pairs, due) => attributesOf(pairs, due).map(([name, values]) => (name ? `${name} ${valueText(values)}` : valueText(values))).join("; ");

// What a link says besides its ends: dates, standing and further attributes, each as parts of a text.
function toldOf(link) {
  const standing = dashOf(links.standing[link]) ? standingName(links.standing[link]) : "";
  return [...[validity(links, link), standing].filter(Boolean).map((part) => [text(part)]), ...attributeParts(links.further(link), links.due(link))];
}

// A text of pairs, such as `effect: covers; speaker: somebody`, as parts; null where it is another text.
function pairsIn(value) {
  const pairs = value.split("; ").map((part) => part.match(/^([a-z_]+): (.*)$/s)?.slice(1));
  return value && pairs.every((pair) => pair && (pair[0] === "reckoned" || attributes.has(pair[0]))) ? attributeParts(pairs).flatMap((parts, nth) => [...(nth ? [" · "] : []), ...parts]) : null;
}
