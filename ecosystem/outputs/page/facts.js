// What nodes and links say, as elements of the page.
import { attributesOf, validity } from "./attributes.js";
import { nodeAnchor } from "./anchors.js";
import { dashOf, links, standingName } from "./model.js";
import { attributes } from "./terms.js";
import { element, linked, text } from "./text.js";

export function facts(pairs) {
  const list = element("dl");
  for (const [name, ...values] of pairs) {
    const filled = values.flat().filter(Boolean);
    if (!filled.length) continue;
    list.append(element("dt", {}, text(name)), ...filled.map((value) => element("dd", {}, value instanceof Element ? value : linked(value))));
  }
  return list;
}

// As elements, a node as a link to it; or as one text.
const valueParts = (values) => values.flatMap((value, nth) => [...(nth ? ["; "] : []), typeof value === "number" ? nodeAnchor(value) : linked(value)]);
const attributeParts = (pairs, due) => attributesOf(pairs, due).map(([name, values]) => [name && text(name), name && " ", ...valueParts(values)]);

// What a link says besides its ends: dates, standing and further attributes, each as parts of a text.
export function linkParts(link) {
  const standing = dashOf(links.standing[link]) ? standingName(links.standing[link]) : "";
  return [...[validity(links, link), standing].filter(Boolean).map((part) => [text(part)]), ...attributeParts(links.further(link), links.due(link))];
}

// A text of pairs, such as `effect: covers; speaker: somebody`, as parts; null where it is another text.
export function pairsIn(value) {
  const pairs = value.split("; ").map((part) => part.match(/^([a-z_]+): (.*)$/s)?.slice(1));
  return value && pairs.every((pair) => pair && (pair[0] === "reckoned" || attributes.has(pair[0]))) ? attributeParts(pairs).flatMap((parts, nth) => [...(nth ? [" · "] : []), ...parts]) : null;
}
