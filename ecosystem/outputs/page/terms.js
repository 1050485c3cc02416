// What the program says in English in the cells of an answer: in Vietnamese where that is spoken.
import { kindName, model, sphereName, vietnamese } from "./model.js";
import { spaced } from "./text.js";
import { say } from "./words.js";

export const attributes = new Map(model.attributes.map(([id, name_vi, refers]) => [id, { name_vi, refers }]));
// What no file has: the body that a link is carried over from.
attributes.set("carried_over_from", { name_vi: "Chuyển từ", refers: true });
export const attributeName = (name) => (name === "reckoned" ? say(name) : vietnamese() && attributes.get(name)?.name_vi.toLowerCase()) || spaced(name);

const kindCodes = new Map(model.kinds.map((kind, code) => [kind.id, code]));
const relationWords = new Map([...model.relations.flatMap(({ words }) => words.map(([, , reading]) => reading)), ...model.relations].flatMap(({ name, inverse, name_vi, inverse_vi }) => [[inverse, inverse_vi], [name, name_vi]]));
const ownValue = (words, word) => (Object.hasOwn(words, word) ? words[word] : undefined);

// A head comes in both languages, each with its unit.
export const headText = (head) => head[vietnamese() ? 1 : 0];

// Kinds and spheres go by their names, as in the legend; other words as they are in English.
export function term(value, head = "") {
  if (/kind$/.test(head) && kindCodes.has(value)) return kindName(kindCodes.get(value));
  if (["sphere", "other"].includes(head) && /^[A-Z]$/.test(value)) return sphereName(value);
  if (head === "attribute" && attributes.has(value)) return attributeName(value);
  if (head === "route") return value.split(/( –|→ )/).map(routeText).join("");
  if (head === "mostly") return value.split(", ").map(sharesText).join(", ");
  if (!vietnamese()) return value;
  return RECKONED.test(value) ? reckonedTerm(value) : value.split("; ").map(wordText).join("; ");
}

// A date that was reckoned, `about 2030 (5 years after Report)`, or how: `5 years after Report`.
const RECKONED = /^(about \d{4}|(\d+ (year|month|week|day)s? )+after )/;
const reckonedTerm = (value) => value.replace(/^about /, `${say("roughly")} `).replace(/(^|\()((?:\d+ \w+ )+)after /, (_, start, lag) =>
  `${start}${say("afterThat", lag.trim().replace(/ (year|month|week|day)s?/g, (_, unit) => ` ${say(unit)}`), "")}`);

const sharesText = (part) => part.replace(/^(\S+)(?= \d+%$)/, (id) => (kindCodes.has(id) ? kindName(kindCodes.get(id)) : model.spheres.some(([sphere]) => sphere === id) ? sphereName(id) : id));
const routeText = (part) => (kindCodes.has(part) ? kindName(kindCodes.get(part)) : vietnamese() ? wordText(part) : part);
const wordText = (part) => relationWords.get(part) ?? (model.standings.includes(part) ? say(part) : ownValue(model.cells, part) ?? part);
