// A field to find a node by any of its names, by keyboard or pointer.
import { kindName, model, nameOf, nodes } from "./model.js";
import { kindPicture } from "./pictures.js";
import { HITS, matchedName, search, searchIndex } from "./search.js";
import { element, text } from "./text.js";
import { figure, say } from "./words.js";

let index = null;
const indexed = () => (index ??= searchIndex(model));

const ROOM = 12; // hits listed at first

function hitRow(hit, id) {
  const [name, matched] = [nameOf(hit.node), matchedName(model, indexed(), hit)];
  const about = [kindName(nodes.kind[hit.node]), nodes.place(hit.node), matched === name ? "" : matched].filter(Boolean);
  return element("li", { id, role: "option" }, kindPicture(nodes.kind[hit.node]), text(name), " ", element("small", {}, ...about.flatMap((part, i) => (i ? [" · ", text(part)] : [text(part)]))));
}

export function initFinder(query, found, take) {
  let [hits, at, room] = [[], 0, ROOM];
  const close = () => {
    found.hidden = true;
    query.setAttribute("aria-expanded", "false");
    query.removeAttribute("aria-activedescendant");
  };
  const point = (to) => {
    at = (to + found.children.length) % found.children.length;
    [...found.children].forEach((row, i) => row.setAttribute("aria-selected", String(i === at)));
    found.children[at].scrollIntoView({ block: "nearest" });
    query.setAttribute("aria-activedescendant", found.children[at].id);
  };
  // The row after the last hit that is listed asks for more.
  const chosen = (place) => {
    if (place === room) return show(room * 4, room);
    close();
    take(hits[place].node);
  };
  const list = () => {
    hits = search(indexed(), query.value);
    show(ROOM, 0);
  };
  const rowAt = (place) => {
    const id = `${found.id}-${place}`;
    const more = hits.length - room;
    const row = place < room ? hitRow(hits[place], id) : element("li", { id, role: "option" }, element("small", {}, say(hits.length < HITS ? "moreFound" : "manyFound", figure(more))));
    row.addEventListener("mousedown", (event) => {
      event.preventDefault();
      chosen(place);
    });
    return row;
  };
  const show = (many, first) => {
    room = many;
    found.replaceChildren(...Array.from({ length: Math.min(hits.length, room + 1) }, (_, place) => rowAt(place)));
    if (!hits.length && query.value.trim()) found.append(element("li", { role: "option", "aria-disabled": "true" }, say("nothingFound")));
    found.classList.toggle("none", !hits.length);
    found.hidden = !found.children.length;
    query.setAttribute("aria-expanded", String(!found.hidden));
    if (hits.length) point(first);
  };
  query.addEventListener("input", list);
  query.addEventListener("focus", list);
  query.addEventListener("blur", close);
  query.addEventListener("change", () => query.value || close());
  query.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && !found.hidden) close();
    else if (!found.hidden && hits.length && step) point(at + step);
    else if (!found.hidden && hits.length && event.key === "Enter") chosen(at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
