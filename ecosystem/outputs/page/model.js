// What all parts of the page share: the data, and how things are called in the language spoken.
import { decode } from "./data.js";
import { total } from "./filter.js";
import { $ } from "./text.js";
import { say, spoken } from "./words.js";

export const model = decode(JSON.parse($("data").textContent));
$("data").remove();
export const { nodes, links } = model;

// All links but those that are carried over, which are there for a day alone.
export const recorded = links.carried.map((carried) => 1 - carried);
export const recordedCount = total(recorded);
// The row of the node that a file calls so; undefined where there is none.
let rows = null;
export const rowOf = (key) => (rows ??= new Map(Array.from({ length: nodes.count }, (_, node) => [nodes.key(node), node]))).get(key);

export const vietnamese = () => spoken() === "vi";
// Some letters leave no trace; what has no other is called by its id, and an id of such letters by their numbers.
export const isVisible = (word) => /[^\p{Cc}\p{Cf}\p{Cn}\p{Z}\p{M}\u115f\u1160\u2800\u3164\uffa0]/u.test(word);
const codePoints = (word) => [...word].map((letter) => `U+${letter.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`).join(" ");
export function nameOf(node) {
  const name = (vietnamese() ? nodes.name_vi(node) : nodes.name_en(node)) || nodes.name(node);
  if (isVisible(name)) return name;
  return isVisible(nodes.key(node)) ? nodes.key(node) : codePoints(nodes.key(node));
}
export const kindName = (code) => (vietnamese() ? model.kinds[code].name_vi : model.kinds[code].name);
export const kindPlural = (code) => (vietnamese() ? model.kinds[code].name_vi : model.kinds[code].plural);
export const sphereName = (id) => model.spheres.find(([known]) => known === id)?.[vietnamese() ? 2 : 1] ?? say("noSphere");
export const standingName = (code) => say(model.standings[code]);
// How a node stands: a target that is a fact is set.
export const nodeStanding = (node) => {
  const { fact, fact_vi, figures } = model.kinds[nodes.kind[node]];
  return dashOf(nodes.standing[node]) || fact === "fact" || figures.includes(nodes.subtype(node).toLowerCase()) ? standingName(nodes.standing[node]) : vietnamese() ? fact_vi : fact;
};

// How a relation reads from its source, or from its target.
const readingOf = (words, inwards) => words[`${inwards ? "inverse" : "name"}${vietnamese() ? "_vi" : ""}`];
export const relationName = (code, inwards = false) => readingOf(model.relations[code], inwards);
// How a link reads: by its relation, or by a value that has words of its own.
export function linkName(link, inwards = false) {
  const relation = model.relations[links.relation[link]];
  const further = relation.words.length ? links.further(link) : [];
  const found = relation.words.find(([attribute, value]) => further.some(([name, given]) => name === attribute && given === value));
  return readingOf(found?.[2] ?? relation, inwards);
}

// The line of a standing: 0 is plain, each other has its own.
const LINES = ["fact", "plan", "possible", "opinion", "past"];
export const dashOf = (standing) => Math.max(0, LINES.indexOf(model.standings[standing]));
