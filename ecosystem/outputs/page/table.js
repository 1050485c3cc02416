// The nodes or links that are shown as a table: sorted by any column, narrowed by what is typed.
import { state } from "./address.js";
import { attributesText, lastText } from "./attributes.js";
import { change } from "./change.js";
import { bibliography } from "./cite.js";
import { linksOf } from "./data.js";
import { dateText } from "./dates.js";
import { fold } from "./fold.js";
import { nodeAnchor } from "./anchors.js";
import { kindName, linkName, links, model, nameOf, nodeStanding, nodes, recordedCount, standingName } from "./model.js";
import { shown } from "./scene.js";
import { namesOf } from "./search.js";
import { legal } from "./sheet.js";
import { $, button, element, text } from "./text.js";
import { counted, figure, say, spoken } from "./words.js";

const PAGE = 200; // rows drawn at once
const SHORT = 16; // letters that stay on one line
let rowsDrawn = PAGE;

const citedText = (cited) => model.citations[cited].map(([id, place]) => (place ? `${model.citing.titleOf(id)} ${place}` : model.citing.titleOf(id))).join("; ");
const degreeOf = (node) => linksOf(model, node).reduce((sum, link) => sum + shown.links[link], 0);

// A column of files alone, under its name in the data.
const ofFile = (head, of) => ({ head, own: true, of });

// People read the last day, files hold the day after it.
const endOf = ({ until }) => ({ head: "validTo", of: (row) => lastText(until[row]), file: ofFile("valid_to", (row) => dateText(until[row])) });

// Columns: what a cell says, and the node it leads to, or its parts where it says more than text. Numbers sort as such.
const COLUMNS = {
  nodes: [
    { head: "name", of: nameOf, leads: (node) => node }, { head: "kind", of: (node) => kindName(nodes.kind[node]) }, { head: "place", of: (node) => nodes.place(node) },
    { head: "links", of: degreeOf, number: true }, { head: "validFrom", of: (node) => dateText(nodes.since[node]) }, endOf(nodes),
    { head: "standing", of: nodeStanding }, { head: "id", of: (node) => nodes.key(node) },
    { head: "cites", of: (node) => citedText(nodes.cited[node]), cited: (node) => nodes.cited[node] }],
  links: [
    { head: "source", of: (link) => nameOf(links.from[link]), leads: (link) => links.from[link] }, { head: "relation", of: (link) => linkName(link) },
    { head: "target", of: (link) => nameOf(links.to[link]), leads: (link) => links.to[link] }, { head: "validFrom", of: (link) => dateText(links.since[link]) },
    endOf(links), { head: "standing", of: (link) => standingName(links.standing[link]) },
    { head: "about", of: (link) => attributesText(links.further(link), links.due(link)) }, { head: "cites", of: (link) => citedText(links.cited[link]), cited: (link) => links.cited[link] }],
};

// What else a file of the nodes holds: a column for each attribute that any of them has.
function moreColumns(rows) {
  const further = [...new Set(rows.flatMap((node) => nodes.further(node).map(([name]) => name)))];
  const listed = (texts) => texts.join("|");
  return [ofFile("name_vi", nodes.name_vi), ofFile("name_en", nodes.name_en), ofFile("aliases", (node) => listed(nodes.aliases(node))), ofFile("subtype", nodes.subtype),
    ofFile("level", (node) => model.levels[nodes.level[node]]), ofFile("identifiers", (node) => listed(nodes.identifiers(node).map(([name]) => name))),
    ...further.map((name) => ofFile(name, (node) => nodes.further(node).find(([one]) => one === name)?.[1] ?? ""))];
}

// A file's heads and rows: all that is known of a node, the ids of both ends of a link.
export function sheetFile(what, rows) {
  const ends = COLUMNS.links.filter(({ leads }) => leads).map(({ head, leads }) => ofFile(`${say(head)} id`, (link) => nodes.key(leads(link))));
  const all = [...COLUMNS[what].map((column) => column.file ?? column), ...(what === "links" ? ends : moreColumns(rows))];
  return [all.map(({ head, own }) => (own ? head : say(head))), ...rows.map((row) => all.map(({ of }) => of(row)))];
}

