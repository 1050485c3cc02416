// The legend doubles as the filter: what is ticked is shown, with how much of it.
import { state } from "./address.js";
import { change } from "./change.js";
import { tally, tallyGroups, total } from "./filter.js";
import { kindPlural, links, model, nodes, recorded, recordedCount, relationName, sphereName, standingName } from "./model.js";
import { kindPicture, linePicture, shapePicture } from "./pictures.js";
import { NO_BUNDLES, groupCount, looks, marked, scene, shown } from "./scene.js";
import { FILTERS, START } from "./state.js";
import { $, button, element, text } from "./text.js";
import { initTime, showTime, timeText } from "./time.js";
import { counted, figure, say } from "./words.js";

const FEW = 12; // sources listed at first
const columnOf = { kinds: nodes.kind, relations: links.relation, standings: links.standing, sources: links.cited };
const labelsOf = { kinds: kindPlural, relations: relationName, standings: standingName, sources: (place) => (place < 0 ? say("noSource") : model.citing.titleOf(model.citing.ids[place])) };
const picturesOf = { kinds: (code) => (state.colour === "kind" ? kindPicture(code) : ""), standings: linePicture };
const boxes = {};
let allSources = false;

// How many nodes or links each entry of a list has: all, or what is shown.
function tallyOf(list, masks = {}) {
  const mask = list === "kinds" ? masks.nodes : masks.links ?? recorded;
  return list === "sources" ? tallyGroups(model.citing.groups, columnOf[list], mask) : tally(columnOf[list], mask);
}

function showChoices(list) {
  const counts = tallyOf(list);
  // What nodes alone have is listed as well.
  if (list === "standings") for (const code of nodes.standing) if (!counts.has(code)) counts.set(code, 0);
  if (list === "sources") for (const code of new Set(nodes.cited)) for (const place of model.citing.groups[code]) if (!counts.has(place)) counts.set(place, 0);
  boxes[list] = new Map();
  const codes = [...counts.keys()].sort(list === "sources" ? (a, b) => counts.get(b) - counts.get(a) || a - b : (a, b) => a - b);
  const rows = (list === "kinds" ? bySpheres(codes) : codes).map((code) => (typeof code === "number" ? choiceRow(list, code, counts.get(code)) : sphereRow(code, codes)));
  $(list).replaceChildren(...rows.slice(0, list === "sources" && !allSources ? FEW : undefined));
  const rest = rows.length - $(list).children.length;
  if (rest) $(list).append(element("li", {}, button(say("more", rest), () => { allSources = true; showChoices(list); showCounts(); }, { class: "plain" })));
  const fieldset = $(list).closest("fieldset");
  fieldset.hidden = !codes.length;
  fieldset.querySelector(".all").hidden = codes.length < 2;
}

function choiceRow(list, code, all) {
  const box = element("input", { type: "checkbox" });
  box.addEventListener("change", () => change({ [list]: box.checked ? state[list].filter((one) => one !== code) : [...state[list], code] }));
  const [output, own] = [element("output"), element("small")];
  boxes[list].set(code, { box, output, own, all });
  return element("li", {}, element("label", {}, box, picturesOf[list]?.(code) ?? "", element("span", {}, text(labelsOf[list](code))), output), list === "standings" ? own : "");
}

// Kinds under the sphere that they belong to; ticking a sphere ticks its kinds.
function bySpheres(codes) {
  const spheres = [...model.spheres.map(([id]) => id), ""];
  return spheres.flatMap((sphere) => {
    const own = codes.filter((code) => model.kinds[code].sphere === sphere);
    return own.length ? [sphere, ...own] : [];
  });
}

function sphereRow(sphere, codes) {
  const own = codes.filter((code) => model.kinds[code].sphere === sphere);
  const box = element("input", { type: "checkbox" });
  box.addEventListener("change", () => {
    const rest = state.kinds.filter((code) => !own.includes(code));
    change({ kinds: box.checked ? rest : [...rest, ...own] });
  });
  boxes.spheres ??= new Map();
  boxes.spheres.set(sphere, { box, own });
  return element("li", { class: "sphere" }, element("label", {}, box, element("span", {}, sphereName(sphere))));
}

