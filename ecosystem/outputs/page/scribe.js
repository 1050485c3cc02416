// Labels of the drawing: whose, in which order they may choose their place, and how they are painted.
import { state } from "./address.js";
import { validity } from "./attributes.js";
import { bright, pointer } from "./bright.js";
import { largestSeen, narrow, onStage } from "./camera.js";
import { middleOf } from "./geometry.js";
import { placeLabels } from "./labels.js";
import { dashOf, linkName, links, nameOf, nodes, standingName } from "./model.js";
import { groupOf, marked, members, scene } from "./scene.js";
import { figure } from "./words.js";

export const LETTERS_HIGH = 13; // pixels of the screen at any zoom
const LONGEST = { wide: 34, narrow: 24 }; // letters of a name
const AREA = 11000; // square pixels of the stage a label
const DENSE = 30000; // the same where more dots than a crowd are seen
const CROWD = 3000;
const SURE = 14; // one label in so many is there even if it covers dots: those of the first or largest
const TEXTURE = 3; // pixels: smaller dots are texture, which a label may cover
const ruler = document.createElement("canvas").getContext("2d");
const widths = new Map();
let labels = []; // those that are placed now

export function widthOf(words, size = LETTERS_HIGH) {
  if (!widths.has(words)) {
    ruler.font = `${LETTERS_HIGH}px ${scene.theme.font}`;
    widths.set(words, ruler.measureText(words).width + 6);
  }
  return widths.get(words) * size / LETTERS_HIGH;
}

export function shortened(name, longest) {
  const letters = [...name];
  return letters.length > longest ? `${letters.slice(0, longest - 1).join("")}…` : name;
}

export function shortName(node) {
  const group = groupOf(node);
  const longest = narrow.matches ? LONGEST.narrow : LONGEST.wide;
  if (group === null) return shortened(nameOf(node), longest);
  const more = ` +${figure(members.get(group) - 1)}`;
  return shortened(nameOf(headOf(group)), longest - more.length) + more;
}

// The largest node of a community lends it its name.
const heads = new Map();
export function headOf(group) {
  if (!heads.has(group)) {
    let best = -1;
    for (let node = 0; node < nodes.count; node += 1) if (nodes.community[node] === group && (best < 0 || nodes.size[node] > nodes.size[best])) best = node;
    heads.set(group, best);
  }
  return heads.get(group);
}

// Who comes first keeps the place: the picked, what is bright, the largest of the answer, then the largest.
function inOrder(view) {
  const picked = bright.on ? bright.nodes.filter((node) => scene.shownNodes[node]) : [];
  const others = bright.on ? [] : largestSeen(400, view);
  const answered = bright.on ? [] : [...marked].filter((node) => scene.shownNodes[node]).sort((a, b) => scene.size[b] - scene.size[a] || a - b);
  return [...new Set([...picked, ...answered, ...others])];
}

export const relabel = (view) => (labels = chooseLabels(view));

export function chooseLabels(view) {
  const { zoom, low, width, height } = view;
  const spot = (node) => ({ id: node, x: (scene.x[node] - low.x) * zoom, y: (scene.y[node] - low.y) * zoom, r: scene.size[node] * zoom * 1.2 });
  const obstacles = [];
  let crowd = 0;
  for (const node of bright.on ? bright.nodes : onStage()) {
    const [{ x, y }, r] = [spot(node), scene.size[node] * zoom * 1.2];
    if (x < -r || y < -r || x > width + r || y > height + r) continue;
    crowd += 1;
    if (r >= 1) obstacles.push({ id: node, x, y, r, faint: r < TEXTURE });
  }
  const most = Math.max(bright.on ? 14 : 6, (width * height) / (crowd > CROWD ? DENSE : AREA));
  const seen = inOrder(view).map((node) => ({ node, ...spot(node) })).filter(({ x, y }) => x > 0 && y > 0 && x < width && y < height);
  const must = new Set(bright.on ? (bright.nodes.length <= 14 ? bright.nodes : [state.node]) : seen.slice(0, Math.ceil(most / SURE)).map(({ node }) => node));
  const rings = (node) => (marked.has(node) || node === state.node || node === state.other ? 6 : 0);
  const wishes = seen.map((at) => {
    const words = shortName(at.node);
    return { ...at, r: at.r + rings(at.node), words, width: widthOf(words), height: LETTERS_HIGH + 4, must: must.has(at.node) };
  });
  return placeLabels(obstacles, [...wishes, ...relationWishes(view)], width, height, most);
}

