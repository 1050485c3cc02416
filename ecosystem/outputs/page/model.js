// What all parts of the page share: the data, and how things are called in the language spoken.

const model = decode(JSON.parse($("data").textContent));
$("data").remove();
const { nodes, links } = model;

const years = yearsOf(model);
const keys = () => (keys.places ??= byPlace(Array.from({ length: nodes.count }, (_, node) => nodes.key(node))));
const whole = { read: (told) => Number(told), write: String };
// How what is a number in the state is called in an address.
const names = {
  node: { read: (key) => keys().read(key) ?? null, write: (node) => nodes.key(node) },
  other: { read: (key) => keys().read(key) ?? null, write: (node) => nodes.key(node) },
  group: { read: (told) => (model.divided && nodes.community.includes(Number(told) - 1) ? Number(told) - 1 : null), write: (group) => group + 1 },
  kinds: byPlace(model.kinds.map((kind) => kind.id)),
  relations: byPlace(model.relations.map((relation) => relation.id)),
  standings: byPlace(model.standings),
  sources: { read: (id) => (id === "" ? -1 : [model.citing.ids.indexOf(id)].find((place) => place >= 0)), write: (place) => model.citing.ids[place] ?? "" },
  open: whole,
};
// An answer that divides the nodes is the colouring.
if (model.divided) START.colour = "community";
const state = decodeState(location.hash.slice(1), names);

const vietnamese = () => spoken() === "vi";
const nameOf = (node) => (vietnamese() ? nodes.name_vi(node) : nodes.name_en(node)) || nodes.name(node);
const kindName = (code) => (vietnamese() ? model.kinds[code].name_vi : model.kinds[code].name);
const kindPlural = (code) => (vietnamese() ? model.kinds[code].name_vi : model.kinds[code].plural);
const sphereName = (id) => model.spheres.find(([known]) => known === id)?.[vietnamese() ? 2 : 1] ?? say("noSphere");
const standingName = (code) => say(model.standings[code]);

// How a relation reads from its source, or from its target.
function relationName(code, inwards = false) {
  const relation = model.relations[code];
  if (!vietnamese()) return inwards ? relation.inverse : relation.name;
  return inwards ? relation.inverse_vi : relation.name_vi;
}

// 0 a plain line, 1 broken, 2 dotted.
const dashOf = (standing) => (model.standings[standing] === "fact" ? 0 : model.standings[standing] === "past" ? 2 : 1);
