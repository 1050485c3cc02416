// One way for everything that changes: the state is set, what follows from it is worked out, the parts tell it.
import { addressWords, state, unreadable } from "./address.js";
import { links, nodes } from "./model.js";
import { decodeState, encode } from "./state.js";
import { $ } from "./text.js";
import { say } from "./words.js";

const THINGS = ["node", "link", "other"];
let remembered = location.hash.slice(1);

// What could not be done as it was asked for stands until the next change.
export function notice(message = "") {
  $("notice").textContent = message;
}

// Nodes and links that are not here, and all else that is not understood, in the words of the address.
export function noticeLost() {
  const [gone, odd] = [unreadable.filter(([name]) => THINGS.includes(name)), unreadable.filter(([name]) => !THINGS.includes(name))];
  const parts = [gone.length && say("notHere", gone.map(([, word]) => word).join(", ")), odd.length && say("notRead", odd.map((pair) => pair.join("=")).join(", "))];
  notice(parts.filter(Boolean).join(" "));
  unreadable.length = 0;
}

export function change(patch, { quiet = false, travel = false, message = "" } = {}) {
  const before = { ...state };
  notice(message);
  Object.assign(state, "node" in patch || "link" in patch ? { group: null } : {}, patch);
  if (state.node === null) Object.assign(state, { steps: 0, ask: "", other: null, route: -1 });
  if (state.grouped) state.open = [...new Set([...state.open, ...pickedNodes().map((node) => nodes.community[node])])];
  follow(differing(before), { travel });
  remember(quiet);
}

// The node that is picked and the ends of the link that is.
const pickedNodes = () => [...(state.node === null ? [] : [state.node]), ...(state.link === null ? [] : [links.from[state.link], links.to[state.link]])];

// What follows from a change, in the order of its entries: each is called with what `differs`, whether the view is to
// `travel` to what is looked at, and whether the state was `recalled` from the address.
export const followers = [];

export const follow = (differs, more = {}) => followers.forEach((follower) => follower({ differs, travel: false, recalled: false, ...more }));
const differing = (before) => (...parts) => parts.some((part) => state[part] !== before[part]);

export const select = (node, more = {}) => change({ node, link: null, ask: "", other: null, route: -1, ...more }, { travel: node !== null });

export const pickGroup = (group) => change({ node: null, link: null, group }, { travel: true });

// The state goes into the address, so that Back undoes a step and a link leads here.
function remember(quiet) {
  const address = encode(state, addressWords);
  if (address === remembered) return;
  remembered = address;
  history[quiet ? "replaceState" : "pushState"](null, "", `#${address}`);
}

export function recall() {
  if (location.hash.slice(1) === remembered) return;
  remembered = location.hash.slice(1);
  const before = { ...state };
  Object.assign(state, decodeState(remembered, addressWords, unreadable));
  noticeLost();
  follow(differing(before), { recalled: true, travel: differing(before)("node", "group", "steps") });
}
