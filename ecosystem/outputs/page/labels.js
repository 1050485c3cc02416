// Painted over the drawing: halos of the answer, a veil over all but the picked node, and labels that stay readable.

const SIZE = 13; // of a label, in pixels of the screen at any zoom
const ROUND = 1.15; // a square reaches further than a dot of its size
const state = { picked: null, hovered: null };
const ownLinks = (node) => data.links.filter((link) => (link.from === node || link.to === node) && !hiddenLinks.has(link.id));
const isNear = (node) => state.picked !== null && partners[state.picked].has(node);

// A ring with a gap, so that it shows around a dot of any colour.
function paintHalo(brush, node) {
  const { x, y } = network.getPosition(node);
  const zoom = network.getScale();
  for (const [ink, wide] of [[theme.mark, 6.5], [theme.ground, 2.5]]) {
    brush.fillStyle = ink;
    brush.beginPath();
    brush.arc(x, y, data.nodes[node].size * ROUND + wide / zoom, 0, 7);
    brush.fill();
  }
}

network.on("beforeDrawing", (brush) => {
  for (const node of marked) if (!hidden.has(node)) paintHalo(brush, node);
});

network.on("afterDrawing", (brush) => {
  const view = { zoom: network.getScale(), ...corners() };
  if (state.picked !== null && !hidden.has(state.picked)) paintVeil(brush, view);
  brush.textAlign = "center";
  brush.textBaseline = "top";
  brush.lineJoin = "round";
  brush.lineWidth = 3.5 / view.zoom;
  brush.strokeStyle = theme.ground;
  const taken = [];
  paintNames(brush, view, taken);
  paintRelations(brush, view, taken);
});

function corners() {
  const { clientWidth: width, clientHeight: height } = $("graph");
  return { low: network.DOMtoCanvas({ x: 0, y: 0 }), high: network.DOMtoCanvas({ x: width, y: height }), area: width * height };
}

// Everything fades but the picked node, its links and its partners, which are drawn once more on top.
function paintVeil(brush, { low, high }) {
  brush.save();
  brush.globalAlpha = 0.78;
  brush.fillStyle = theme.ground;
  brush.fillRect(low.x, low.y, high.x - low.x, high.y - low.y);
  brush.restore();
  for (const link of ownLinks(state.picked)) {
    network.body.edges[link.id].draw(brush);
    network.body.edges[link.id].drawArrows(brush);
  }
  for (const node of [...partners[state.picked], state.picked]) {
    if (hidden.has(node)) continue;
    if (marked.has(node)) paintHalo(brush, node);
    network.body.nodes[node].draw(brush);
  }
}

// Who comes first keeps the place: the node under the pointer, the picked, its partners, the answer, then hubs.
function inOrder() {
  const first = (node) => (node === state.hovered ? 0 : node === state.picked ? 1 : isNear(node) ? 2 : marked.has(node) ? 3 : 4);
  return data.nodes.map(({ id, size }) => [first(id), -size, id]).filter(([, , id]) => !hidden.has(id))
    .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
}
let order = null;

function paintNames(brush, view, taken) {
  order ??= inOrder();
  let room = Math.max(12, view.area / 19000);
  for (const [first, , node] of order) {
    if (!room || (state.picked !== null && first > 2)) break;
    if (first > 3 && !partners[node].size && view.zoom < 0.8) continue;
    const { x, y } = network.getPosition(node);
    if (x < view.low.x || x > view.high.x || y < view.low.y || y > view.high.y) continue;
    const size = data.nodes[node].size + (marked.has(node) ? 7 / view.zoom : 0);
    if (!paintText(brush, view, taken, shortName(node), { x, y: y + size + 2 / view.zoom }, SIZE, theme.text)) continue;
    taken.push([x - size, y - size, x + size, y + size]);
    room = Math.max(0, room - 1);
  }
}

function paintRelations(brush, view, taken) {
  if (state.picked === null || view.zoom < 0.5) return;
  for (const link of ownLinks(state.picked)) {
    if (link.from === link.to) continue;
    const { x, y } = network.body.edges[link.id].edgeType.getPoint(0.5);
    paintText(brush, view, taken, data.relations[link.relation].name, { x, y: y - 6 / view.zoom }, SIZE - 2, theme.pick);
  }
}

// Paint a text below a place unless another stands there; says whether it did.
function paintText(brush, { zoom, low, high }, taken, words, { x, y }, size, ink) {
  const half = widthOf(brush, words, size) / 2 / zoom;
  const middle = Math.min(Math.max(x, low.x + half), high.x - half);
  const box = [middle - half, y, middle + half, y + (size + 4) / zoom];
  if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) return false;
  taken.push(box);
  brush.font = `${size / zoom}px ${theme.font}`;
  brush.fillStyle = ink;
  brush.strokeText(words, middle, y);
  brush.fillText(words, middle, y);
  return true;
}

const widths = new Map();
function widthOf(brush, words, size) {
  if (!widths.has(words)) {
    brush.font = `${SIZE}px ${theme.font}`;
    widths.set(words, brush.measureText(words).width + 8);
  }
  return widths.get(words) * size / SIZE;
}

function shortName(node) {
  const letters = [...nameOf(node)];
  return letters.length > 34 ? `${letters.slice(0, 33).join("")}…` : nameOf(node);
}

function look(change) {
  Object.assign(state, change);
  order = null;
  network.redraw();
}
