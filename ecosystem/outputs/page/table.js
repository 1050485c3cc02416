// The nodes or links that are shown as a table: sorted by any column, narrowed by what is typed.

const PAGE = 200; // rows drawn at once
let drawn = PAGE;

const citedText = (cited) => model.citations[cited].map(([id, place]) => (place ? `${model.citing.titleOf(id)} ${place}` : model.citing.titleOf(id))).join("; ");
const degreeOf = (node) => linksOf(model, node).reduce((sum, link) => sum + shown.links[link], 0);

// Columns: what a cell says, and the node it leads to. Numbers and dates sort as such.
const COLUMNS = {
  nodes: [
    { head: "name", of: nameOf, leads: (node) => node }, { head: "kind", of: (node) => kindName(nodes.kind[node]) }, { head: "place", of: (node) => nodes.place(node) },
    { head: "links", of: degreeOf, number: true }, { head: "validFrom", of: (node) => dateText(nodes.since[node]) }, { head: "validTo", of: (node) => dateText(nodes.until[node]) },
    { head: "standing", of: (node) => standingName(nodes.standing[node]) }, { head: "id", of: (node) => nodes.key(node) }, { head: "cites", of: (node) => citedText(nodes.cited[node]) }],
  links: [
    { head: "source", of: (link) => nameOf(links.from[link]), leads: (link) => links.from[link] }, { head: "relation", of: (link) => relationName(links.relation[link]) },
    { head: "target", of: (link) => nameOf(links.to[link]), leads: (link) => links.to[link] }, { head: "validFrom", of: (link) => dateText(links.since[link]) },
    { head: "validTo", of: (link) => dateText(links.until[link]) }, { head: "standing", of: (link) => standingName(links.standing[link]) },
    { head: "about", of: (link) => links.further(link).map(([name, value]) => `${spaced(name)} ${value}`).join("; ") }, { head: "cites", of: (link) => citedText(links.cited[link]) }],
};

// The rows that are shown and have what was typed, in the order chosen.
function sheetRows(what, typed = "", sort = "") {
  const columns = COLUMNS[what];
  const wanted = fold(typed);
  const rows = [...shown[what].keys()].filter((row) => shown[what][row]);
  const kept = wanted ? rows.filter((row) => fold(columns.map(({ of }) => of(row)).join(" ")).includes(wanted)) : rows;
  const column = columns.find(({ head }) => sort.replace("-", "") === head);
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

function sheetView() {
  const graph = state.view === "graph";
  for (const view of ["graph", "nodes", "links"]) $(`view-${view}`).setAttribute("aria-pressed", String(state.view === view));
  $("sheet").hidden = graph;
  $("drawing").inert = !graph;
  $("empty").hidden ||= !graph;
  if (graph) return;
  if ($("typed").value !== state.typed) $("typed").value = state.typed;
  const rows = sheetRows(state.view, state.typed, state.sort);
  const columns = COLUMNS[state.view];
  const row = (at) => element("tr", {}, ...columns.map(({ of, leads, number }) => element("td", number ? { class: "number" } : {}, leads ? go(leads(at), of(at)) : text(of(at)))));
  $("rows").replaceChildren(element("table", {}, element("thead", {}, element("tr", {}, ...columns.map(headCell))), element("tbody", {}, ...rows.slice(0, drawn).map(row))));
  if (rows.length > drawn) {
    $("rows").append(button(say("more", figure(Math.min(rows.length - drawn, PAGE * 5))), () => {
      drawn += PAGE * 5;
      sheetView();
    }, { class: "plain" }));
  }
  $("row-count").textContent = say("ofAll", figure(rows.length), counted((state.view === "nodes" ? nodes : links).count, "row"));
}

function sheeting() {
  for (const view of ["graph", "nodes", "links"]) {
    $(`view-${view}`).addEventListener("click", () => {
      drawn = PAGE;
      change({ view, sort: "", typed: "" });
    });
  }
  $("typed").addEventListener("input", () => {
    drawn = PAGE;
    change({ typed: $("typed").value }, { quiet: true });
  });
}
