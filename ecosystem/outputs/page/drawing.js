// The drawing: vis-network shows dots and lines where Python put them; halos and labels are painted here.

const standing = (thing) => thing.standing ?? "fact";
const stroke = (thing) => ({ fact: false, past: [1, 5] })[standing(thing)] ?? [7, 5];
const marked = new Set(data.marked.nodes);
const markedLinks = new Set(data.marked.links);
const state = { picked: null, near: new Set() };
const partners = data.nodes.map(() => new Set());
for (const link of data.links) {
  partners[link.from].add(link.to);
  partners[link.to].add(link.from);
}

// Links of the same pair fan out; loops of the same node grow.
function bends() {
  const seen = new Map();
  const total = new Map();
  const pair = (link) => Math.min(link.from, link.to) * data.nodes.length + Math.max(link.from, link.to);
  for (const link of data.links) total.set(pair(link), (total.get(pair(link)) ?? 0) + 1);
  return data.links.map((link) => {
    const nth = seen.get(pair(link)) ?? 0;
    seen.set(pair(link), nth + 1);
    if (link.from === link.to) return { selfReference: { size: 16 + 9 * nth, angle: Math.PI / 4 } };
    const bend = (nth - (total.get(pair(link)) - 1) / 2) * 0.22 * (link.from < link.to ? 1 : -1);
    if (!bend) return { smooth: false };
    return { smooth: { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) } };
  });
}

const dots = new vis.DataSet(data.nodes.map(({ id, x, y, size, kind }) => (
  { id, x, y, size, shape: data.kinds[kind].shape })));
const curves = bends();
const lines = new vis.DataSet(data.links.map(({ id, from, to, relation, ...link }, row) => (
  { id, from, to, dashes: stroke(link), width: markedLinks.has(id) ? 3 : 1, ...curves[row],
    arrows: data.relations[relation][2] ? "" : { to: { enabled: true, scaleFactor: 0.4 } } })));

const network = new vis.Network($("graph"), { nodes: dots, edges: lines }, {
  physics: false,
  layout: { improvedLayout: false },
  nodes: { borderWidth: 1, borderWidthSelected: 3 },
  edges: { selectionWidth: 1.5, hoverWidth: 0, smooth: false },
  interaction: { hover: false, hideEdgesOnDrag: data.links.length > 1500, hideEdgesOnZoom: data.links.length > 1500,
    keyboard: { enabled: true, bindToWindow: false }, tooltipDelay: 1e9 },
});

// Everything, with room for the labels at the rim.
function fit() {
  network.fit({ animation: false, maxZoomLevel: 2.2 });
  network.moveTo({ scale: network.getScale() * 0.88 });
}

function dress() {
  theme.font = getComputedStyle(document.body).fontFamily;
  theme.text = colour("text");
  theme.ground = colour("ground");
  theme.mark = colour("mark");
  const outline = colour("outline");
  dots.update(data.nodes.map(({ id, kind }) => {
    const fill = { background: data.kinds[kind].colour, border: outline };
    return { id, color: { ...fill, highlight: { ...fill, border: colour("pick") } } };
  }));
  network.setOptions({ edges: { color: { color: colour("link"), highlight: colour("pick"), inherit: false } } });
}
const theme = {};

network.on("beforeDrawing", (brush) => {
  const zoom = network.getScale();
  brush.fillStyle = theme.mark;
  for (const node of marked) {
    if (hidden.has(node)) continue;
    const { x, y } = network.getPosition(node);
    brush.beginPath();
    brush.arc(x, y, data.nodes[node].size + 2 + 4 / zoom, 0, 7);
    brush.fill();
  }
});

// Labels keep their size on the screen; who comes first keeps the place: the picked, its partners, the answer, hubs.
const byWeight = data.nodes.map((node) => node.id).sort((a, b) => data.nodes[b].size - data.nodes[a].size || a - b);
const rank = (node) => (node === state.picked ? 0 : state.near.has(node) ? 1 : marked.has(node) ? 2 : 3);
const LABELS = 45;

network.on("afterDrawing", (brush) => {
  const zoom = network.getScale();
  const [low, high] = [[0, 0], [$("graph").clientWidth, $("graph").clientHeight]].map(
    ([x, y]) => network.DOMtoCanvas({ x, y }));
  brush.textAlign = "center";
  brush.textBaseline = "top";
  brush.lineJoin = "round";
  brush.lineWidth = 3.5 / zoom;
  brush.strokeStyle = theme.ground;
  brush.fillStyle = theme.text;
  const taken = [];
  for (const node of labelled()) {
    const { x, y } = network.getPosition(node);
    if (x < low.x || x > high.x || y < low.y || y > high.y) continue;
    const words = shortName(node);
    const size = data.nodes[node].size + (marked.has(node) ? 2 + 4 / zoom : 0);
    const half = widthOf(words, brush) / 2 / zoom;
    const box = [x - half, y + size + 2 / zoom, x + half, y + size + 17 / zoom];
    if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
    taken.push(box, [x - size, y - size, x + size, y + size]);
    brush.font = `${13 / zoom}px ${theme.font}`;
    brush.strokeText(words, x, box[1]);
    brush.fillText(words, x, box[1]);
    if (taken.length >= 2 * LABELS) break;
  }
});

const widths = new Map();
function widthOf(words, brush) {
  if (!widths.has(words)) {
    brush.font = `13px ${theme.font}`;
    widths.set(words, brush.measureText(words).width + 6);
  }
  return widths.get(words);
}

let order = null;
function labelled() {
  order ??= byWeight.filter((node) => !hidden.has(node)).map((node) => [rank(node), node]).sort((a, b) => a[0] - b[0]);
  return order.map((entry) => entry[1]);
}

function shortName(node) {
  const letters = [...nameOf(node)];
  return letters.length > 34 ? letters.slice(0, 33).join("") + "…" : letters.join("");
}

function look(node) {
  state.picked = node;
  state.near = node === null ? new Set() : partners[node];
  order = null;
  if (node === null) network.unselectAll();
  else network.selectNodes([node]);
  network.redraw();
}
