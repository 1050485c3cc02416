// What is painted: the columns of the model, what the filters leave of it, and groups that stand for their members.
import { state } from "./address.js";
import { sieve, tally, total } from "./filter.js";
import { bendsOf } from "./geometry.js";
import { OTHER, drawingOrder, grouping, sizesOf } from "./look.js";
import { dashOf, links, model, nodes } from "./model.js";
import { distances } from "./path.js";
import { FILTERS } from "./state.js";

const MANY = 2000; // nodes from which communities can be collapsed
export const groupCount = nodes.count > MANY ? Math.max(...nodes.community) + 1 : 0;
export const members = groupCount ? tally(nodes.community) : new Map();
export const groupOf = (node) => (node >= nodes.count ? node - nodes.count : null);
export const NO_BUNDLES = { from: [], to: [], many: [] };

const sceneColumn = (Type, column) => {
  const made = new Type(nodes.count + groupCount);
  if (column) made.set(column);
  return made;
};
const symmetric = model.relations.map((relation) => relation.symmetric);
const bold = new Uint8Array(links.count);
for (const link of model.marked.links) bold[link] = 1;

export const scene = {
  x: sceneColumn(Float32Array, nodes.x), y: sceneColumn(Float32Array, nodes.y), size: sceneColumn(Float32Array, nodes.size),
  shape: sceneColumn(Uint8Array), ink: sceneColumn(Uint8Array), palette: [], broken: sceneColumn(Uint8Array, nodes.standing.map((code) => dashOf(code))),
  order: null, shownNodes: sceneColumn(Uint8Array), shownLinks: new Uint8Array(links.count), linkCount: 0,
  from: links.from, to: links.to, bend: bendsOf(links, nodes.count), bold, bundles: NO_BUNDLES,
  dash: links.standing.map((code) => dashOf(code)), arrow: links.relation.map((code) => (symmetric[code] ? 0 : 1)), theme: null,
};
export const marked = new Set(model.marked.nodes);
// What the filters and the focus leave, and how much it is.
export const shown = { nodes: null, links: null, nodeCount: 0, linkCount: 0 };
export let looks = null;

let groupsPlaced = false; // whether groups have their places

// Groups stand in the middle of their members, pushed off each other.
function groupPlaces() {
  const [x, y] = [new Float64Array(groupCount), new Float64Array(groupCount)];
  nodes.community.forEach((group, node) => {
    x[group] += nodes.x[node];
    y[group] += nodes.y[node];
  });
  for (let group = 0; group < groupCount; group += 1) {
    const [at, many] = [nodes.count + group, members.get(group)];
    [scene.x[at], scene.y[at], scene.size[at]] = [x[group] / many, y[group] / many, 15 * Math.sqrt(many)];
  }
  for (let round = 0; round < 80 && pushApart(); round += 1);
  groupsPlaced = true;
}

// Pushes every two groups that overlap apart by half; says whether any did.
function pushApart() {
  let any = false;
  for (let a = nodes.count; a < scene.x.length; a += 1) {
    for (let b = a + 1; b < scene.x.length; b += 1) {
      const [dx, dy] = [scene.x[b] - scene.x[a], scene.y[b] - scene.y[a]];
      const away = Math.hypot(dx, dy) || 1;
      const lack = (scene.size[a] + scene.size[b]) * 1.15 - away;
      if (lack <= 0.5) continue;
      any = true;
      const [mx, my] = [(dx / away || 1) * lack * 0.5, (dy / away) * lack * 0.5];
      [scene.x[a], scene.y[a], scene.x[b], scene.y[b]] = [scene.x[a] - mx, scene.y[a] - my, scene.x[b] + mx, scene.y[b] + my];
    }
  }
  return any;
}

// Inks, shapes and sizes after the choices in the legend.
export function restyle() {
  looks = grouping(model, state.colour);
  scene.size.set(sizesOf(model, state.size));
  scene.palette = [...looks.groups.map((group) => group.colour), OTHER];
  for (let node = 0; node < nodes.count; node += 1) {
    const place = looks.of(node);
    [scene.ink[node], scene.shape[node]] = [place, looks.groups[place].shape];
  }
  const own = state.colour === "community" ? new Map(looks.groups.map((group, i) => [group.value, i])) : new Map();
  for (let group = 0; group < groupCount; group += 1) scene.ink[nodes.count + group] = own.get(group) ?? looks.groups.length;
  scene.order = drawingOrder(scene.size);
}

export function sceneFollows({ differs }) {
  if (differs("colour", "size")) restyle();
  if (differs(...FILTERS) || (state.steps && differs("node"))) refilter();
  else if (differs("grouped", "open")) regroup();
}

const unticked = () => ({ kinds: new Set(state.kinds), relations: new Set(state.relations), standings: new Set(state.standings),
  sources: new Set(state.sources), day: state.day, from: state.from, to: state.to, linked: state.linked });

export function refilter() {
  Object.assign(shown, sieve(model, unticked()));
  if (state.steps && state.node !== null) {
    const near = distances(model, shown, state.node, state.steps);
    for (let node = 0; node < near.length; node += 1) if (near[node] < 0) shown.nodes[node] = 0;
    for (let link = 0; link < links.count; link += 1) if (near[links.from[link]] < 0 || near[links.to[link]] < 0) shown.links[link] = 0;
  }
  [shown.nodeCount, shown.linkCount] = [total(shown.nodes), total(shown.links)];
  regroup();
}

// Masks of what is painted: members of a collapsed community give way to their group, links between groups to bundles.
function regroup() {
  if (state.grouped && !groupsPlaced) groupPlaces();
  scene.shownNodes.fill(0);
  scene.shownNodes.set(shown.nodes);
  scene.shownLinks.set(shown.links);
  scene.bundles = state.grouped && groupCount && !state.steps ? bundled(new Set(state.open)) : NO_BUNDLES;
  scene.linkCount = total(scene.shownLinks);
}

function bundled(open) {
  const stands = (node) => (open.has(nodes.community[node]) ? node : nodes.count + nodes.community[node]);
  for (let node = 0; node < nodes.count; node += 1) {
    if (!shown.nodes[node] || stands(node) === node) continue;
    scene.shownNodes[node] = 0;
    scene.shownNodes[stands(node)] = 1;
  }
  const many = new Map();
  for (let link = 0; link < links.count; link += 1) {
    const [a, b] = [stands(links.from[link]), stands(links.to[link])];
    if (!shown.links[link] || (a < nodes.count && b < nodes.count)) continue;
    scene.shownLinks[link] = 0;
    const pair = Math.min(a, b) * scene.x.length + Math.max(a, b);
    if (a !== b) many.set(pair, (many.get(pair) ?? 0) + 1);
  }
  const pairs = [...many.keys()];
  return { from: pairs.map((pair) => Math.floor(pair / scene.x.length)), to: pairs.map((pair) => pair % scene.x.length), many: [...many.values()] };
}

