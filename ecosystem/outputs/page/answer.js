// The answer's table beside the graph, with its notes and sources.

const ROWS = 500; // rows shown at first
const NARROW = 6; // columns that find room beside the drawing; a table with more is as wide as it needs

const kindCodes = new Map(model.kinds.map((kind, code) => [kind.id, code]));

// A kind is told in words, as in the legend.
function worded(value, column) {
  return model.answer.headings[column] === "kind" && kindCodes.has(value) ? kindName(kindCodes.get(value)) : value;
}

function answerRow(row, at, cite) {
  const led = model.answer.nodes[at];
  const own = led.filter((node) => node !== null);
  const cells = row.map((value, column) => (model.answer.spare[column] ? null : element("td", model.answer.numbers[column] ? { class: "number" } : {},
    led[column] === null ? linked(worded(value, column)) : go(led[column], value))));
  if (model.answer.cited.length) cells.push(element("td", {}, ...cite(model.answer.cited[at])));
  const made = element("tr", own.length ? { "data-nodes": own.join(" ") } : {}, ...cells);
  if (own.length) made.addEventListener("click", (event) => event.target.closest("a") ?? select(own[0]));
  return made;
}

function answerTable(limit, cite) {
  const { headings, numbers, spare, rows, cited } = model.answer;
  const heads = headings.map((name, column) => (spare[column] ? null : element("th", { scope: "col", ...(numbers[column] ? { class: "number" } : {}) }, text(name))));
  if (cited.length) heads.push(element("th", { scope: "col" }, say("cites")));
  const many = heads.filter(Boolean).length > NARROW;
  const body = element("tbody", {}, ...rows.slice(0, limit).map((row, at) => answerRow(row, at, cite)));
  return element("div", { class: "table", tabindex: "0", role: "region", "aria-label": say("answerTable") },
    element("table", many ? { class: "wide" } : {}, element("thead", {}, element("tr", {}, ...heads)), body));
}

function answer(limit = ROWS) {
  const { rows, notes } = model.answer;
  const { brief, list, any } = bibliography();
  const parts = [element("h2", {}, say("answer")), rows.length ? answerTable(limit, brief) : element("p", { class: "soft" }, say("noRows"))];
  if (rows.length > limit) parts.push(button(say("showAll", figure(limit), figure(rows.length)), () => answer(rows.length), { class: "plain" }));
  if (notes.length) parts.push(element("h3", {}, say("notes")), element("ul", {}, ...notes.map((note) => element("li", {}, text(note)))));
  if (any()) parts.push(element("h3", {}, say("answerSources")), list());
  $("answer").replaceChildren(...parts);
  markRows();
}

function markRows() {
  for (const row of document.querySelectorAll("#answer tr[data-nodes]")) {
    row.classList.toggle("picked", state.node !== null && row.dataset.nodes.split(" ").includes(String(state.node)));
  }
}
