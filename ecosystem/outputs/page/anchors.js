// Words that lead to a node or a group.
import { addressWords, state } from "./address.js";
import { pickGroup, select } from "./change.js";
import { isVisible, nameOf } from "./model.js";
import { encode } from "./state.js";
import { element, text } from "./text.js";

function stateAnchor(state, label, act) {
  const made = element("a", { href: `#${encode(state, addressWords)}`, class: "go" }, text(label));
  made.addEventListener("click", (event) => {
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  return made;
}

export const nodeAnchor = (node, label = nameOf(node)) => stateAnchor({ ...state, node, link: null, group: null, ask: "", other: null }, isVisible(label) ? label : nameOf(node), () => select(node));
export const groupAnchor = (group, label) => stateAnchor({ ...state, node: null, link: null, group, ask: "", other: null }, label, () => pickGroup(group));
