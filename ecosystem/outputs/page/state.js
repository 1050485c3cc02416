// What is looked at, as an object and as the part of an address behind #, so that a view can be sent to somebody.

/** @type {Record<string, any>} */
export const START = { view: "graph", node: null, group: null, link: null, steps: 0, ask: "", other: null, route: -1, day: 0, from: 0, to: 0, linked: false,
  colour: "kind", size: "degree", grouped: false, typed: "", sort: "", theme: "", language: "",
  kinds: [], relations: [], standings: [], sources: [], open: [] };

// What says which nodes and links are shown.
export const FILTERS = ["kinds", "relations", "standings", "sources", "day", "from", "to", "linked", "steps"];

const CHOICES = { view: ["graph", "nodes", "links"], ask: ["", "path", "common"], colour: ["kind", "sphere", "community", "place"],
  theme: ["", "light", "dark"], language: ["", "en", "vi"] };

const RANGES = { steps: [0, 3], route: [-1, 9999], from: [0, 9999], to: [0, 9999] };

// `names` translates what is a number here into words that stay the same when the page is made anew.
export function encode(state, names) {
  const parts = new URLSearchParams();
  for (const [name, start] of Object.entries(START)) {
    const value = state[name];
    if (Array.isArray(start)) [...value].sort((a, b) => a - b).forEach((one) => parts.append(name, names[name].write(one)));
    else if (value !== start) parts.append(name, names[name]?.write(value) ?? String(value));
  }
  return parts.toString();
}

// What cannot be read is left at its start and stands in `lost`, as pairs of a name and a word.
export function decodeState(text, names, lost = []) {
  const [parts, state] = [new URLSearchParams(text), { ...START }];
  for (const [name, start] of Object.entries(START)) {
    const words = parts.getAll(name);
    if (!words.length) continue;
    const read = (Array.isArray(start) ? words : words.slice(0, 1)).map((word) => readOne(name, word, start, names[name]) ?? undefined);
    read.forEach((value, i) => value === undefined && lost.push([name, words[i]]));
    const known = read.filter((value) => value !== undefined);
    state[name] = Array.isArray(start) ? known : known[0] ?? start;
  }
  if (state.to && state.from > state.to) {
    lost.push(["to", String(state.to)]);
    state.to = state.from;
  }
  if (state.from || state.to) {
    if (state.day && parts.has("day")) lost.push(["day", parts.get("day")]);
    state.day = 0;
  }
  if (state.node === null) Object.assign(state, { steps: 0, ask: "", other: null });
  if (!state.ask) state.other = null;
  return state;
}

function readOne(name, word, start, names) {
  if (names) return names.read(word);
  if (name in CHOICES) return CHOICES[name].includes(word) ? word : undefined;
  if (typeof start === "boolean") return word === "true";
  if (typeof start === "string") return word;
  const [number, [least, most]] = [Number(word), RANGES[name]];
  return word && Number.isInteger(number) && number >= least && number <= most ? number : undefined;
}

// Reads and writes one of a list of words by its place.
export function byPlace(words) {
  const place = new Map(words.map((word, i) => [word, i]));
  return { read: (word) => place.get(word), write: (i) => words[i] };
}
