// The address of the page: what it says of the state, and the words that stand there for nodes, links and choices.
import { linksOf } from "./data.js";
import { dateText, firstDay, parseDate } from "./dates.js";
import { links, model, nodes, rowOf } from "./model.js";
import { START, byPlace, decodeState } from "./state.js";

// How a link is called in an address: its ends, its relation, and which of several alike it is.
function linkWord(link) {
  return [nodes.key(links.from[link]), model.relations[links.relation[link]].id, nodes.key(links.to[link])].join(" ");
}

function alikeBefore(link) {
  const alike = (other) => other < link && links.to[other] === links.to[link] && links.from[other] === links.from[link];
  return linksOf(model, links.from[link]).filter((other) => alike(other) && links.relation[other] === links.relation[link]).length;
}

function linkKey(link) {
  const nth = alikeBefore(link);
  return nth ? `${linkWord(link)} ${nth + 1}` : linkWord(link);
}

function readLink(word) {
  for (let link = 0; link < links.count; link += 1) if (word.startsWith(nodes.key(links.from[link])) && word === linkKey(link)) return link;
  return undefined;
}

const wholeNumber = { read: (word) => Number(word), write: String };
// How what is a number in the state is called in an address.
export const addressWords = {
  node: { read: (key) => rowOf(key) ?? null, write: (node) => nodes.key(node) },
  other: { read: (key) => rowOf(key) ?? null, write: (node) => nodes.key(node) },
  group: { read: (word) => (model.divided && nodes.community.includes(Number(word) - 1) ? Number(word) - 1 : null), write: (group) => group + 1 },
  link: { read: (word) => readLink(word) ?? null, write: (link) => linkKey(link) },
  kinds: byPlace(model.kinds.map((kind) => kind.id)),
  relations: byPlace(model.relations.map((relation) => relation.id)),
  standings: byPlace(model.standings),
  sources: { read: (id) => (id === "" ? -1 : [model.citing.ids.indexOf(id)].find((place) => place >= 0)), write: (place) => model.citing.ids[place] ?? "" },
  day: { read: (word) => (word === "any" ? 0 : firstDay(parseDate(word) ?? NaN) || undefined), write: (day) => dateText(day) || "any" },
  size: { read: (word) => (["degree", "even", ...model.measures.map(({ name }) => `by ${name}`)].includes(word) ? word : undefined), write: String },
  open: wholeNumber,
};
export const unreadable = []; // what the address asks for and is not here
// An answer that divides the nodes is the colouring, and one of a day is looked at on that day.
Object.assign(START, { day: model.day }, model.divided ? { colour: "community" } : {});
export const state = decodeState(location.hash.slice(1), addressWords, unreadable);
