// Sources, numbered in the order in which they are cited: `[1] page 4, [2]`.

const sources = new Map(model.sources.map((source) => [source.id, source]));

const PLACES = 3;
const BRIEF = 6;

function bibliography() {
  const numbers = new Map();
  const cite = (references) => references.map(([id, place], nth) => {
    if (!numbers.has(id)) numbers.set(id, numbers.size + 1);
    return element("span", { class: "cite" }, nth ? ", " : " ", `[${numbers.get(id)}]`, place && " ", place && text(place));
  });
  // Many references are told by the numbers of their sources alone, and of many sources by the first.
  const brief = (references) => {
    if (references.length <= PLACES) return cite(references);
    cite(references);
    const cited = [...new Set(references.map(([id]) => numbers.get(id)))].sort((a, b) => a - b);
    const rest = cited.length - BRIEF;
    return [element("span", { class: "cite" }, ` ${cited.slice(0, BRIEF).map((number) => `[${number}]`).join(" ")}${rest > 0 ? ` +${rest}` : ""}`)];
  };
  const list = () => element("ol", { class: "sources" }, ...[...numbers.keys()].map((id) => {
    const source = sources.get(id);
    if (!source) return element("li", {}, text(id), ` ${say("notDescribed")}`);
    const about = [source.author, source.publisher, source.date].filter(Boolean).map((part) => text(part));
    return element("li", {}, linked(source.title || id, source.url), ...about.flatMap((part) => [", ", part]));
  }));
  return { cite, brief, list, any: () => numbers.size > 0 };
}

function validity({ since, until }, row) {
  const [begin, end] = [dateText(since[row]), dateText(until[row])];
  if (begin && end) return say("fromTo", begin, end);
  return begin ? say("since", begin) : end ? say("until", end) : "";
}

// What a link says besides its ends: dates, standing and further attributes.
function toldOf(link) {
  const standing = dashOf(links.standing[link]) ? standingName(links.standing[link]) : "";
  return [validity(links, link), standing, ...links.further(link).map(([key, value]) => `${spaced(key)} ${value}`)].filter(Boolean);
}
