// Search by any name, alias, acronym or identifier, without marks: "dai hoc" finds "Đại học".
import { fold, initialsOf } from "./fold.js";

const ACRONYM = /acronym|short|abbrev/i;

export function namesOf({ nodes }, node) {
  const others = [...nodes.identifiers(node).flat(), ...nodes.further(node).filter(([name]) => ACRONYM.test(name)).map((pair) => pair[1])];
  return [nodes.name(node), nodes.name_vi(node), nodes.name_en(node), ...nodes.aliases(node), nodes.key(node), ...others].filter(Boolean);
}

// All folded names as one text, a line each, those of the largest nodes first, so that the first hits are the best.
export function searchIndex(model) {
  const order = [...Array(model.nodes.count).keys()].sort((a, b) => model.nodes.size[b] - model.nodes.size[a] || a - b);
  const lines = { names: [], initials: [], owner: [], nth: [] };
  for (const node of order) {
    namesOf(model, node).forEach((name, nth) => {
      const folded = fold(name);
      if (!folded) return;
      lines.names.push(folded);
      lines.initials.push(initialsOf(folded));
      lines.owner.push(node);
      lines.nth.push(nth);
    });
  }
  const column = (list) => ({ text: `\n${list.join("\n")}\n`, starts: startsOf(list) });
  return { names: column(lines.names), initials: column(lines.initials), owner: Uint32Array.from(lines.owner), nth: Uint16Array.from(lines.nth) };
}

function startsOf(list) {
  let at = 1;
  return Uint32Array.from(list, (line) => {
    at += line.length + 1;
    return at - line.length - 1;
  });
}

function lineAt(starts, place) {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

// The very name, its beginning, the beginning of a word, inside a word, the initials: in this order.
export function search(model, index, typed, limit = 12) {
  const wanted = fold(typed);
  if (!wanted) return [];
  const short = wanted.replaceAll(" ", "");
  const rounds = [[index.names, `\n${wanted}\n`, 1], [index.names, `\n${wanted}`, 1], [index.names, ` ${wanted}`, 1],
    [index.names, wanted, 0], ...(short.length > 1 ? [[index.initials, `\n${short}\n`, 1]] : [])];
  const hits = new Map();
  for (const [{ text, starts }, pattern, skip] of rounds) {
    for (let at = text.indexOf(pattern); at >= 0 && hits.size < limit; at = text.indexOf(pattern, at + 1)) {
      const line = lineAt(starts, at + skip);
      const node = index.owner[line];
      if (!hits.has(node)) hits.set(node, { node, matched: namesOf(model, node)[index.nth[line]] });
    }
  }
  return [...hits.values()];
}
