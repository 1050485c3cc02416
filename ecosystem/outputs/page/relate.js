// The picked node and another: the shortest paths between them, or the partners that both have.
import { state } from "./address.js";
import { validity } from "./attributes.js";
import { bright } from "./bright.js";
import { change } from "./change.js";
import { bibliography } from "./cite.js";
import { initFinder } from "./finder.js";
import { nodeAnchor } from "./anchors.js";
import { dashOf, linkName, links, model, nameOf, standingName } from "./model.js";
import { between } from "./path.js";
import { shown } from "./scene.js";
import { $, button, element, text } from "./text.js";
import { counted, figure, say } from "./words.js";

const LISTED = 50; // common partners listed
const PARALLEL = 3; // links of one step listed

export function showRelation() {
  $("relate").hidden = state.node === null || state.link !== null;
  if (state.node === null) return;
  for (const ask of ["path", "common"]) $(`ask-${ask}`).setAttribute("aria-pressed", String(state.ask === ask));
  $("other").value = state.other === null ? "" : nameOf(state.other);
  $("others").hidden = true;
  $("routes").replaceChildren(...(state.ask && state.other !== null ? routes() : []));
}

function routes() {
  const { paths, total: many, steps } = bright.routes;
  const { cite, list, any } = bibliography();
  const clear = button(say("clear"), () => change({ ask: "", other: null, route: -1 }, { travel: true }), { class: "plain" });
  const title = element("p", {}, ...betweenWords(), clear);
  const cited = (parts) => [title, ...parts, ...(any() ? [element("h3", {}, say("sources")), list()] : [])];
  if (state.ask === "common") return cited(commonList(paths, cite));
  if (steps < 0) return [title, ...noRoute("noPath")];
  const note = many > paths.length ? element("p", { class: "soft" }, say("firstOf", paths.length, figure(many))) : "";
  return cited([element("h3", {}, `${counted(many, "path")}, ${counted(steps, "step")}`), routeList(paths, (path) => routeRow(path, cite)), note]);
}

// Where the focus hides what lies further off, it can be left.
function noRoute(words) {
  const none = element("p", { class: "soft" }, say(words));
  if (!state.steps) return [none];
  const widen = button(say("widen"), () => change({ steps: 0 }, { travel: true }), { class: "plain" });
  return [none, element("p", {}, say("focused", counted(state.steps, "step")), " ", widen)];
}

function betweenWords() {
  const [before, middle, after] = say("between", "\u0000", "\u0000").split("\u0000");
  return [before, text(nameOf(state.node)), middle, text(nameOf(state.other)), after, " "];
}

function commonList(paths, cite) {
  const step = stepBetween(state.node, state.other, cite);
  const direct = step.length ? element("p", { class: "soft direct" }, ...filledIn(say("directly", "\u0000"), step)) : "";
  if (!paths.length) return [direct, ...noRoute("noCommon")].filter(Boolean);
  const note = paths.length > LISTED ? element("p", { class: "soft" }, say("firstOf", LISTED, figure(paths.length))) : "";
  return [direct, element("h3", {}, counted(paths.length, "partner")), routeList(paths.slice(0, LISTED), ([a, node, b]) => [
    nodeAnchor(node), element("small", {}, ...stepBetween(a, node, cite), " · ", ...stepBetween(b, node, cite))]), note].filter(Boolean);
}

// Words with parts in the place of the blank.
function filledIn(words, parts) {
  const [before, after] = words.split("\u0000");
  return [before, ...parts, after];
}

// What links two nodes: every relation as it reads from the first, with its standing, its dates and its sources.
function stepBetween(a, b, cite) {
  const all = between(model, shown, a, b);
  const rest = all.length > PARALLEL ? [` +${figure(all.length - PARALLEL)}`] : [];
  return [...all.slice(0, PARALLEL).flatMap((link, nth) => [nth ? "; " : "", ...linkWords(link, a, cite)]), ...rest];
}

function linkWords(link, a, cite) {
  const standing = dashOf(links.standing[link]) ? standingName(links.standing[link]) : "";
  const about = [standing, validity(links, link)].filter(Boolean).join(", ");
  return [linkName(link, links.from[link] !== a), about && ` (${about})`, ...cite(model.citations[links.cited[link]])];
}

// A path as a chain of nodes and of what links them.
function routeRow(path, cite) {
  return path.flatMap((node, i) => (i ? [element("small", {}, " — ", ...stepBetween(path[i - 1], node, cite), " → "), nodeAnchor(node)] : [nodeAnchor(node)]));
}

// Each route can be shown alone.
function routeList(paths, rowOf) {
  return element("ol", { class: "routes" }, ...paths.map((path, i) => {
    const pick = button(`${i + 1}`, () => change({ route: state.route === i ? -1 : i }, { travel: true }), { "aria-pressed": String(state.route === i) });
    pick.setAttribute("aria-label", `${i + 1}: ${path.map(nameOf).join(", ")}`);
    return element("li", {}, pick, element("div", {}, ...rowOf(path)));
  }));
}

export function initRelation() {
  const ask = () => (state.ask || "path");
  initFinder($("other"), $("others"), (other) => {
    if (other !== state.node) change({ other, ask: ask(), route: -1 }, { travel: true });
    else $("routes").replaceChildren(element("p", { class: "soft", role: "status" }, say("itself")));
  });
  for (const kind of ["path", "common"]) {
    $(`ask-${kind}`).addEventListener("click", () => {
      change({ ask: kind, route: -1 }, { travel: state.other !== null });
      if (state.other === null) $("other").focus();
    });
  }
}