// What is typed is looked for in all names of a row's nodes and in its other columns but the sources; every word must be there.
const nodeTexts = [];
const nodeText = (node) => (nodeTexts[node] ??= namesOf(model, node).map(fold).join(" "));
function searchText(what, row) {
  const own = COLUMNS[what].filter(({ leads, cited, number }) => !leads && !cited && !number).map(({ of }) => of(row));
  const named = what === "nodes" ? [row] : [links.from[row], links.to[row]];
  return [...named.map(nodeText), fold(own.join(" "))].join(" ");
}

// The rows that are shown and have what was typed, in the order chosen.
export function sheetRows(what, typed = "", sort = "") {
  const wanted = fold(typed).split(" ").filter(Boolean);
  const rows = [...shown[what].keys()].filter((row) => shown[what][row]);
  const has = (row) => {
    const words = searchText(what, row);
    return wanted.every((one) => words.includes(one));
  };
  const kept = wanted.length ? rows.filter(has) : rows;
  const column = COLUMNS[what].find(({ head }) => sort.replace("-", "") === head);
  if (!column) return kept;
  const values = new Map(kept.map((row) => [row, column.of(row)]));
  const alike = new Intl.Collator(spoken()).compare;
  const order = (a, b) => (column.number ? values.get(a) - values.get(b) : alike(values.get(a), values.get(b)));
  // What is empty comes last, whatever the direction.
  const empty = (row) => (values.get(row) === "" ? 1 : 0);
  const way = sort.startsWith("-") ? -1 : 1;
  return kept.sort((a, b) => empty(a) - empty(b) || way * order(a, b) || a - b);
}

function headCell({ head, number }) {
  const up = state.sort === head;
  const down = state.sort === `-${head}`;
  const sorts = button(say(head) + (up ? " ▲" : down ? " ▼" : ""), () => {
    change({ sort: up ? `-${head}` : down ? "" : head }, { quiet: true });
    $(`sort-${head}`).focus();
  }, { class: "plain", id: `sort-${head}` });
  return element("th", { scope: "col", "aria-sort": up ? "ascending" : down ? "descending" : "none", ...(number ? { class: "number" } : {}) }, sorts);
}

// A cell has two lines at most; what does not fit is shown when it is pointed at.
function sheetCell({ of, leads, number, cited }, at) {
  if (cited) return element("td", {}, element("div", { class: "lines" }, ...bibliography().cite(model.citations[cited(at)])));
  const words = of(at);
  if (number || String(words).length < SHORT) return element("td", number ? { class: "number" } : { class: "short" }, leads ? nodeAnchor(leads(at), words) : text(words));
  return element("td", {}, element("div", { class: "lines", title: legal(words) }, leads ? nodeAnchor(leads(at), words) : text(words)));
}

export function showTable() {
  const graph = state.view === "graph";
  for (const view of ["graph", "nodes", "links"]) $(`view-${view}`).setAttribute("aria-pressed", String(state.view === view));
  $("sheet").hidden = graph;
  $("drawing").inert = !graph;
  $("empty").hidden ||= !graph;
  if (graph) return;
  if ($("typed").value !== state.typed) $("typed").value = state.typed;
  const rows = sheetRows(state.view, state.typed, state.sort);
  const columns = COLUMNS[state.view];
  const row = (at) => element("tr", {}, ...columns.map((column) => sheetCell(column, at)));
  $("rows").replaceChildren(element("table", {}, element("thead", {}, element("tr", {}, ...columns.map(headCell))), element("tbody", {}, ...rows.slice(0, rowsDrawn).map(row))));
  if (rows.length > rowsDrawn) {
    $("rows").append(button(say("more", figure(Math.min(rows.length - rowsDrawn, PAGE * 5))), () => {
      rowsDrawn += PAGE * 5;
      showTable();
    }, { class: "plain" }));
  }
  $("row-count").textContent = say("ofAll", figure(rows.length), counted(state.view === "nodes" ? nodes.count : recordedCount, "row"));
}

export function initTable() {
  for (const view of ["graph", "nodes", "links"]) {
    $(`view-${view}`).addEventListener("click", () => {
      rowsDrawn = PAGE;
      change({ view, sort: "", typed: "" });
    });
  }
  $("typed").addEventListener("input", () => {
    rowsDrawn = PAGE;
    change({ typed: $("typed").value }, { quiet: true });
  });
}
