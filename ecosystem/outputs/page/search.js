// Search by any name, alias, acronym or identifier, without marks: "dai hoc" finds "Đại học".

const initials = (folded) => folded.split(" ").map((word) => word[0]).join("");
const isAcronym = ([name]) => /acronym|short|abbrev/i.test(name);
const index = data.nodes.map((node) => {
  const others = [...(node.identifiers ?? []).flat(), ...(node.further ?? []).filter(isAcronym).map((pair) => pair[1])];
  const names = [node.name, node.name_vi, node.name_en, ...(node.aliases ?? []), node.key, ...others].filter(Boolean);
  return names.map((name) => [name, fold(name)]).filter(([, folded]) => folded);
});

// 0 the very name, 1 its beginning, 2 the beginning of a word, 3 inside, 4 the initials.
function fitOf(name, wanted) {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (name.includes(" " + wanted)) return 2;
  if (name.includes(wanted)) return 3;
  return wanted.length > 1 && initials(name) === wanted.replace(/ /g, "") ? 4 : 9;
}

function search(typed, limit = 12) {
  const wanted = fold(typed);
  if (!wanted) return [];
  const hits = [];
  index.forEach((names, node) => {
    let best = [9, ""];
    for (const [name, folded] of names) {
      const fit = fitOf(folded, wanted);
      if (fit < best[0]) best = [fit, name];
    }
    if (best[0] < 9) hits.push({ node, fit: best[0], matched: best[1] });
  });
  return hits.sort((a, b) => a.fit - b.fit || data.nodes[b.node].size - data.nodes[a.node].size || a.node - b.node).slice(0, limit);
}

function searching() {
  const [query, found] = [$("query"), $("found")];
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
    query.setAttribute("aria-activedescendant", `hit${at}`);
  };
  const take = (hit) => {
    close();
    select(hit.node, true);
  };
  const list = () => {
    hits = search(query.value);
    found.replaceChildren(...hits.map((hit, i) => {
      const name = nameOf(hit.node);
      const also = hit.matched === name ? [] : [" · ", text(hit.matched)];
      const row = element("li", { id: `hit${i}`, role: "option" }, text(name), " ",
        element("small", {}, data.kinds[data.nodes[hit.node].kind].name, ...also));
      row.addEventListener("mousedown", (event) => {
        event.preventDefault();
        take(hit);
      });
      return row;
    }));
    if (!hits.length && query.value.trim()) found.append(element("li", { role: "option", "aria-disabled": "true" }, "Nothing has this name"));
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
    else if (!found.hidden && hits.length && event.key === "Enter") take(hits[at]);
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || /INPUT|TEXTAREA/.test(event.target.tagName)) return;
    event.preventDefault();
    query.focus();
    query.select();
  });
}
