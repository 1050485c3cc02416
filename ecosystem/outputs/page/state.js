// What is looked at, as an object and as the part of an address behind #, so that a view can be sent to somebody.

export const START = { view: "graph", node: null, group: null, steps: 0, ask: "", other: null, route: -1, from: 0, to: 0, linked: false,
  colour: "kind", size: "degree", grouped: false, typed: "", sort: "", theme: "", language: "",
  kinds: [], relations: [], standings: [], sources: [], open: [] };

const CHOICES = { view: ["graph", "nodes", "links"], ask: ["", "path", "common"], colour: ["kind", "sphere", "community", "place"],
  theme: ["", "light", "dark"], language: ["", "en", "vi"] };

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

export function decodeState(text, names) {
  const [parts, state] = [new URLSearchParams(text), { ...START }];
  for (const [name, start] of Object.entries(START)) {
    const told = parts.getAll(name);
    if (!told.length) continue;
    if (Array.isArray(start)) state[name] = told.map((one) => names[name].read(one)).filter((one) => one !== undefined);
    else state[name] = one(name, told[0], start, names[name]) ?? start;
  }
  if (state.node === null) Object.assign(state, { steps: 0, ask: "", other: null });
  if (!state.ask) state.other = null;
  return state;
}

function one(name, told, start, names) {
  if (names) return names.read(told);
  if (name in CHOICES) return CHOICES[name].includes(told) ? told : start;
  if (typeof start === "boolean") return told === "true";
  if (typeof start === "string") return told;
  const number = Number(told);
  return Number.isInteger(number) && number >= -1 && number <= 9999 ? number : start;
}

// Reads and writes one of a list of words by its place.
export function byPlace(words) {
  const place = new Map(words.map((word, i) => [word, i]));
  return { read: (word) => place.get(word), write: (i) => words[i] };
}
