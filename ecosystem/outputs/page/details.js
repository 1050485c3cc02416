// What is known of one node: names, attributes, every link as it reads from here, and the sources of all of it.

function facts(pairs) {
  const list = element("dl");
  for (const [name, ...values] of pairs) {
    const told = values.flat().filter(Boolean);
    if (!told.length) continue;
    list.append(element("dt", {}, text(name)), ...told.map((value) => element("dd", {}, value instanceof Element ? value : linked(value))));
  }
  return list;
}

function go(node, label = nameOf(node)) {
  const made = element("a", { href: `#${encode({ ...state, node, ask: "", other: null }, names)}`, class: "go" }, text(visible(label) ? label : nameOf(node)));
  made.addEventListener("click", (event) => {
    event.preventDefault();
    event.stopPropagation();
    select(node);
  });
  return made;
}

function linkRow(link, partner, cite) {
  const about = [kindName(nodes.kind[partner]), ...toldOf(link)].map((part) => text(part));
  return element("li", shown.links[link] ? {} : { class: "off" }, kindPicture(nodes.kind[partner]), go(partner), ...cite(model.citations[links.cited[link]]),
    element("small", {}, ...about.flatMap((part, nth) => (nth ? [" · ", part] : [part]))));
}

// The links of a node under the words that lead from it to its partners.
function linkLists(node, cite) {
  const groups = new Map();
  for (const link of linksOf(model, node)) {
    const inwards = links.from[link] !== node;
    const words = relationName(links.relation[link], inwards);
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
    [say("valid"), validity(nodes, node)], [say("standing"), dashOf(nodes.standing[node]) ? standingName(nodes.standing[node]) : ""],
    [say("community"), groupCount ? shortName(headOf(nodes.community[node])) : ""],
    [say("identifiers"), nodes.identifiers(node).map(([name, address]) => linked(name, address))],
    ...nodes.further(node).map(([name, value]) => [spaced(name), value]),
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
  const [told, lists] = [factsOf(node), linkLists(node, cite)];
  const close = button("×", () => select(null), { class: "close", "aria-label": say("close") });
  const group = nodes.community[node];
  const collapse = state.grouped ? button(say("collapse"), () => change({ node: null, open: state.open.filter((one) => one !== group) }), { class: "plain" }) : "";
  return [[element("div", { class: "head" }, element("h2", { id: "name", tabindex: "-1" }, text(nameOf(node))), close), kind, focusButtons(), collapse],
    [told, element("h3", {}, counted(linksOf(model, node).length, "link")), ...lists,
    element("h3", {}, say("sources")), any() ? list() : element("p", { class: "soft" }, say("noSources"))]];
}

let told = "";
function details() {
  const picked = state.link === null ? state.node ?? "" : `link ${state.link}`;
  const focused = document.activeElement?.closest?.("#who .switch");
  $("details").hidden = picked === "";
  const [who, known] = picked === "" ? [[], []] : state.link === null ? detailsOf(state.node) : linkDetails(state.link);
  $("who").replaceChildren(...who.filter(Boolean));
  $("known").replaceChildren(...known);
  if (picked !== "" && picked !== told) {
    $("side").scrollTop = 0;
    if (narrow.matches && network) document.querySelector(".head").scrollIntoView({ block: "nearest" });
    if (!narrow.matches || document.activeElement !== document.body) $("name").focus({ preventScroll: !narrow.matches });
  } else if (focused) $("who").querySelector(".switch [aria-pressed=true]")?.focus();
  told = picked;
}
