// What is known of one node: names, attributes, every link as it reads from here, and the sources of all of it.
import { state } from "./address.js";
import { attributesOf, validity } from "./attributes.js";
import { membersOf } from "./bright.js";
import { narrow } from "./camera.js";
import { change, select } from "./change.js";
import { bibliography } from "./cite.js";
import { linksOf } from "./data.js";
import { facts, linkParts } from "./facts.js";
import { nodeAnchor } from "./anchors.js";
import { linkDetails } from "./link.js";
import { kindName, linkName, links, model, nameOf, nodeStanding, nodes, recorded, vietnamese } from "./model.js";
import { kindPicture } from "./pictures.js";
import { groupCount, shown } from "./scene.js";
import { headOf, shortName } from "./scribe.js";
import { $, button, element, linked, text } from "./text.js";
import { counted, figure, say } from "./words.js";

function linkRow(link, partner, cite) {
  const about = [[text(kindName(nodes.kind[partner]))], ...linkParts(link)];
  return element("li", shown.links[link] ? {} : { class: "off" }, kindPicture(nodes.kind[partner]), nodeAnchor(partner), ...cite(model.citations[links.cited[link]]),
    element("small", {}, ...about.flatMap((parts, nth) => (nth ? [" · ", ...parts] : parts))));
}

// A link that is carried over to a successor is there where it is shown.
const knownLinks = (node) => linksOf(model, node).filter((link) => recorded[link] || shown.links[link]);

// The links of a node under the words that lead from it to its partners.
function linkLists(node, cite) {
  const groups = new Map();
  for (const link of knownLinks(node)) {
    const inwards = links.from[link] !== node;
    const words = linkName(link, inwards);
    if (!groups.has(words)) groups.set(words, []);
    groups.get(words).push([link, inwards ? links.from[link] : links.to[link]]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([words, rows]) => [
    element("h4", {}, words, element("span", {}, ` ${rows.length}`)), longList(rows, ([link, partner]) => linkRow(link, partner, cite))]);
}

const LONG = 50; // rows shown at first
function longList(rows, rowOf) {
  const list = element("ul", { class: "links" }, ...rows.slice(0, LONG).map(rowOf));
  if (rows.length > LONG) {
    const more = element("li", {}, button(say("more", figure(rows.length - LONG)), () => more.replaceWith(...rows.slice(LONG).map(rowOf)), { class: "plain" }));
    list.append(more);
  }
  return list;
}

function factsOf(node) {
  return facts([
    [say("vietnamese"), nodes.name_vi(node)], [say("english"), nodes.name_en(node) || (vietnamese() ? nodes.name(node) : "")], [say("also"), nodes.aliases(node)],
    [say("id"), nodes.key(node)], [say("subtype"), nodes.subtype(node)],
    [say("level"), model.levels[nodes.level[node]] === "class" ? say("class") : ""], [say("place"), nodes.place(node)],
    [say("valid"), validity(nodes, node)], [say("standing"), nodeStanding(node) === say("fact") ? "" : nodeStanding(node)],
    [say("community"), groupCount ? shortName(headOf(nodes.community[node])) : ""],
    [say("identifiers"), nodes.identifiers(node).map(([name, address]) => linked(name, address))],
    ...attributesOf(nodes.further(node), nodes.due(node)).map(([name, values]) => [name || say("figure"), ...values.map((value) => (typeof value === "number" ? nodeAnchor(value) : value))]),
  ]);
}

// Buttons that leave only what is near the node.
function focusButtons() {
  const choice = (steps) => button(steps ? counted(steps, "step") : say("whole"), () => change({ steps }, { travel: true }), { "aria-pressed": String(state.steps === steps) });
  return element("div", { class: "switch", role: "group", "aria-label": say("focus") }, ...[0, 1, 2, 3].map(choice));
}

function detailsOf(node) {
  const { cite, list, any } = bibliography();
  const kind = element("p", { class: "soft" }, kindPicture(nodes.kind[node]), kindName(nodes.kind[node]),
    ...cite(model.citations[nodes.cited[node]]), shown.nodes[node] ? "" : ` · ${say("hiddenNow")}`);
  const [known, lists] = [factsOf(node), linkLists(node, cite)];
  const close = button("×", () => select(null), { class: "close", "aria-label": say("close") });
  const group = nodes.community[node];
  const collapse = state.grouped ? button(say("collapse"), () => change({ node: null, open: state.open.filter((one) => one !== group) }), { class: "plain" }) : "";
  return [[element("div", { class: "head" }, element("h2", { id: "name", tabindex: "-1" }, text(nameOf(node))), close), kind, focusButtons(), collapse],
    [known, element("h3", {}, counted(knownLinks(node).length, "link")), ...lists,
    element("h3", {}, say("sources")), any() ? list() : element("p", { class: "soft" }, say("noSources"))]];
}

// A group of the answer and its members.
function groupDetails(group) {
  const close = button("×", () => select(null), { class: "close", "aria-label": say("close") });
  const all = membersOf(group);
  return [[element("div", { class: "head" }, element("h2", { id: "name", tabindex: "-1" }, say("groupOfAnswer", group + 1)), close)],
    [element("h3", {}, counted(all.length, "node")), longList(all, (node) => element("li", shown.nodes[node] ? {} : { class: "off" }, kindPicture(nodes.kind[node]), nodeAnchor(node)))]];
}

/** @type {any} */
let detailed = null; // what is shown in the details; null before anything was
export function showDetails() {
  const picked = state.link === null ? state.node ?? (state.group === null ? "" : `group ${state.group}`) : `link ${state.link}`;
  const focused = document.activeElement?.closest?.("#who .switch");
  $("details").hidden = picked === "";
  const [who, known] = picked === "" ? [[], []] : state.link !== null ? linkDetails(state.link) : state.node !== null ? detailsOf(state.node) : groupDetails(state.group);
  $("who").replaceChildren(...who.filter(Boolean));
  $("known").replaceChildren(...known);
  if (picked !== "" && picked !== detailed) {
    $("side").scrollTop = 0;
    if (narrow.matches && detailed !== null) document.querySelector(".head").scrollIntoView({ block: "nearest" });
    if (!narrow.matches || document.activeElement !== document.body) $("name").focus({ preventScroll: !narrow.matches });
  } else if (focused) $("who").querySelector(".switch [aria-pressed=true]")?.focus();
  detailed = picked;
}
