// What stands out: what is picked or asked for, and what lies under the pointer.
import { state } from "./address.js";
import { linksOf } from "./data.js";
import { links, model, nodes } from "./model.js";
import { between, common, partnersOf, shortest } from "./path.js";
import { scene, shown } from "./scene.js";

// What is bright while something is picked; null while nothing is. `routes` are the paths that were asked for.
export const bright = { on: false, nodes: [], links: [], routes: null };

// The node or the link under the pointer, and where that is on the stage.
export const pointer = { node: null, link: null, at: [0, 0] };

export function updateBright() {
  Object.assign(bright, { on: state.node !== null && shown.nodes[state.node] === 1, nodes: [], links: [], routes: null });
  if (state.ask && state.other !== null) brightAnswer();
  else if (bright.on) brightNode(state.node);
  else if (state.group !== null) brightGroup(state.group);
  if (state.link !== null && shown.links[state.link]) brightLink(state.link);
}

export const membersOf = (group) => [...nodes.community.keys()].filter((node) => nodes.community[node] === group).sort((a, b) => nodes.size[b] - nodes.size[a] || a - b);

// A group of the answer, the largest of its nodes first, and the links inside it.
function brightGroup(group) {
  bright.nodes = membersOf(group).filter((node) => scene.shownNodes[node]);
  bright.on = bright.nodes.length > 0;
  const inside = (node) => nodes.community[node] === group;
  bright.links = [...links.from.keys()].filter((link) => scene.shownLinks[link] && inside(links.from[link]) && inside(links.to[link]));
}

function brightNode(node) {
  bright.links = linksOf(model, node).filter((link) => scene.shownLinks[link]);
  bright.nodes = [node, ...partnersOf(model, shown, node)];
}

function brightLink(link) {
  bright.on = true;
  bright.nodes = [...new Set([...bright.nodes, links.from[link], links.to[link]])];
  bright.links = [...new Set([...bright.links, link])];
}

function brightAnswer() {
  bright.on = true;
  const [a, b] = [state.node, state.other];
  if (state.ask === "path") bright.routes = shortest(model, shown, a, b);
  else bright.routes = { paths: common(model, shown, a, b).map((node) => [a, node, b]) };
  const chosen = bright.routes.paths[state.route] ? [bright.routes.paths[state.route]] : bright.routes.paths;
  bright.nodes = [...new Set([a, b, ...chosen.flat()])];
  bright.links = [...new Set(chosen.flatMap((path) => path.slice(1).flatMap((node, i) => between(model, shown, path[i], node))))];
}
