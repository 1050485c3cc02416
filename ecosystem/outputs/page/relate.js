// The picked node and another: the shortest paths between them, or the partners that both have.

const LISTED = 50; // common partners listed

function relate() {
  $("relate").hidden = state.node === null;
  if (state.node === null) return;
  for (const ask of ["path", "common"]) $(`ask-${ask}`).setAttribute("aria-pressed", String(state.ask === ask));
  $("other").value = state.other === null ? "" : nameOf(state.other);
  $("routes").replaceChildren(...(state.ask && state.other !== null ? routes() : []));
}

function routes() {
  const { paths, total: many, steps } = bright.routes;
  const clear = button(say("clear"), () => change({ ask: "", other: null, route: -1 }, { travel: true }), { class: "plain" });
  const title = element("p", {}, ...betweenWords(), clear);
  if (state.ask === "common") return [title, ...commonList(paths)];
  if (steps < 0) return [title, element("p", { class: "soft" }, say("noPath"))];
  const note = many > paths.length ? element("p", { class: "soft" }, say("firstOf", paths.length, figure(many))) : "";
  return [title, element("h3", {}, `${counted(many, "path")}, ${counted(steps, "step")}`), routeList(paths, routeRow), note];
}

function betweenWords() {
  const [before, middle, after] = say("between", "\u0000", "\u0000").split("\u0000");
  return [before, text(nameOf(state.node)), middle, text(nameOf(state.other)), after, " "];
}

function commonList(paths) {
  const direct = between(model, shown, state.node, state.other).map((link) => relationName(links.relation[link], links.from[link] !== state.node));
  const told = direct.length ? element("p", { class: "soft" }, say("directly", [...new Set(direct)].join(", "))) : "";
  if (!paths.length) return [told, element("p", { class: "soft" }, say("noCommon"))].filter(Boolean);
  const note = paths.length > LISTED ? element("p", { class: "soft" }, say("firstOf", LISTED, figure(paths.length))) : "";
  return [told, element("h3", {}, counted(paths.length, "partner")), routeList(paths.slice(0, LISTED), ([a, node, b]) => [
    go(node), element("small", {}, `${relationsBetween(a, node)} · ${relationsBetween(b, node)}`)]), note].filter(Boolean);
}

const relationsBetween = (a, b) => [...new Set(between(model, shown, a, b).map((link) => relationName(links.relation[link], links.from[link] !== a)))].join(", ");

// A path as a chain of nodes and of what links them.
function routeRow(path) {
  return path.flatMap((node, i) => (i ? [element("small", {}, ` — ${relationsBetween(path[i - 1], node)} → `), go(node)] : [go(node)]));
}

// Each route can be shown alone.
function routeList(paths, rowOf) {
  return element("ol", { class: "routes" }, ...paths.map((path, i) => {
    const pick = button(`${i + 1}`, () => change({ route: state.route === i ? -1 : i }, { travel: true }), { "aria-pressed": String(state.route === i) });
    pick.setAttribute("aria-label", `${i + 1}: ${path.map(nameOf).join(", ")}`);
    return element("li", {}, pick, element("div", {}, ...rowOf(path)));
  }));
}

function relating() {
  const ask = () => (state.ask || "path");
  finder($("other"), $("others"), (other) => other !== state.node && change({ other, ask: ask(), route: -1 }, { travel: true }));
  for (const kind of ["path", "common"]) {
    $(`ask-${kind}`).addEventListener("click", () => {
      change({ ask: kind, route: -1 }, { travel: state.other !== null });
      if (state.other === null) $("other").focus();
    });
  }
}
