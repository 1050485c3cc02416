// What all parts of the page share: the data, and how things are called in the language spoken.

const model = decode(JSON.parse($("data").textContent));
$("data").remove();
const { nodes, links } = model;

// All links but those that are carried over, which are there for a day alone.
const recorded = links.carried.map((carried) => 1 - carried);
const recordedCount = total(recorded);
const keys = () => (keys.places ??= byPlace(Array.from({ length: nodes.count }, (_, node) => nodes.key(node))));
const whole = { read: (told) => Number(told), write: String };
// How what is a number in the state is called in an address.
const names = {
  node: { read: (key) => keys().read(key) ?? null, write: (node) => nodes.key(node) },
  other: { read: (key) => keys().read(key) ?? null, write: (node) => nodes.key(node) },
  group: { read: (told) => (model.divided && nodes.community.includes(Number(told) - 1) ? Number(told) - 1 : null), write: (group) => group + 1 },
  link: { read: (told) => readLink(told) ?? null, write: (link) => linkKey(link) },
  kinds: byPlace(model.kinds.map((kind) => kind.id)),
  relations: byPlace(model.relations.map((relation) => relation.id)),
  standings: byPlace(model.standings),
  sources: { read: (id) => (id === "" ? -1 : [model.citing.ids.indexOf(id)].find((place) => place >= 0)), write: (place) => model.citing.ids[place] ?? "" },
  day: { read: (told) => (told === "any" ? 0 : firstDay(parseDate(told) ?? NaN) || undefined), write: (day) => dateText(day) || "any" },
  size: { read: (told) => (["degree", "even", ...model.measures.map(({ name }) => `by ${name}`)].includes(told) ? told : undefined), write: String },
  open: whole,
};
const lost = []; // what the address asks for and is not here
// An answer that divides the nodes is the colouring.
if (model.divided) START.colour = "community";
// An answer of a day is looked at on that day.
START.day = model.day;
const state = decodeState(location.hash.slice(1), names, lost);

const vietnamese = () => spoken() === "vi";
// Some letters leave no trace; what has no other is called by its id, and an id of such letters by their numbers.
const visible = (word) => /[^\p{Cc}\p{Cf}\p{Cn}\p{Z}\p{M}\u115f\u1160\u2800\u3164\uffa0]/u.test(word);
const numbered = (word) => [...word].map((letter) => `U+${letter.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`).join(" ");
function nameOf(node) {
  const name = (vietnamese() ? nodes.name_vi(node) : nodes.name_en(node)) || nodes.name(node);
  if (visible(name)) return name;
  return visible(nodes.key(node)) ? nodes.key(node) : numbered(nodes.key(node));
}
const kindName = (code) => (vietnamese() ? model.kinds[code].name_vi : model.kinds[code].name);
const kindPlural = (code) => (vietnamese() ? model.kinds[code].name_vi : model.kinds[code].plural);
const sphereName = (id) => model.spheres.find(([known]) => known === id)?.[vietnamese() ? 2 : 1] ?? say("noSphere");
const standingName = (code) => say(model.standings[code]);
// How a node stands: a target that is a fact is set.
const nodeStanding = (node) => {
  const { fact, fact_vi, figures } = model.kinds[nodes.kind[node]];
  return dashOf(nodes.standing[node]) || fact === "fact" || figures.includes(nodes.subtype(node).toLowerCase()) ? standingName(nodes.standing[node]) : vietnamese() ? fact_vi : fact;
};

// How a relation reads from its source, or from its target.
const reading = (words, inwards) => words[`${inwards ? "inverse" : "name"}${vietnamese() ? "_vi" : ""}`];
const relationName = (code, inwards = false) => reading(model.relations[code], inwards);
// How a link reads: by its relation, or by a value that has words of its own.
function linkName(link, inwards = false) {
  const relation = model.relations[links.relation[link]];
  const further = relation.words.length ? links.further(link) : [];
  const found = relation.words.find(([attribute, value]) => further.some(([name, told]) => name === attribute && told === value));
  return reading(found?.[2] ?? relation, inwards);
}

// The line of a standing: 0 is plain, each other has its own.
const LINES = ["fact", "plan", "possible", "opinion", "past"];
const dashOf = (standing) => Math.max(0, LINES.indexOf(model.standings[standing]));
