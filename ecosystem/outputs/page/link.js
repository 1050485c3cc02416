// A link that is pointed at or picked: what is known of it, and its line in the drawing.

// How a link is called in an address: its ends, its relation, and which of several alike it is.
function linkWord(link) {
  return [nodes.key(links.from[link]), model.relations[links.relation[link]].id, nodes.key(links.to[link])].join(" ");
}

function alikeBefore(link) {
  const alike = (other) => other < link && links.to[other] === links.to[link] && links.from[other] === links.from[link];
  return linksOf(model, links.from[link]).filter((other) => alike(other) && links.relation[other] === links.relation[link]).length;
}

function linkKey(link) {
  const nth = alikeBefore(link);
  return nth ? `${linkWord(link)} ${nth + 1}` : linkWord(link);
}

function readLink(told) {
  for (let link = 0; link < links.count; link += 1) if (told.startsWith(nodes.key(links.from[link])) && told === linkKey(link)) return link;
  return undefined;
}

// A link in one line, for the pointer.
const lineOf = (link) => [`${shortName(links.from[link])} — ${linkName(link)} → ${shortName(links.to[link])}`,
  standingTold(link), validity(links, link)].filter(Boolean).join(" · ");
const standingTold = (link) => (dashOf(links.standing[link]) ? standingName(links.standing[link]) : "");

// Head and body of the details of a link.
function linkDetails(link) {
  const { cite, list, any } = bibliography();
  const close = button("×", () => change({ link: null }), { class: "close", "aria-label": say("close") });
  const title = element("h2", { id: "name", tabindex: "-1" }, text(nameOf(links.from[link])), ` ${linkName(link)} `, text(nameOf(links.to[link])));
  const hidden = shown.links[link] ? "" : ` · ${say("hiddenNow")}`;
  const kind = element("p", { class: "soft" }, linePicture(links.standing[link]), say("link"), ...cite(model.citations[links.cited[link]]), hidden);
  const told = facts([
    [say("source"), go(links.from[link])], [say("relation"), linkName(link)], [say("target"), go(links.to[link])],
    [say("standing"), standingName(links.standing[link])], [say("valid"), validity(links, link)],
    ...attributesOf(links.further(link), links.due(link)).map(([name, values]) => [name || say("figure"), ...values.map((value) => (typeof value === "number" ? go(value) : value))]),
  ]);
  return [[element("div", { class: "head" }, title, close), kind],
    [told, element("h3", {}, say("sources")), any() ? list() : element("p", { class: "soft" }, say("noSources"))]];
}

// The line of what is picked or pointed at stands out.
function paintPointed(brush, view) {
  for (const link of new Set([state.link, pointed])) {
    if (link === null || !scene.shownLinks[link]) continue;
    paintLinks(brush, scene, view, { links: [link], ink: scene.theme.pick, wide: 2.2, arrows: true });
    paintDots(brush, scene, view, [scene.from[link], scene.to[link]]);
  }
}
