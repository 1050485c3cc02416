// Paints links and dots of a scene. A scene has columns of places, sizes, inks and masks of what is shown;
// a view has the corners `low` and `high` of the part that is seen, and its `zoom` in pixels a unit.
import { traceArrow, traceLink, traceShape } from "./geometry.js";

const TOGETHER = 400; // lines stroked at once
const ROUNDS = 16; // dots of all inks are interleaved, so that none hides the others
const PLAIN = 1.7; // pixels below which every shape is a square

const BREAKS = 5.5; // pixels from which an outline can be broken

// A fact, a plan, what is possible, an opinion, what is past.
export const DASHES = [[], [10, 4], [4, 3], [9, 3, 2, 3], [1.5, 3.5]];

function outside({ low, high }, x, y, i, j) {
  return (x[i] < low.x && x[j] < low.x) || (x[i] > high.x && x[j] > high.x)
    || (y[i] < low.y && y[j] < low.y) || (y[i] > high.y && y[j] > high.y);
}

// What a link is drawn with: dash, width and arrow.
function strokeOf(scene, link, zoom) {
  const fine = zoom > 0.22;
  return (fine ? scene.dash[link] : 0) + DASHES.length * (scene.bold[link] ? 1 : 0);
}

export function paintLinks(brush, scene, view, { links = null, every = 1, ink = scene.theme.link, wide = 1, arrows = false } = {}) {
  const { x, y, from, to, shownLinks } = scene;
  const strokes = new Map();
  const count = links ? links.length : from.length;
  for (let i = 0; i < count; i += every) {
    const link = links ? links[i] : i;
    if (!shownLinks[link] || (!scene.bend[link] && outside(view, x, y, from[link], to[link]))) continue;
    const key = strokeOf(scene, link, view.zoom);
    if (!strokes.has(key)) strokes.set(key, []);
    strokes.get(key).push(link);
  }
  brush.strokeStyle = brush.fillStyle = ink;
  for (const [key, chosen] of strokes) {
    brush.lineWidth = (key >= DASHES.length ? 2.4 : 1) * wide / view.zoom;
    brush.setLineDash(DASHES[key % DASHES.length].map((part) => part / view.zoom));
    for (let i = 0; i < chosen.length; i += TOGETHER) {
      brush.beginPath();
      for (const link of chosen.slice(i, i + TOGETHER)) traceLink(brush, scene, link);
      brush.stroke();
    }
    brush.setLineDash([]);
    if (arrows) paintArrows(brush, scene, chosen, view.zoom);
  }
}

function paintArrows(brush, scene, links, zoom) {
  brush.beginPath();
  const long = Math.min(8, 4 + 5 * zoom) / zoom;
  for (const link of links) if (scene.arrow[link]) traceArrow(brush, scene, link, long);
  brush.fill();
}

export function paintDots(brush, scene, view, nodes = scene.order) {
  const { x, y, size, ink, shape, shownNodes } = scene;
  const { low, high, zoom } = view;
  const share = Math.max(Math.ceil(nodes.length / ROUNDS), 64);
  for (let first = 0; first < nodes.length; first += share) {
    const pots = new Map();
    for (let i = first; i < Math.min(first + share, nodes.length); i += 1) {
      const node = nodes[i];
      const r = size[node];
      if (!shownNodes[node] || x[node] + r < low.x || x[node] - r > high.x || y[node] + r < low.y || y[node] - r > high.y) continue;
      const pot = ink[node] * 8 + (r * zoom < PLAIN ? 7 : shape[node]);
      if (!pots.has(pot)) pots.set(pot, []);
      pots.get(pot).push(node);
    }
    for (const [pot, chosen] of pots) paintPot(brush, scene, zoom, scene.palette[pot >> 3], chosen);
  }
}

function paintPot(brush, scene, zoom, colour, nodes) {
  const { x, y, size, shape } = scene;
  const least = 1.2 / zoom;
  brush.fillStyle = colour;
  brush.beginPath();
  for (const node of nodes) {
    const r = Math.max(size[node], least);
    if (r * zoom < PLAIN) brush.rect(x[node] - r, y[node] - r, 2 * r, 2 * r);
    else traceShape(brush, shape[node], x[node], y[node], r);
  }
  brush.fill();
  paintRims(brush, scene, zoom, nodes.filter((node) => size[node] * zoom > 3.2));
}

export function paintDot(brush, scene, zoom, node) {
  if (scene.shownNodes[node]) paintPot(brush, scene, zoom, scene.palette[scene.ink[node]], [node]);
}

// An outline around what is large enough; broken as a link would be where the node itself is no fact yet, or no more.
function paintRims(brush, scene, zoom, nodes) {
  if (!nodes.length) return;
  brush.strokeStyle = scene.theme.outline;
  const lines = nodes.map((node) => (scene.size[node] * zoom > BREAKS ? scene.broken[node] : 0));
  for (const broken of new Set(lines)) {
    const chosen = nodes.filter((_, i) => lines[i] === broken);
    brush.lineWidth = (broken ? 1.6 : 0.9) / zoom;
    brush.setLineDash(DASHES[broken].map((part) => (0.6 * part) / zoom));
    brush.beginPath();
    for (const node of chosen) traceShape(brush, scene.shape[node], scene.x[node], scene.y[node], scene.size[node]);
    brush.stroke();
    brush.setLineDash([]);
  }
}

// Lines between groups that are collapsed, the wider and darker the more links they stand for.
function paintBundles(brush, scene, view, fade) {
  const { from, to, many } = scene.bundles;
  const most = Math.max(...many);
  brush.strokeStyle = scene.theme.link;
  for (let i = 0; i < from.length; i += 1) {
    if (outside(view, scene.x, scene.y, from[i], to[i])) continue;
    const strength = Math.sqrt(many[i] / most);
    brush.globalAlpha = fade * (0.06 + 0.8 * strength * strength);
    brush.lineWidth = (0.6 + 7 * strength) / view.zoom;
    brush.beginPath();
    brush.moveTo(scene.x[from[i]], scene.y[from[i]]);
    brush.lineTo(scene.x[to[i]], scene.y[to[i]]);
    brush.stroke();
  }
}

// All that is shown, without labels. `few` links are enough for a first picture; `fade` puts it in the background.
export function paintScene(brush, scene, view, { few = Infinity, fade = 1 } = {}) {
  const shown = scene.linkCount;
  brush.globalAlpha = fade * Math.max(0.16, Math.min(0.85, 0.85 * (1200 / Math.max(shown, 1)) ** 0.38));
  paintLinks(brush, scene, view, { every: Math.max(1, Math.ceil(shown / few)), wide: shown > 4000 ? 0.7 : 1, arrows: shown < 3000 && view.zoom > 0.3 });
  if (scene.bundles.from.length) paintBundles(brush, scene, view, fade);
  brush.globalAlpha = fade;
  paintDots(brush, scene, view);
  brush.globalAlpha = 1;
}
