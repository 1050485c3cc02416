// What is known of one node: names, attributes, every link as it reads from here, and the sources of all of it.

const sources = new Map(data.sources.map((source) => [source[0], source]));

function cite([id, place]) {
  const [, title, author, publisher, date, url] = sources.get(id) ?? [id, "", "", "", "", ""];
  const about = [author, publisher, date, place].filter(Boolean).join(", ");
  return [linked(title || id, url || ""), text(about ? `, ${about}` : sources.has(id) ? "" : " (not described)")];
}

const citeAll = (references) => element("ul", { class: "sources" }, ...references.map((reference) => element("li", {}, ...cite(reference))));

// The references of a node and its links, each once, numbered in the order in which they are read.
function numbering() {
  const list = [];
  const numbers = new Map();
  const number = (reference) => {
    const key = JSON.stringify(reference);
    if (!numbers.has(key)) numbers.set(key, list.push(reference));
    return numbers.get(key);
  };
  return { list, of: (thing) => data.citations[thing.cited ?? 0].map(number) };
}

const span = ({ since, until }) => (since && until ? `${since} to before ${until}` : since ? `since ${since}` : until ? `until before ${until}` : "");
const notes = (numbers) => (numbers.length ? ` [${numbers.join(", ")}]` : "");

function facts(pairs) {
  const list = element("dl");
  for (const [name, ...values] of pairs) {
    const shown = values.flat().filter((value) => value !== "" && value != null);
    if (shown.length) list.append(element("dt", {}, text(name)), element("dd", {}, ...shown.map((value) => element("div", {}, value instanceof Node ? value : linked(value)))));
  }
  return list;
}

function go(node, label = nameOf(node)) {
  const button = element("button", { type: "button", class: "go" }, text(label));
  button.addEventListener("click", () => select(node, true));
  return button;
}

function linkRow(link, node, number) {
  const [name, inverse] = data.relations[link.relation];
  const partner = link.from === node ? link.to : link.from;
  const told = [span(link), standing(link) === "fact" ? "" : standing(link), ...(link.further ?? []).map(([key, value]) => `${key.replaceAll("_", " ")} ${value}`)];
  const small = element("small", {}, text(data.kinds[data.nodes[partner].kind].name), ...told.filter(Boolean).flatMap((part) => [" · ", text(part)]));
  return element("li", {}, element("span", { class: "soft" }, link.from === node ? name : inverse), " ", go(partner), notes(number.of(link)), small);
}

function detailsOf(id) {
  const node = data.nodes[id];
  const number = numbering();
  const close = element("button", { type: "button", class: "go close", "aria-label": "Close the details" }, "×");
  close.addEventListener("click", () => select(null));
  const own = data.links.filter((link) => link.from === id || link.to === id)
    .sort((a, b) => a.relation - b.relation || (a.from !== id) - (b.from !== id) || a.id - b.id);
  const told = facts([
    ["also", (node.names ?? []).slice(1)],
    ["id", node.key],
    ["subtype", node.subtype ?? ""],
    ["level", node.level === "class" ? "a class, no single one" : ""],
    ["place", node.place ?? ""],
    ["valid", span(node)],
    ["standing", standing(node) === "fact" ? "" : node.standing],
    ["identifiers", (node.identifiers ?? []).map(([name, address]) => linked(name, address))],
    ...(node.further ?? []).map(([name, value]) => [name.replaceAll("_", " "), value]),
  ]);
  const kind = data.kinds[node.kind].name + notes(number.of(node)) + (hidden.has(id) ? " · hidden by the filters" : "");
  const links = element("ul", { class: "links" }, ...own.map((link) => linkRow(link, id, number)));
  const cited = element("ol", { class: "sources" }, ...number.list.map((reference) => element("li", {}, ...cite(reference))));
  return [
    element("header", {}, element("h2", { id: "name" }, text(nameOf(id))), close),
    element("div", { class: "soft" }, kind), told,
    element("h3", {}, own.length === 1 ? "1 link" : `${own.length} links`), links,
    element("h3", {}, "Sources"), number.list.length ? cited : element("p", { class: "soft" }, "No source is given."),
  ];
}

function select(node, travel = false) {
  look(node);
  if (travel && node !== null) network.focus(node, { scale: Math.max(network.getScale(), 0.9), animation: false });
  $("details").hidden = node === null;
  $("details").replaceChildren(...(node === null ? [] : detailsOf(node)));
  for (const row of document.querySelectorAll("#answer tr[data-nodes]")) {
    row.classList.toggle("picked", node !== null && row.dataset.nodes.split(" ").includes(String(node)));
  }
  if (node === null) return;
  $("side").scrollTop = 0;
  $("details").focus({ preventScroll: true });
}
