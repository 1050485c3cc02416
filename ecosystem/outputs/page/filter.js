// Which nodes and links are shown: what is ticked in the legend, and what was valid in the years.

const firstDay = (number) => number + (number % 10000 ? 0 : 100) + (number % 100 ? 0 : 1);

// Valid on some day of the years `from` to `to`; the interval is half open, and what has no date is kept.
export function holds(since, until, from, to) {
  return (!to || since < (to + 1) * 10000) && (!from || !until || firstDay(until) > from * 10000 + 101);
}

// Which combinations of references have a source that is ticked; -1 stands for no source.
function allowed(groups, off) {
  return Uint8Array.from(groups, (group) => (group.length ? group.some((source) => !off.has(source)) : !off.has(-1)));
}

// `off` holds what is not ticked: sets of kinds, relations, standings and sources; `from`, `to` in years, 0 for any;
// `linked` leaves out nodes without a shown link. Standings and sources are those of links; a node stays with its own or
// its links'.
export function sieve({ nodes, links, citing }, off) {
  const cited = off.sources.size ? allowed(citing.groups, off.sources) : null;
  const open = new Uint8Array(nodes.count);
  for (let i = 0; i < open.length; i += 1) {
    open[i] = !off.kinds.has(nodes.kind[i]) && holds(nodes.since[i], nodes.until[i], off.from, off.to) ? 1 : 0;
  }
  const [kept, touched] = [new Uint8Array(links.count), new Uint8Array(nodes.count)];
  for (let i = 0; i < kept.length; i += 1) {
    const [a, b] = [links.from[i], links.to[i]];
    if (!open[a] || !open[b] || off.relations.has(links.relation[i]) || off.standings.has(links.standing[i])) continue;
    if ((cited && !cited[links.cited[i]]) || !holds(links.since[i], links.until[i], off.from, off.to)) continue;
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
