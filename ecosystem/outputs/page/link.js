// A link that is picked: what is known of it.
import { attributesOf, validity } from "./attributes.js";
import { change } from "./change.js";
import { bibliography } from "./cite.js";
import { facts } from "./facts.js";
import { nodeAnchor } from "./anchors.js";
import { linkName, links, model, nameOf, standingName } from "./model.js";
import { linePicture } from "./pictures.js";
import { shown } from "./scene.js";
import { button, element, text } from "./text.js";
import { say } from "./words.js";

// Head and body of the details of a link.
export function linkDetails(link) {
  const { cite, list, any } = bibliography();
  const close = button("×", () => change({ link: null }), { class: "close", "aria-label": say("close") });
  const title = element("h2", { id: "name", tabindex: "-1" }, text(nameOf(links.from[link])), ` ${linkName(link)} `, text(nameOf(links.to[link])));
  const hidden = shown.links[link] ? "" : ` · ${say("hiddenNow")}`;
  const kind = element("p", { class: "soft" }, linePicture(links.standing[link]), say("link"), ...cite(model.citations[links.cited[link]]), hidden);
  const known = facts([
    [say("source"), nodeAnchor(links.from[link])], [say("relation"), linkName(link)], [say("target"), nodeAnchor(links.to[link])],
    [say("standing"), standingName(links.standing[link])], [say("valid"), validity(links, link)],
    ...attributesOf(links.further(link), links.due(link)).map(([name, values]) => [name || say("figure"), ...values.map((value) => (typeof value === "number" ? nodeAnchor(value) : value))]),
  ]);
  return [[element("div", { class: "head" }, title, close), kind],
    [known, element("h3", {}, say("sources")), any() ? list() : element("p", { class: "soft" }, say("noSources"))]];
}

