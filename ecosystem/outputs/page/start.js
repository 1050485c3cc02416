// The answer's table beside the graph, and the parts put together.

function answerRow(row, at) {
  const nodes = data.answer.nodes[at];
  const first = nodes.find((node) => node !== null);
  const made = element("tr", first === undefined ? {} : { "data-nodes": nodes.filter((node) => node !== null).join(" ") },
    ...row.map((value, column) => (nodes[column] == null
      ? element("td", /^[-+]?[\d.]+(e[-+]?\d+)?$/.test(value) ? { class: "number" } : {}, linked(value))
      : element("td", {}, go(nodes[column], value)))));
  if (first !== undefined) {
    made.addEventListener("click", (event) => event.target.closest("button, a") ?? select(first, true));
  }
  return made;
}

function answer() {
  const { headings, rows, notes, cited } = data.answer;
  const head = element("tr", {}, ...headings.map((name) => element("th", { scope: "col" }, text(name))));
  const unique = [...new Map(cited.flat().map((reference) => [JSON.stringify(reference), reference])).values()];
  if (rows.length) {
    $("answer").append(element("div", { class: "table", tabindex: "0", role: "region", "aria-label": "Table of the answer" },
      element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows.map(answerRow)))));
  }
  if (notes.length) $("answer").append(element("h3", {}, "Notes"), element("ul", {}, ...notes.map((note) => element("li", {}, text(note)))));
  if (unique.length) $("answer").append(element("h3", {}, "Sources of the answer"), citeAll(unique));
}

legend();
answer();
searching();
dress();
fit();
$("empty").hidden = data.nodes.length > 0;
network.on("click", ({ nodes }) => select(nodes.length ? nodes[0] : null));
network.on("resize", () => network.redraw());
$("fit").addEventListener("click", fit);
for (const [id, factor] of [["in", 1.4], ["out", 1 / 1.4]]) {
  $(id).addEventListener("click", () => network.moveTo({ scale: network.getScale() * factor }));
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target !== $("query")) select(null);
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", dress);
