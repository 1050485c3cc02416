// Sources, numbered once for the whole page: those of the answer first, then all others; `[1] page 4, [2]`.
import { model } from "./model.js";
import { legal } from "./sheet.js";
import { element, linked, text } from "./text.js";
import { say } from "./words.js";

const sources = new Map(model.sources.map((source) => [source.id, source]));
const sourceNumbers = new Map([...new Set([...model.answer.cited.flatMap((references) => references.map(([id]) => id)), ...model.citing.ids])].map((id, nth) => [id, nth + 1]));

const PLACES = 3;
const BRIEF = 6;

// What cites, and the list of what it has cited.
export function bibliography() {
  const used = new Set();
  const cite = (references) => references.map(([id, place], nth) => {
    used.add(id);
    return element("span", { class: "cite", title: legal([model.citing.titleOf(id), place].filter(Boolean).join(", ")) },
      nth ? ", " : " ", `[${sourceNumbers.get(id)}]`, place && text(` ${place}`, { class: "place" }));
  });
  // Many references show the numbers of their sources alone, and of many sources by the first.
  const brief = (references) => {
    if (references.length <= PLACES) return cite(references);
    cite(references);
    const cited = [...new Set(references.map(([id]) => sourceNumbers.get(id)))].sort((a, b) => a - b);
    const rest = cited.length - BRIEF;
    return [element("span", { class: "cite" }, ` ${cited.slice(0, BRIEF).map((number) => `[${number}]`).join(" ")}${rest > 0 ? ` +${rest}` : ""}`)];
  };
  const list = () => element("ol", { class: "sources" }, ...[...used].sort((a, b) => sourceNumbers.get(a) - sourceNumbers.get(b)).map((id) => sourceRow(id)));
  return { cite, brief, list, any: () => used.size > 0 };
}

function sourceRow(id) {
  const [source, value] = [sources.get(id), sourceNumbers.get(id)];
  if (!source) return element("li", { value }, text(id), ` ${say("notDescribed")}`);
  const about = [source.author, source.publisher, source.date].filter(Boolean).map((part) => text(part));
  return element("li", { value }, linked(source.title || id, source.url), ...about.flatMap((part) => [", ", part]));
}
