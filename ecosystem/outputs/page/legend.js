// The legend doubles as the filter: what is ticked is shown.

const hidden = new Set();
const hiddenLinks = new Set();
const off = { kinds: new Set(), relations: new Set(), standings: new Set() };

const OUTLINES = {
  dot: "M10 3a7 7 0 1 0 .01 0z",
  square: "M3.5 3.5h13v13h-13z",
  diamond: "M10 2l8 8-8 8-8-8z",
  triangle: "M10 2.5l8 14H2z",
  triangleDown: "M10 17.5l8-14H2z",
  hexagon: "M6 3h8l4 7-4 7H6l-4-7z",
  star: "M10 1.5l2.5 5.6 6 .6-4.5 4.1 1.3 6-5.3-3.1-5.3 3.1 1.3-6L1.5 7.7l6-.6z",
};
const LINE = "M1 10H35";

function picture(width, path, attributes) {
  const space = "http://www.w3.org/2000/svg";
  const made = document.createElementNS(space, "svg");
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${width} 20`, width, height: 20, "aria-hidden": "true" })) made.setAttribute(name, value);
  const drawn = made.appendChild(document.createElementNS(space, "path"));
  for (const [name, value] of Object.entries({ d: path, ...attributes })) drawn.setAttribute(name, value);
  return made;
}

const shapeOf = ({ shape, colour }) => picture(20, OUTLINES[shape] ?? OUTLINES.dot, { fill: colour, class: "shape" });
const lineOf = (word) => picture(36, LINE, { class: "line", "stroke-dasharray": (dashes({ standing: word }) || []).join(" ") });

// One ticked box a value, with the number of things that have it.
function choices(list, values, nameFor, pictureFor) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const boxes = new Map();
  for (const [value, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const box = element("input", { type: "checkbox", checked: "" });
    box.addEventListener("change", () => choose([[value, box]]));
    boxes.set(value, box);
    $(list).append(element("li", {}, element("label", {}, box, pictureFor(value), element("span", {}, nameFor(value)), element("output", {}, String(count)))));
  }
  const choose = (changed) => {
    for (const [value, box] of changed) off[list][box.checked ? "delete" : "add"](value);
    filter();
  };
  const all = element("button", { type: "button", class: "all" }, "all / none");
  all.setAttribute("aria-label", `Tick all or none of the ${list}`);
  all.addEventListener("click", () => {
    const ticked = [...boxes.values()].every((box) => box.checked);
    for (const box of boxes.values()) box.checked = !ticked;
    choose(boxes);
  });
  if (boxes.size > 1) $(list).before(all);
  $(list).parentElement.hidden = !boxes.size;
}

// Tell vis-network what changed, and nothing else.
function hide(set, things, drawn, rule) {
  const changed = things.filter((thing) => rule(thing) !== set.has(thing.id)).map(({ id }) => ({ id, hidden: !set.has(id) }));
  for (const { id, hidden: now } of changed) set[now ? "add" : "delete"](id);
  drawn.update(changed);
}

function filter() {
  hide(hidden, data.nodes, dots, (node) => off.kinds.has(node.kind));
  hide(hiddenLinks, data.links, lines, (link) => hidden.has(link.from) || hidden.has(link.to)
    || off.relations.has(link.relation) || off.standings.has(standing(link)));
  report();
  look({});
}

function report() {
  const part = (things, set, what) => `${things.length - set.size} of ${counted(things.length, what)}`;
  $("shown").textContent = `${part(data.nodes, hidden, "node")} shown, ${part(data.links, hiddenLinks, "link")}`;
}

function legend() {
  choices("kinds", data.nodes.map((node) => node.kind), (code) => data.kinds[code].plural, (code) => shapeOf(data.kinds[code]));
  choices("relations", data.links.map((link) => link.relation), (code) => data.relations[code].name, () => "");
  choices("standings", data.links.map(standing), (word) => word, lineOf);
  $("halo").hidden = !marked.size;
  report();
}
