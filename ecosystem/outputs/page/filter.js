// Which nodes and links are shown: what is ticked in the legend, and what is there on a day or in some years.
import { firstDay } from "./dates.js";

// There on the day, or on some day of the years `from` to `to`; the interval is half open, and what has no date is kept.
export function holds(since, until, { day, from, to }) {
  if (day) return since <= day && (!until || until > day);
  return (!to || since < (to + 1) * 10000) && (!from || !until || firstDay(until) > from * 10000 + 101);
}

// Which combinations of references have a source that is ticked; -1 stands for no source.
function allowed(groups, off) {
  return Uint8Array.from(groups, (group) => (group.length ? group.some((source) => !off.has(source)) : !off.has(-1)));
}

// The nodes that are as near as the scope asks, over links that are there at that time; null where all are.
function near({ nodes, around, within }, there) {
  if (!within?.length) return null;
  let open = Uint8Array.from(nodes.begins, (_, node) => (there.node(node) ? 1 : 0));
  for (const [starts, steps] of within) {
    const reached = new Uint8Array(nodes.count);
    let frontier = starts.filter((node) => open[node]);
    for (const node of frontier) reached[node] = 1;
    for (let step = 0; step < steps && frontier.length; step += 1) {
      frontier = frontier.flatMap((node) => linkedWith(around, node).filter(([other, link]) => {
        if (reached[other] || !open[other] || !there.link(link)) return false;
        return (reached[other] = 1);
      }).map(([other]) => other));
    }
    open = reached;
  }
  return open;
}

const linkedWith = ({ start, other, link }, node) => Array.from(other.subarray(start[node], start[node + 1]), (one, i) => [one, link[start[node] + i]]);

// `off` holds what is not ticked: sets of kinds, relations, standings and sources; `day`, or `from` and `to` in
// years, 0 for any; `linked` leaves out nodes without a shown link. Standings and sources are those of links; a node
// stays with its own or its links'. A link that is carried over to a successor is there for a day alone.
export function sieve(model, off) {
  const { nodes, links, citing } = model;
  const there = {
    node: (i) => holds(nodes.begins[i], nodes.ends[i], off),
    link: (i) => (off.day || !links.carried[i]) && holds(links.since[i], links.until[i], off),
  };
  const around = near(model, there);
  const cited = off.sources.size ? allowed(citing.groups, off.sources) : null;
  const open = new Uint8Array(nodes.count);
  for (let i = 0; i < open.length; i += 1) {
    open[i] = !off.kinds.has(nodes.kind[i]) && (around ? around[i] : there.node(i)) ? 1 : 0;
  }
  const [kept, touched] = [new Uint8Array(links.count), new Uint8Array(nodes.count)];
  for (let i = 0; i < kept.length; i += 1) {
    const [a, b] = [links.from[i], links.to[i]];
    if (!open[a] || !open[b] || off.relations.has(links.relation[i]) || off.standings.has(links.standing[i])) continue;
    if ((cited && !cited[links.cited[i]]) || !there.link(i)) continue;
    kept[i] = touched[a] = touched[b] = 1;
  }
  for (let i = 0; i < open.length; i += 1) {
    if (!touched[i] && (off.linked || off.standings.has(nodes.standing[i]) || (cited && !cited[nodes.cited[i]]))) open[i] = 0;
  }
  return { nodes: open, links: kept };
}

export const total = (mask) => mask.reduce((sum, one) => sum + one, 0);

// How many of the things in the mask have each code of a column.
export function tally(column, mask) {
  let most = -1;
  for (let i = 0; i < column.length; i += 1) if (column[i] > most) most = column[i];
  const counts = new Uint32Array(most + 1);
  for (let i = 0; i < column.length; i += 1) if (!mask || mask[i]) counts[column[i]] += 1;
  const found = new Map();
  counts.forEach((count, code) => count && found.set(code, count));
  return found;
}

// The same for what stands in groups: a thing with a code counts for every member of its group, or for -1.
export function tallyGroups(groups, column, mask) {
  const found = new Map();
  for (const [code, count] of tally(column, mask)) {
    for (const member of groups[code].length ? new Set(groups[code]) : [-1]) found.set(member, (found.get(member) ?? 0) + count);
  }
  return found;
}
