// The answer's table beside the graph, with its notes and sources.
import { state } from "./address.js";
import { pickGroup, select } from "./change.js";
import { bibliography } from "./cite.js";
import { dateText } from "./dates.js";
import { pairsIn } from "./facts.js";
import { groupAnchor, nodeAnchor } from "./anchors.js";
import { model, nameOf, nodes, vietnamese } from "./model.js";
import { headText, term } from "./terms.js";
import { $, button, element, linked, text } from "./text.js";
import { stops } from "./time.js";
import { figure, say } from "./words.js";

const ROWS = 500; // rows shown at first
const NARROW = 6; // columns that find room beside the drawing; a table with more is as wide as it needs
const WORD = 20; // letters of a word that may be broken
const LIST = 70; // letters of a text that is given more room

// A name of a node follows the language; any other text of it stays.
const nameAnchor = (node, label) => nodeAnchor(node, label === nodes.name(node) ? nameOf(node) : label);

// A cell leads to its node or group, lists nodes, tells pairs, or is a word or number.
function cellParts(value, node, group, head) {
  if (group !== undefined) return [groupAnchor(group, value)];
  if (node !== null) return [nameAnchor(node, value)];
  if (typeof value !== "string") return value.map(([piece, one]) => (one < 0 ? text(piece) : nameAnchor(one, piece)));
  return pairsIn(value) ?? [linked(term(value, head))];
}

function answerCell(value, at, column) {
  const { heads, numbers, nodes: led, groups } = model.answer;
  const group = heads[column][0] === "community" ? groups[at] : undefined;
  const words = typeof value === "string" ? value : value.map(([piece]) => piece).join("");
  const long = words.split(/\s/).some((word) => word.length > WORD);
  const look = [numbers[column] && "number", words.length > LIST && "list", long && "long"].filter(Boolean).join(" ");
  return element("td", look ? { class: look } : {}, ...cellParts(value, led[at][column], group, heads[column][0]));
}

function answerRow(row, at, cite) {
  const own = model.answer.nodes[at].filter((node) => node !== null);
  const group = model.answer.groups[at];
  const cells = row.map((value, column) => answerCell(value, at, column));
  if (model.answer.cited.length) cells.splice(citesAt(), 0, element("td", { class: "cites" }, ...cite(model.answer.cited[at])));
  const made = element("tr", own.length ? { "data-nodes": own.join(" ") } : group === undefined ? {} : { "data-group": group }, ...cells);
  if (own.length || group !== undefined) made.addEventListener("click", (event) => event.target.closest("a") ?? (own.length ? select(own[0]) : pickGroup(group)));
  return made;
}

// Sources stand before the columns that come last in a wide table.
const isWide = () => model.answer.heads.length + (model.answer.cited.length ? 1 : 0) > NARROW;
const citesAt = () => model.answer.heads.length - (isWide() ? model.answer.late : 0);

function answerTable(limit, cite) {
  const { heads, numbers, rows, cited } = model.answer;
  const headings = heads.map((head, column) => element("th", { scope: "col", ...(numbers[column] ? { class: "number" } : {}) }, text(headText(head))));
  if (cited.length) headings.splice(citesAt(), 0, element("th", { scope: "col" }, say("cites")));
  const body = element("tbody", {}, ...rows.slice(0, limit).map((row, at) => answerRow(row, at, cite)));
  return element("div", { class: "table", tabindex: "0", role: "region", "aria-label": say("answerTable") },
    element("table", isWide() ? { class: "wide" } : {}, element("thead", {}, element("tr", {}, ...headings)), body));
}

export function showAnswer(limit = ROWS) {
  const { rows, notes } = model.answer;
  const { brief, list, any } = bibliography();
  const english = vietnamese() ? { lang: "en" } : {};
  const asked = model.day ? say("answerDay", dateText(model.day)) : stops.length ? say("answerAnyDay") : "";
  const day = asked ? element("p", { class: "soft" }, asked) : "";
  const parts = [element("h2", {}, say("answer")), day, rows.length ? answerTable(limit, brief) : element("p", { class: "soft" }, say("noRows"))];
  if (rows.length > limit) parts.push(button(say("showAll", figure(limit), figure(rows.length)), () => showAnswer(rows.length), { class: "plain" }));
  if (notes.length) parts.push(element("h3", {}, say("notes")), element("ul", english, ...notes.map((note) => element("li", {}, text(note)))));
  if (any()) parts.push(element("h3", {}, say("answerSources")), list());
  document.querySelector("main").classList.toggle("broad", rows.length > 0 && isWide());
  $("answer").replaceChildren(...parts.filter(Boolean));
  markRows();
}

export function markRows() {
  for (const row of $("answer").querySelectorAll("tbody tr")) {
    const { nodes: own, group } = row.dataset;
    row.classList.toggle("picked", own ? state.node !== null && own.split(" ").includes(String(state.node)) : group !== undefined && state.group === Number(group));
  }
}
