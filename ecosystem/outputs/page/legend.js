// The legend doubles as the filter: kinds and relations that are ticked are shown.

const hidden = new Set();
const off = { kinds: new Set(), relations: new Set() };

const OUTLINES = {
  dot: "M10 3a7 7 0 1 0 .01 0z",
  square: "M3.5 3.5h13v13h-13z",
  diamond: "M10 2l8 8-8 8-8-8z",
  triangle: "M10 2.5l8 14H2z",
  triangleDown: "M10 17.5l8-14H2z",
  hexagon: "M6 3h8l4 7-4 7H6l-4-7z",
  star: "M10 1.5l2.5 5.6 6 .6-4.5 4.1 1.3 6-5.3-3.1-5.3 3.1 1.3-6L1.5 7.7l6-.6z",
};

function shapeOf(kind) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("viewBox", "0 0 20 20");
  picture.setAttribute("aria-hidden", "true");
  const path = picture.appendChild(document.createElementNS(space, "path"));
  path.setAttribute("d", OUTLINES[kind.shape] ?? OUTLINES.dot);
  path.setAttribute("fill", kind.colour);
  return picture;
}

function counts(things, code) {
  const found = new Map();
  for (const thing of things) found.set(thing[code], (found.get(thing[code]) ?? 0) + 1);
  return [...found].sort((a, b) => a[0] - b[0]);
}

function choices(list, things, code, nameFor, picture) {
  for (const [value, count] of counts(things, code)) {
    const box = element("input", { type: "checkbox", checked: "" });
    box.addEventListener("change", () => {
      off[list][box.checked ? "delete" : "add"](value);
      filter();
    });
    const label = element("label", {}, box, picture(value), element("span", {}, nameFor(value)), element("output", {}, String(count)));
    $(list).append(element("li", {}, label));
  }
}

function filter() {
  const changed = [];
  for (const { id, kind } of data.nodes) {
    const hide = off.kinds.has(kind);
    if (hide !== hidden.has(id)) changed.push({ id, hidden: hide });
    hidden[hide ? "add" : "delete"](id);
  }
  dots.update(changed);
  let links = 0;
  lines.update(data.links.map(({ id, from, to, relation }) => {
    const hide = hidden.has(from) || hidden.has(to) || off.relations.has(relation);
    links += !hide;
    return { id, hidden: hide };
  }));
  order = null;
  report(links);
}

function report(links) {
  const nodes = data.nodes.length - hidden.size;
  const scope = data.scope ? ` · ${data.scope}` : "";
  $("shown").textContent = `${nodes} of ${data.nodes.length} nodes shown, ${links} of ${data.links.length} links${scope}`;
}

function legend() {
  choices("kinds", data.nodes, "kind", (code) => data.kinds[code].plural, (code) => shapeOf(data.kinds[code]));
  choices("relations", data.links, "relation", (code) => data.relations[code][0], () => "");
  $("halo").hidden = !marked.size;
  report(data.links.length);
}
