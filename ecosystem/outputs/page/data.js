// The data of the page: numbers in typed arrays, texts read on demand, and who is linked with whom.

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const CODES = Uint8Array.from({ length: 128 }, (_, sign) => Math.max(0, LETTERS.indexOf(String.fromCharCode(sign))));

// A column of numbers as Python packed it, as a list or typed array.
function unpacked(column) {
  if (Array.isArray(column)) return column;
  if ("words" in column) return Array.from(unpacked(column.codes), (code) => column.words[code]);
  return "letters" in column ? coded(column.letters) : summed(unpacked(column.steps));
}

// Loops, as `from` with a function takes ten times as long.
function coded(letters) {
  const codes = new Uint8Array(letters.length);
  for (let i = 0; i < codes.length; i += 1) codes[i] = CODES[letters.charCodeAt(i)];
  return codes;
}

function summed(steps) {
  const sums = new Int32Array(steps.length);
  for (let i = 0, sum = 0; i < sums.length; i += 1) sums[i] = sum += steps[i];
  return sums;
}

// A column as a function from row to value.
/** @param {any} column @param {any} empty what a row has where there is no column */
export function reader(column, empty = "") {
  if (column === undefined) return () => empty;
  if ("all" in column) return () => column.all;
  const values = unpacked("words" in column ? column.codes : column);
  return "words" in column ? (row) => column.words[values[row]] : (row) => values[row];
}

function numbers(table, name, Type) {
  const column = table[name];
  if (column === undefined) return new Type(table.count);
  return "all" in column ? new Type(table.count).fill(column.all) : new Type(unpacked(column));
}

const TEXTS = ["key", "name", "name_vi", "name_en", "subtype", "place", "due"];
const LISTS = ["aliases", "identifiers", "further"];
const NODE_NUMBERS = { kind: Uint8Array, level: Uint8Array, standing: Uint8Array, since: Int32Array, until: Int32Array,
  begins: Int32Array, ends: Int32Array, cited: Uint32Array, community: Uint32Array, x: Float32Array, y: Float32Array, size: Float32Array };
const LINK_NUMBERS = { from: Uint32Array, to: Uint32Array, relation: Uint8Array, standing: Uint8Array, since: Int32Array,
  until: Int32Array, carried: Uint8Array, cited: Uint32Array };

// What was written by Python, ready to be asked: `nodes`, `links`, `around` (who is linked with whom), `citing`.
export function decode(data) {
  /** @type {Record<string, any>} */
  const nodes = { count: data.nodes.count };
  /** @type {Record<string, any>} */
  const links = { count: data.links.count, further: reader(data.links.further, []), due: reader(data.links.due) };
  for (const name of TEXTS) nodes[name] = reader(data.nodes[name]);
  for (const name of LISTS) nodes[name] = reader(data.nodes[name], []);
  for (const [name, Type] of Object.entries(NODE_NUMBERS)) nodes[name] = numbers(data.nodes, name, Type);
  for (const [name, Type] of Object.entries(LINK_NUMBERS)) links[name] = numbers(data.links, name, Type);
  // Where lives are not written they are the dates of the nodes.
  if (!data.nodes.begins) [nodes.begins, nodes.ends] = [nodes.since, nodes.until];
  return { ...data, nodes, links, around: adjacency(nodes.count, links), citing: citing(data) };
}

// Of node i: from start[i] to before start[i + 1] the other ends and the links that lead there; a loop stands once.
/** @param {number} count @param {any} links */
export function adjacency(count, { from, to }) {
  const start = new Uint32Array(count + 1);
  const each = (meet) => from.forEach((a, link) => {
    meet(a, to[link], link);
    if (a !== to[link]) meet(to[link], a, link);
  });
  each((a) => (start[a + 1] += 1));
  for (let i = 0; i < count; i += 1) start[i + 1] += start[i];
  const [place, other, link] = [start.slice(), new Uint32Array(start[count]), new Uint32Array(start[count])];
  each((a, b, row) => {
    other[place[a]] = b;
    link[place[a]++] = row;
  });
  return { start, other, link };
}

// Every source that is cited, and for every combination of references the numbers of its sources.
function citing({ citations, sources }) {
  const place = new Map();
  const groups = citations.map((references) => references.map(([id]) => place.get(id) ?? place.set(id, place.size).get(id)));
  const known = new Map(sources.map((source) => [source.id, source]));
  return { ids: [...place.keys()], groups, titleOf: (id) => known.get(id)?.title || id };
}

export function linksOf(model, node) {
  return [...model.around.link.subarray(model.around.start[node], model.around.start[node + 1])];
}
