// The drawing: vis-network shows dots and lines where Python put them.

const MANY = 1500; // links beyond which they are left out while the picture moves
const DASHES = { fact: false, past: [2, 4] };
const dashes = (thing) => DASHES[standing(thing)] ?? [7, 5];
const marked = new Set(data.marked.nodes);
const markedLinks = new Set(data.marked.links);
const partners = data.nodes.map(() => new Set());
for (const link of data.links) {
  partners[link.from].add(link.to);
  partners[link.to].add(link.from);
}

function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const names = ["ground", "text", "link", "outline", "mark", "pick"];
  return { font: style.fontFamily, ...Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) };
}
let theme = readTheme();

// Links of the same pair fan out; loops of the same node grow.
function bends() {
  const pair = (link) => Math.min(link.from, link.to) * data.nodes.length + Math.max(link.from, link.to);
  const [seen, total] = [new Map(), new Map()];
  for (const link of data.links) total.set(pair(link), (total.get(pair(link)) ?? 0) + 1);
  return data.links.map((link) => {
    const nth = seen.get(pair(link)) ?? 0;
    seen.set(pair(link), nth + 1);
    if (link.from === link.to) return { selfReference: { size: 14 + 9 * nth, angle: Math.PI / 4 } };
    const bend = (nth - (total.get(pair(link)) - 1) / 2) * 0.22 * (link.from < link.to ? 1 : -1);
    if (!bend) return {};
    return { smooth: { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) } };
  });
}

function dotColour(kind) {
  const fill = { background: data.kinds[kind].colour, border: theme.outline };
  return { ...fill, highlight: { ...fill, border: theme.pick } };
}

const lineColours = () => ({ color: theme.link, highlight: theme.pick, inherit: false });

const dots = new vis.DataSet(data.nodes.map(({ id, x, y, size, kind, ...node }) => (
  { id, x, y, size, shape: data.kinds[kind].shape, color: dotColour(kind),
    ...(standing(node) === "fact" ? {} : { shapeProperties: { borderDashes: [3, 3] }, borderWidth: 2 }) })));
const curves = bends();
const lines = new vis.DataSet(data.links.map((link, row) => (
  { id: link.id, from: link.from, to: link.to, dashes: dashes(link), width: markedLinks.has(link.id) ? 3 : 1, ...curves[row],
    ...(data.relations[link.relation].symmetric ? {} : { arrows: { to: { enabled: true, scaleFactor: 0.4 } } }) })));

const network = new vis.Network($("graph"), { nodes: dots, edges: lines }, {
  physics: false,
  layout: { improvedLayout: false },
  nodes: { borderWidth: 1, borderWidthSelected: 3 },
  edges: { selectionWidth: 1, hoverWidth: 0, smooth: false, color: lineColours() },
  interaction: { hover: true, hoverConnectedEdges: false, hideEdgesOnDrag: data.links.length > MANY,
    hideEdgesOnZoom: data.links.length > MANY, keyboard: { enabled: true, bindToWindow: false, autoFocus: false } },
});

function redress() {
  theme = readTheme();
  dots.update(data.nodes.map(({ id, kind }) => ({ id, color: dotColour(kind) })));
  network.setOptions({ edges: { color: lineColours() } });
}

// All of these nodes, with room for the labels at the rim.
function fit(nodes, maxZoomLevel = 2) {
  network.fit({ ...(nodes && { nodes }), animation: false, maxZoomLevel });
  network.moveTo({ scale: network.getScale() * 0.9 });
}