// The relations of a picked node, or along a path, on their links.
function relationWishes({ zoom, low }) {
  if (!bright.on || bright.links.length > 40) return [];
  return bright.links.map((link) => {
    const [x, y] = middleOf(scene, link);
    const words = linkName(link);
    return { id: -10 - link, x: (x - low.x) * zoom, y: (y - low.y) * zoom, r: 0, link, words, width: widthOf(words, LETTERS_HIGH - 2), height: LETTERS_HIGH + 2, must: false };
  });
}

// The labels of the view with what is pointed at, or those that are `chosen` alone. Letters are painted in pixels of the screen, as letters of ever new sizes would be slow.
export function paintLabels(brush, view, chosen = null) {
  brush.save();
  if (view.zoom !== 1) {
    const ratio = brush.getTransform().a / view.zoom;
    brush.setTransform(ratio, 0, 0, ratio, 0, 0);
  }
  brush.textAlign = "center";
  brush.textBaseline = "top";
  brush.lineJoin = "round";
  brush.lineWidth = 3.5;
  brush.strokeStyle = scene.theme.ground;
  for (const label of chosen ?? labels) if (chosen || pointer.node === null || label.node !== pointer.node) paintLabel(brush, view, label);
  if (!chosen) paintHover(brush, view);
  brush.restore();
}

// A link in one line, for the pointer.
const lineOf = (link) => [`${shortName(links.from[link])} — ${linkName(link)} → ${shortName(links.to[link])}`,
  standingTold(link), validity(links, link)].filter(Boolean).join(" · ");
const standingTold = (link) => (dashOf(links.standing[link]) ? standingName(links.standing[link]) : "");

// The whole name of the node under the pointer, or what the link there says, once and within the stage.
function paintHover(brush, view) {
  const { node, link, at } = pointer;
  if (node !== null && scene.shownNodes[node]) {
    const [x, y] = [(scene.x[node] - view.low.x) * view.zoom, (scene.y[node] - view.low.y) * view.zoom];
    paintOnStage(brush, view, shortName(node), x, y + scene.size[node] * view.zoom * 1.2 + 3, { node });
  } else if (link !== null && link !== state.link) paintOnStage(brush, view, lineOf(link), at[0], at[1] + 18, { link });
}

function paintOnStage(brush, view, words, x, y, of) {
  const [width, height] = [widthOf(words), LETTERS_HIGH + 4];
  const [left, top] = [Math.max(width / 2 + 2, Math.min(x, view.width - width / 2 - 2)), Math.min(y, view.height - height - 2)];
  paintLabel(brush, view, { ...of, words, width, height, hover: [left, top] });
}

function paintLabel(brush, { zoom, low }, { node, link, words, dx, dy, width, height, hover }) {
  const [x, y] = node === undefined ? middleOf(scene, link) : [scene.x[node], scene.y[node]];
  const [left, top] = hover ?? [(x - low.x) * zoom + dx, (y - low.y) * zoom + dy + 1];
  const small = node === undefined && !hover;
  brush.font = `${small ? LETTERS_HIGH - 2 : LETTERS_HIGH}px ${scene.theme.font}`;
  if (hover) {
    brush.fillStyle = scene.theme.ground;
    brush.fillRect(left - width / 2, top - 2, width, height);
  }
  brush.strokeText(words, left, top);
  brush.fillStyle = small ? scene.theme.pick : scene.theme.text;
  brush.fillText(words, left, top);
}
