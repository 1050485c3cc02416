// What is known of one node: names, attributes, every link as it reads from here, and the sources of all of it.

const sources = new Map(data.sources.map((source) => [source.id, source]));

// Numbers the sources in the order in which they are cited: `[1] page 4, [2]`.
function bibliography() {
  const numbers = new Map();
  const cite = (references) => references.map(([id, place], nth) => {
    if (!numbers.has(id)) numbers.set(id, numbers.size + 1);
    return element("span", { class: "cite" }, nth ? ", " : " ", `[${numbers.get(id)}]`, place && " ", place && text(place));
  });
  const list = () => element("ol", { class: "sources" }, ...[...numbers.keys()].map((id) => {
    const source = sources.get(id);
    if (!source) return element("li", {}, text(id), " (not described)");
    const about = [source.author, source.publisher, source.date].filter(Boolean).map((part) => text(part));
    return element("li", {}, linked(source.title || id, source.url), ...about.flatMap((part) => [", ", part]));
  }));
  return { cite, list, any: () => numbers.size > 0 };
}

function validity({ since, until }) {
  if (since && until) return `from ${since} to before ${until}`;
  return since ? `since ${since}` : until ? `until before ${until}` : "";
}

function facts(pairs) {
  const list = element("dl");
  for (const [name, ...values] of pairs) {
    const shown = values.flat().filter(Boolean);
    if (!shown.length) continue;
    list.append(element("dt", {}, text(name)), ...shown.map((value) => element("dd", {}, value instanceof Element ? value : linked(value))));
  }
  return list;
}

function go(node, label = nameOf(node)) {
  const made = element("a", { href: `#${node}`, class: "go" }, text(label));
  made.addEventListener("click", (event) => {
    event.preventDefault();
    select(node, true);
  });
  return made;
}

function linkRow(link, partner, cite) {
  const told = [validity(link), standing(link) === "fact" ? "" : standing(link),
    ...(link.further ?? []).map(([key, value]) => `${spaced(key)} ${value}`)].filter(Boolean);
  const about = [data.kinds[data.nodes[partner].kind].name, ...told].map((part) => text(part));
  return element("li", {}, shapeOf(data.kinds[data.nodes[partner].kind]), go(partner), ...cite(data.citations[link.cited ?? 0]),
    element("small", {}, ...about.flatMap((part, nth) => (nth ? [" · ", part] : [part]))));
}

// The links of a node under the words that lead from it to its partners.
function linkLists(id, cite) {
  const groups = new Map();
  for (const link of data.links) {
    if (link.from !== id && link.to !== id) continue;
    const relation = data.relations[link.relation];
    const words = link.from === id ? relation.name : relation.inverse;
    if (!groups.has(words)) groups.set(words, []);
    groups.get(words).push(linkRow(link, link.from === id ? link.to : link.from, cite));
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([words, rows]) => [
    element("h4", {}, words, element("span", {}, ` ${rows.length}`)), element("ul", { class: "links" }, ...rows)]);
}

function detailsOf(id) {
  const node = data.nodes[id];
  const { cite, list, any } = bibliography();
  const kind = element("p", { class: "soft" }, shapeOf(data.kinds[node.kind]), data.kinds[node.kind].name,
    ...cite(data.citations[node.cited ?? 0]), hidden.has(id) ? " · hidden by the filters" : "");
  const told = facts([
    ["Vietnamese", node.name_vi], ["English", node.name_en], ["also", node.aliases ?? []],
    ["id", node.key], ["subtype", node.subtype],
    ["level", node.level === "class" ? "a whole class" : ""], ["place", node.place],
    ["valid", validity(node)], ["standing", standing(node) === "fact" ? "" : node.standing],
    ["identifiers", (node.identifiers ?? []).map(([name, address]) => linked(name, address))],
    ...(node.further ?? []).map(([name, value]) => [spaced(name), value]),
  ]);
  const lists = linkLists(id, cite);
  const count = data.links.filter((link) => link.from === id || link.to === id).length;
  const close = element("button", { type: "button", class: "close", "aria-label": "Close the details" }, "×");
  close.addEventListener("click", () => select(null));
  return [
    element("header", {}, element("h2", { id: "name", tabindex: "-1" }, text(nameOf(id))), close), kind, told,
    element("h3", {}, counted(count, "link")), ...lists,
    element("h3", {}, "Sources"), any() ? list() : element("p", { class: "soft" }, "No source is given."),
  ];
}

function select(node, travel = false) {
  if (node === null || hidden.has(node)) network.unselectAll();
  else network.selectNodes([node]);
  look({ picked: node });
  if (travel && node !== null && !hidden.has(node)) fit([node, ...partners[node]].filter((id) => !hidden.has(id)), 1.2);
  $("details").hidden = node === null;
  $("details").replaceChildren(...(node === null ? [] : detailsOf(node)));
  markRows(node);
  if (node === null) return;
  $("side").scrollTop = 0;
  if (travel) $("name").focus({ preventScroll: true });
}
