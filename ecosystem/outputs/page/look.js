// What dots look like: ink and shape by kind, sphere, community or place, size by partners or by what was measured.
import { SHAPES } from "./geometry.js";

// Told apart by shape as well, and by people who see fewer colours.
const INKS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#882255", "#999933"];
export const OTHER = "#8A8F98";
const SPHERES = { U: ["#0072B2", "dot"], I: ["#D55E00", "square"], G: ["#882255", "triangle"], C: ["#CC79A7", "hexagon"] };
const MOST = 16; // groups that have a look of their own

// Groups of nodes, the first the most important: `of` gives the group of a node, `groups` their names and looks.
export function grouping(model, colour) {
  if (colour === "sphere") return bySphere(model);
  if (colour === "community") return byRank(model, (node) => model.nodes.community[node], communityName(model), alone(model));
  if (colour === "place") return byRank(model, (node) => model.nodes.place(node), (place) => place, "");
  const looks = model.kinds.map((kind, code) => ({ value: code, colour: kind.colour, shape: SHAPES.indexOf(kind.shape) }));
  return { of: (node) => model.nodes.kind[node], groups: looks };
}

function bySphere(model) {
  const groups = [...model.spheres.map(([id, name]) => ({ value: id, name, colour: SPHERES[id]?.[0] ?? OTHER, shape: SHAPES.indexOf(SPHERES[id]?.[1] ?? "diamond") })),
    { value: "", name: "", colour: OTHER, shape: SHAPES.indexOf("diamond") }];
  const place = new Map(groups.map(({ value }, i) => [value, i]));
  const ofKind = model.kinds.map((kind) => place.get(kind.sphere) ?? groups.length - 1);
  return { of: (node) => ofKind[model.nodes.kind[node]], groups };
}

// The community of nodes without a partner comes last; it has no look of its own.
function alone({ nodes, around }) {
  const node = nodes.community.findIndex((_, i) => !partnered(around, i));
  return node < 0 ? null : nodes.community[node];
}

const partnered = ({ start, other }, node) => {
  for (let i = start[node]; i < start[node + 1]; i += 1) if (other[i] !== node) return true;
  return false;
};

// A community is called after its largest node, and by its number where the answer has given it one.
function communityName({ nodes, divided }) {
  const largest = new Map();
  nodes.community.forEach((group, node) => {
    const best = largest.get(group);
    if (best === undefined || nodes.size[node] > nodes.size[best]) largest.set(group, node);
  });
  return (group) => (divided ? `${group + 1} · ` : "") + nodes.name(largest.get(group));
}

function byRank(model, valueOf, nameOf, nothing) {
  const counts = new Map();
  for (let node = 0; node < model.nodes.count; node += 1) {
    const value = valueOf(node);
    if (value !== nothing) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST).map(([value]) => value);
  const groups = ranked.map((value, i) => ({ value, name: nameOf(value), colour: INKS[i % INKS.length], shape: i < INKS.length ? i % 2 : 2 + (i % 2) * 3 }));
  const place = new Map(ranked.map((value, i) => [value, i]));
  groups.push({ value: nothing, name: "", colour: OTHER, shape: 0 });
  return { of: (node) => place.get(valueOf(node)) ?? groups.length - 1, groups };
}

// Sizes by what a column of the answer measured, its area as the value; what was not measured is small.
export function sizesOf(model, size) {
  const measure = model.measures.find(({ name }) => `by ${name}` === size);
  if (size === "even") return new Float32Array(model.nodes.count).fill(8);
  if (!measure) return model.nodes.size;
  const sizes = new Float32Array(model.nodes.count).fill(5);
  const most = Math.max(...measure.values);
  measure.nodes.forEach((node, i) => (sizes[node] = 6 + 20 * Math.sqrt(measure.values[i] / most)));
  return sizes;
}

// Large dots below, small ones on top, all else shuffled, so that no kind hides another.
export function drawingOrder(sizes) {
  const stride = sizes.length % 7919 ? 7919 : 7907; // shares no factor with the count, so every node comes up once
  const tiers = new Map();
  for (let i = 0; i < sizes.length; i += 1) {
    const node = (i * stride) % sizes.length;
    const tier = -Math.round(Math.log2(sizes[node] + 1) * 2);
    if (!tiers.has(tier)) tiers.set(tier, []);
    tiers.get(tier).push(node);
  }
  return Uint32Array.from([...tiers.keys()].sort((a, b) => a - b).flatMap((tier) => tiers.get(tier)));
}
