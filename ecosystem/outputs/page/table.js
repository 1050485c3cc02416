// The answer's table beside the graph, with its notes and sources.

const FEW = 500; // rows shown at first

function answerRow(row, at, cite) {
  const nodes = data.answer.nodes[at];
  const own = nodes.filter((node) => node !== null);
  const cells = row.map((value, column) => data.answer.spare[column] ? null : element("td", data.answer.numbers[column] ? { class: "number" } : {},
    nodes[column] === null ? linked(value) : go(nodes[column], value)));
  if (data.answer.cited.length) cells.push(element("td", {}, ...cite(data.answer.cited[at])));
  const made = element("tr", own.length ? { "data-nodes": own.join(" ") } : {}, ...cells);
  if (own.length) made.addEventListener("click", (event) => event.target.closest("a") ?? select(own[0], true));
  return made;
}

function table(limit, cite) {
  const { headings, numbers, spare, rows, cited } = data.answer;
  const heads = headings.map((name, column) => spare[column] ? null : element("th", { scope: "col", ...(numbers[column] ? { class: "number" } : {}) }, text(name)));
  if (cited.length) heads.push(element("th", { scope: "col" }, "sources"));
  const body = element("tbody", {}, ...rows.slice(0, limit).map((row, at) => answerRow(row, at, cite)));
  return element("div", { class: "table", tabindex: "0", role: "region", "aria-label": "Table of the answer" },
    element("table", {}, element("thead", {}, element("tr", {}, ...heads)), body));
}

function answer(limit = FEW) {
  const { rows, notes } = data.answer;
  const { cite, list, any } = bibliography();
  const parts = rows.length ? [table(limit, cite)] : [element("p", { class: "soft" }, "The answer has no rows.")];
  if (rows.length > limit) {
    const more = element("button", { type: "button", class: "all" }, `${limit} of ${rows.length} rows shown; show all`);
    more.addEventListener("click", () => answer(rows.length));
    parts.push(more);
  }
  const told = data.scope ? [...notes, `Scope: ${data.scope}.`] : notes;
  if (told.length) parts.push(element("h3", {}, "Notes"), element("ul", {}, ...told.map((note) => element("li", {}, text(note)))));
  if (any()) parts.push(element("h3", {}, "Sources of the answer"), list());
  $("answer").replaceChildren(...parts);
  markRows(state.picked);
}

function markRows(node) {
  for (const row of document.querySelectorAll("#answer tr[data-nodes]")) {
    row.classList.toggle("picked", node !== null && row.dataset.nodes.split(" ").includes(String(node)));
  }
}
