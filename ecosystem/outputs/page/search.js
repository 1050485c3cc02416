// Search by any name, alias, acronym or identifier, without marks: "dai hoc" finds "Đại học".
import { fold, initialsOf } from "./fold.js";
import { nearWords } from "./spelling.js";

export const HITS = 200; // nodes found at most

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

// The very name, its beginning, the beginning of a word, inside a word, the initials, then the words in any order.
export function search(index, typed, most = HITS) {
  const wanted = fold(typed);
  if (!wanted) return [];
  const found = literally(index, wanted, most);
  if (found.size) return listed(found);
  return listed(nearWords(index, wanted, (nearer) => literally(index, nearer, most)));
}

const listed = (found) => [...found].map(([node, line]) => ({ node, line }));

// The name of a node that was found.
export const matchedName = (model, index, { node, line }) => namesOf(model, node)[index.nth[line]];

function literally(index, wanted, most) {
  const short = wanted.replaceAll(" ", "");
  const rounds = [[index.names, `\n${wanted}\n`, 1], [index.names, `\n${wanted}`, 1], [index.names, ` ${wanted}`, 1],
    [index.names, wanted, 0], ...(short.length > 1 ? [[index.initials, `\n${short}\n`, 1]] : [])];
  const hits = new Map();
  for (const [{ text, starts }, pattern, skip] of rounds) {
    for (let at = text.indexOf(pattern); at >= 0 && hits.size < most; at = text.indexOf(pattern, at + 1)) meet(index, hits, lineAt(starts, at + skip));
  }
  anyOrder(index, wanted.split(" "), hits, most);
  return hits;
}

function meet({ owner }, hits, line) {
  if (!hits.has(owner[line])) hits.set(owner[line], line);
}

// Names that have every word, wherever it stands: those with the longest are looked through for the others.
function anyOrder(index, words, hits, most) {
  if (words.length < 2) return;
  const { text, starts } = index.names;
  const [longest, ...others] = words.map((word) => (word.length > 1 ? word : ` ${word}`)).sort((a, b) => b.length - a.length);
  for (let at = text.indexOf(longest); at >= 0 && hits.size < most; at = text.indexOf(longest, at + 1)) {
    const line = lineAt(starts, at);
    const name = ` ${text.slice(starts[line], (starts[line + 1] ?? text.length) - 1)}`;
    if (others.every((word) => name.includes(word))) meet(index, hits, line);
  }
}
