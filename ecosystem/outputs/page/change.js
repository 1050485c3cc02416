// One way for everything that changes: the state is set, what follows from it is worked out, the parts tell it.

const FILTERS = ["kinds", "relations", "standings", "sources", "day", "from", "to", "linked", "steps"];
const THINGS = ["node", "link", "other"];
let remembered = location.hash.slice(1);

// What could not be done as it was asked for is told until the next change.
function notice(told = "") {
  $("notice").textContent = told;
}

// Nodes and links that are not here, and all else that is not understood, in the words of the address.
function noticeLost() {
  const [gone, odd] = [lost.filter(([name]) => THINGS.includes(name)), lost.filter(([name]) => !THINGS.includes(name))];
  const parts = [gone.length && say("notHere", gone.map(([, told]) => told).join(", ")), odd.length && say("notRead", odd.map((pair) => pair.join("=")).join(", "))];
  notice(parts.filter(Boolean).join(" "));
  lost.length = 0;
}

function change(patch, { quiet = false, travel = false, told = "" } = {}) {
  const before = { ...state };
  notice(told);
  Object.assign(state, "node" in patch || "link" in patch ? { group: null } : {}, patch);
  if (state.node === null) Object.assign(state, { steps: 0, ask: "", other: null, route: -1 });
  if (state.grouped) state.open = [...new Set([...state.open, ...looked().map((node) => nodes.community[node])])];
  if (state.language !== before.language) tell();
  follow(before);
  remember(quiet);
  if (travel) travelTo();
}

// The node that is picked and the ends of the link that is.
const looked = () => [...(state.node === null ? [] : [state.node]), ...(state.link === null ? [] : [links.from[state.link], links.to[state.link]])];

function follow(before) {
  const differs = (...parts) => parts.some((part) => state[part] !== before[part]);
  if (differs("theme")) scene.theme = dress();
  if (differs("colour", "size")) restyle();
  if (differs(...FILTERS) || (state.steps && differs("node"))) refilter();
  else if (differs("grouped", "open")) regroup();
  rebright();
  backdropFollows(differs);
  labels = chooseLabels(viewNow());
  if (network) enliven();
  redraw();
  panels(differs);
}

function backdropFollows(differs) {
  if (differs("colour", "size")) wantPicture(["ink", "shape", "palette", "size", "order"]);
  if (differs(...FILTERS, "grouped", "open", "node", "link")) wantPicture(["shownNodes", "shownLinks", "linkCount", "bundles"]);
  if (differs("grouped")) wantPicture(["x", "y", "size"]);
  if (differs("theme")) wantPicture(["theme"]);
}

function panels(differs) {
  const told = differs("language");
  if (told || differs(...FILTERS, "colour", "size", "grouped", "open", "node", "group", "link")) report();
  if (told || differs(...FILTERS, "node", "group", "link", "ask", "other", "route", "steps", "grouped", "open")) {
    details();
    relate();
    markRows();
  }
  if (told || differs(...FILTERS, "view", "typed", "sort")) sheetView();
}

// What is looked at, brought to the middle.
function travelTo() {
  const chosen = bright.on && !(state.steps && !state.ask) ? bright.nodes.filter((node) => scene.shownNodes[node]) : null;
  if (state.view === "graph") fit(chosen?.length ? chosen : null, 1.3);
}

const select = (node, more = {}) => change({ node, link: null, ask: "", other: null, route: -1, ...more }, { travel: node !== null });

const pickGroup = (group) => change({ node: null, link: null, group }, { travel: true });

// The state goes into the address, so that Back undoes a step and a link leads here.
function remember(quiet) {
  const told = encode(state, names);
  if (told === remembered) return;
  remembered = told;
  history[quiet ? "replaceState" : "pushState"](null, "", `#${told}`);
}

function recall() {
  if (location.hash.slice(1) === remembered) return;
  remembered = location.hash.slice(1);
  const before = { ...state };
  Object.assign(state, decodeState(remembered, names, lost));
  noticeLost();
  tell();
  legendFollows();
  follow({ ...before, language: state.language });
  if (state.node !== before.node || state.group !== before.group || state.steps !== before.steps) travelTo();
}
