// Words that lead to a node or a group.
import { names, state } from "./address.js";
import { pickGroup, select } from "./change.js";
import { nameOf, visible } from "./model.js";
import { encode } from "./state.js";
import { element, text } from "./text.js";

function goTo(state, label, act) {
  const made = element("a", { href: `#${encode(state, names)}`, class: "go" }, text(label));
  made.addEventListener("click", (event) => {
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  return made;
}

export const go = (node, label = nameOf(node)) => goTo({ ...state, node, link: null, group: null, ask: "", other: null }, visible(label) ? label : nameOf(node), () => select(node));
export const goGroup = (group, label) => goTo({ ...state, node: null, link: null, group, ask: "", other: null }, label, () => pickGroup(group));
