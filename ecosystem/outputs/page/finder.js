// A field to find a node by any of its names, by keyboard or pointer.

let index = null;
const indexed = () => (index ??= searchIndex(model));

function hitRow(hit, id) {
  const name = nameOf(hit.node);
  const about = [kindName(nodes.kind[hit.node]), nodes.place(hit.node), hit.matched === name ? "" : hit.matched].filter(Boolean);
  return element("li", { id, role: "option" }, kindPicture(nodes.kind[hit.node]), text(name), " ", element("small", {}, ...about.flatMap((part, i) => (i ? [" · ", text(part)] : [text(part)]))));
}

function finder(query, found, take) {
  let [hits, at] = [[], 0];
  const close = () => {
    found.hidden = true;
    query.setAttribute("aria-expanded", "false");
    query.removeAttribute("aria-activedescendant");
  };
  const point = (to) => {
    at = (to + hits.length) % hits.length;
    [...found.children].forEach((row, i) => row.setAttribute("aria-selected", String(i === at)));
    found.children[at].scrollIntoView({ block: "nearest" });
    query.setAttribute("aria-activedescendant", found.children[at].id);
  };
  const chosen = (hit) => {
    close();
    take(hit.node);
  };
  const list = () => {
    hits = search(model, indexed(), query.value);
    found.replaceChildren(...hits.map((hit, i) => {
      const row = hitRow(hit, `${found.id}-${i}`);
      row.addEventListener("mousedown", (event) => {
        event.preventDefault();
        chosen(hit);
      });
      return row;
    }));
    if (!hits.length && query.value.trim()) found.append(element("li", { role: "option", "aria-disabled": "true" }, say("nothingFound")));
    found.hidden = !found.children.length;
    query.setAttribute("aria-expanded", String(!found.hidden));
    if (hits.length) point(0);
  };
  query.addEventListener("input", list);
  query.addEventListener("focus", list);
  query.addEventListener("blur", close);
  query.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") close();
    else if (!found.hidden && hits.length && step) point(at + step);
    else if (!found.hidden && hits.length && event.key === "Enter") chosen(hits[at]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