// Ticks and counts as they are now.
function showCounts() {
  for (const list of Object.keys(columnOf)) {
    const now = tallyOf(list, shown);
    for (const [code, { box, output, all }] of boxes[list]) {
      box.checked = !state[list].includes(code);
      const seen = now.get(code) ?? 0;
      output.textContent = partOf(seen, figure(all), all);
    }
  }
  showStandings();
  for (const { box, own } of boxes.spheres?.values() ?? []) {
    const ticked = own.filter((code) => !state.kinds.includes(code)).length;
    [box.checked, box.indeterminate] = [ticked > 0, ticked > 0 && ticked < own.length];
  }
}

const partOf = (seen, amount, all) => (seen === all ? amount : say("ofAll", figure(seen), amount));

// Standings count links; how many nodes have one of their own stands below.
const nodesByStanding = tally(nodes.standing);
function showStandings() {
  const now = tally(nodes.standing, shown.nodes);
  for (const [code, { own }] of boxes.standings) {
    const all = nodesByStanding.get(code) ?? 0;
    own.textContent = all ? partOf(now.get(code) ?? 0, counted(all, "node"), all) : "";
  }
}

export function showReport() {
  showCounts();
  showKey();
  showTime();
  $("shown").textContent = say("shown", figure(shown.nodeCount), counted(nodes.count, "node"), figure(shown.linkCount), counted(recordedCount, "link"));
  if (state.day || state.from || state.to) $("shown").append(` · ${timeText()}`);
  const groups = scene.bundles === NO_BUNDLES ? 0 : total(scene.shownNodes.subarray(nodes.count));
  if (groups) $("shown").append(` · ${say("groupsOf", groups, counted(shown.nodeCount - total(scene.shownNodes.subarray(0, nodes.count)), "node"))}`);
  $("empty").hidden = shown.nodeCount > 0 || state.view !== "graph";
  $("empty").textContent = say(nodes.count ? "filteredOut" : "empty");
  $("reset").classList.toggle("gone", !FILTERS.some((part) => String(state[part]) !== String(START[part])));
}

// What the inks mean, where they are not those of the kinds.
function showKey() {
  const counts = state.colour === "kind" ? new Map() : tally(scene.ink.subarray(0, nodes.count), shown.nodes);
  const nothing = { sphere: "noSphere", community: "other", place: "noPlace" }[state.colour];
  $("key").replaceChildren(...looks.groups.flatMap(({ name, colour, shape, value }, place) => (counts.get(place) ? [element("li", {},
    shapePicture(shape, colour), element("span", {}, text(state.colour === "sphere" ? sphereName(value) : name || say(nothing))), element("output", {}, figure(counts.get(place))))] : [])));
  $("key").hidden = !counts.size;
}

export function showLegend() {
  for (const list of Object.keys(columnOf)) showChoices(list);
  [$("colour").value, $("size").value] = [state.colour, state.size];
  $("linked").checked = state.linked;
  $("grouped").checked = state.grouped;
}

export function initLegend() {
  for (const list of Object.keys(columnOf)) {
    const all = $(list).closest("fieldset").querySelector(".all");
    all.addEventListener("click", () => change({ [list]: state[list].length ? [] : [...boxes[list].keys()] }));
  }
  for (const id of ["colour", "size"]) {
    $(id).addEventListener("change", () => {
      change({ [id]: $(id).value });
      showChoices("kinds");
      showCounts();
    });
  }
  $("linked").addEventListener("change", () => change({ linked: $("linked").checked }));
  $("grouped").addEventListener("change", () => change({ grouped: $("grouped").checked, open: [] }, { travel: true }));
  $("reset").addEventListener("click", () => change(Object.fromEntries(FILTERS.map((part) => [part, START[part]]))));
  $("grouped").closest("label").hidden = !groupCount;
  $("halo").hidden = !marked.size;
  initTime();
}

export function showOptions() {
  const sizes = [["degree", say("degree")], ...model.measures.map(({ name }) => [`by ${name}`, name]), ["even", say("even")]];
  const option = ([value, label]) => element("option", { value }, label);
  $("colour").replaceChildren(...["kind", "sphere", "community", "place"].map((value) => option([value, say(value)])));
  $("size").replaceChildren(...sizes.map(option));
}
