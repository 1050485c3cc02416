// The parts put together: first the drawing, then what stands around it.
import { state } from "./address.js";
import { answer, markRows } from "./answer.js";
import { bright, rebright } from "./bright.js";
import { drawnBy, narrow, stage } from "./camera.js";
import { change, follow, followers, noticeLost, recall, select } from "./change.js";
import { details } from "./details.js";
import { drawingFollows, fit, settle, settleSoon, travelTo } from "./drawing.js";
import { exporting } from "./export.js";
import { finder } from "./finder.js";
import { firstPicture } from "./first.js";
import { legend, legendFollows, options, report } from "./legend.js";
import { startVis, zoomBy } from "./live.js";
import { model, vietnamese } from "./model.js";
import { clickedAt, placeOf } from "./pointing.js";
import { relate, relating } from "./relate.js";
import { refilter, restyle, scene, sceneFollows } from "./scene.js";
import { FILTERS } from "./state.js";
import { sheetView, sheeting } from "./table.js";
import { $, element, text } from "./text.js";
import { darkness, dress } from "./theme.js";
import { say, speak, spoken } from "./words.js";

/** @type {(selector: string) => any} */
const every = (selector) => document.querySelectorAll(selector);

// All fixed words, in the language that is spoken now.
function tell() {
  speak(state.language || (navigator.language.startsWith("vi") ? "vi" : "en"));
  document.documentElement.lang = spoken();
  for (const part of every("[data-say]")) part.textContent = say(part.dataset.say);
  for (const part of every("[data-name]")) part.setAttribute("aria-label", say(part.dataset.name));
  for (const part of every("[data-hint]")) part.placeholder = say(part.dataset.hint);
  for (const part of every(".all")) part.setAttribute("aria-label", say("tickAll", say(part.dataset.list)));
  $("graph").firstElementChild?.setAttribute("aria-label", say("drawing"));
  options();
  legendFollows();
  entitle();
  answer();
  $("command").hidden = !model.command;
  $("command").replaceChildren(`${say("asked")} `, element("code", {}, text(model.command)));
  $("hash").replaceChildren(`${say("hash")} `, element("code", { title: model.hash }, model.hash.slice(0, 12)));
  $("made").textContent = say("made", model.version);
}

function entitle() {
  const told = vietnamese() ? model.title_vi : model.title;
  const shown = $("title").firstElementChild;
  if (shown.textContent !== told) [shown.textContent, document.title] = [told, told];
  $("title").lang = vietnamese() && told === model.title ? "en" : spoken();
}

function chrome() {
  $("legend").open = !narrow.matches;
  legend();
  relating();
  sheeting();
  exporting();
  finder($("query"), $("found"), (node) => select(node));
  $("fit").addEventListener("click", () => fit());
  $("in").addEventListener("click", () => zoomBy(1.4));
  $("out").addEventListener("click", () => zoomBy(1 / 1.4));
  $("back").addEventListener("click", () => history.back());
  $("forward").addEventListener("click", () => history.forward());
  $("language").addEventListener("click", () => change({ language: vietnamese() ? "en" : "vi" }, { quiet: true }));
  $("dark").addEventListener("click", () => change({ theme: document.documentElement.dataset.theme === "dark" ? "light" : "dark" }, { quiet: true }));
}

function keyboard() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/** @type {Element} */ (event.target).matches("input:not([type=checkbox], [type=range]), select") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      $("query").focus();
      $("query").select();
    } else if (event.key === "Escape") {
      if ($("files").open) $("files").open = false;
      else if (state.link !== null) change({ link: null });
      else select(null);
    }
  });
}

function panels({ differs }) {
  const spoken = differs("language");
  if (spoken || differs(...FILTERS, "colour", "size", "grouped", "open", "node", "group", "link")) report();
  if (spoken || differs(...FILTERS, "node", "group", "link", "ask", "other", "route", "steps", "grouped", "open")) {
    details();
    relate();
    markRows();
  }
  if (spoken || differs(...FILTERS, "view", "typed", "sort")) sheetView();
}

// What follows from a change, one after the other.
function followUp() {
  followers.push(({ differs, recalled }) => (recalled || differs("language")) && tell(), sceneFollows, rebright, drawingFollows, panels,
    ({ travel }) => travel && travelTo());
}

// All that changes the document comes before the first question of where anything is, so that it is laid out once.
function begin() {
  followUp();
  restyle();
  refilter();
  rebright();
  tell();
  chrome();
  keyboard();
  panels({ differs: () => true });
  noticeLost();
  scene.theme = dress();
  drawnBy(firstPicture);
  fit(bright.on && !state.steps ? bright.nodes : null, bright.on ? 1.3 : 2);
  firstPicture.canvas.addEventListener("click", (event) => clickedAt(...placeOf(event)));
  addEventListener("popstate", recall);
  addEventListener("hashchange", recall);
  darkness.addEventListener("change", () => follow((...parts) => parts.includes("theme")));
  new ResizeObserver(settleSoon).observe(stage);
  requestAnimationFrame(() => setTimeout(settle, 0));
  setTimeout(startVis, 250);
}

begin();
