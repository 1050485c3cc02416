// The parts put together: first the drawing, then what stands around it.
import { state } from "./address.js";
import { markRows, showAnswer } from "./answer.js";
import { bright, updateBright } from "./bright.js";
import { drawnBy, narrow, stage } from "./camera.js";
import { change, follow, followers, noticeLost, recall, select } from "./change.js";
import { showDetails } from "./details.js";
import { drawingFollows, fit, settle, settleSoon, travelTo } from "./drawing.js";
import { initExport } from "./export.js";
import { initFinder } from "./finder.js";
import { firstPicture } from "./first.js";
import { initLegend, showLegend, showOptions, showReport } from "./legend.js";
import { startVis, zoomBy } from "./live.js";
import { model, vietnamese } from "./model.js";
import { clickedAt, placeOf } from "./pointing.js";
import { initRelation, showRelation } from "./relate.js";
import { refilter, restyle, scene, sceneFollows } from "./scene.js";
import { FILTERS } from "./state.js";
import { initTable, showTable } from "./table.js";
import { $, element, text } from "./text.js";
import { darkness, dress } from "./theme.js";
import { say, speak, spoken } from "./words.js";

/** @type {(selector: string) => any} */
const every = (selector) => document.querySelectorAll(selector);

// All fixed words, in the language that is spoken now.
function showWords() {
  speak(state.language || (navigator.language.startsWith("vi") ? "vi" : "en"));
  document.documentElement.lang = spoken();
  for (const part of every("[data-say]")) part.textContent = say(part.dataset.say);
  for (const part of every("[data-name]")) part.setAttribute("aria-label", say(part.dataset.name));
  for (const part of every("[data-hint]")) part.placeholder = say(part.dataset.hint);
  for (const part of every(".all")) part.setAttribute("aria-label", say("tickAll", say(part.dataset.list)));
  $("graph").firstElementChild?.setAttribute("aria-label", say("drawing"));
  showOptions();
  showLegend();
  showTitle();
  showAnswer();
  $("command").hidden = !model.command;
  $("command").replaceChildren(`${say("asked")} `, element("code", {}, text(model.command)));
  $("hash").replaceChildren(`${say("hash")} `, element("code", { title: model.hash }, model.hash.slice(0, 12)));
  $("made").textContent = say("made", model.version);
}

function showTitle() {
  const title = vietnamese() ? model.title_vi : model.title;
  const shown = $("title").firstElementChild;
  if (shown.textContent !== title) [shown.textContent, document.title] = [title, title];
  $("title").lang = vietnamese() && title === model.title ? "en" : spoken();
}

function initHeader() {
  $("legend").open = !narrow.matches;
  initLegend();
  initRelation();
  initTable();
  initExport();
  initFinder($("query"), $("found"), (node) => select(node));
  $("fit").addEventListener("click", () => fit());
  $("in").addEventListener("click", () => zoomBy(1.4));
  $("out").addEventListener("click", () => zoomBy(1 / 1.4));
  $("back").addEventListener("click", () => history.back());
  $("forward").addEventListener("click", () => history.forward());
  $("language").addEventListener("click", () => change({ language: vietnamese() ? "en" : "vi" }, { quiet: true }));
  $("dark").addEventListener("click", () => change({ theme: document.documentElement.dataset.theme === "dark" ? "light" : "dark" }, { quiet: true }));
}

function initKeyboard() {
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

function showPanels({ differs }) {
  const spoken = differs("language");
  if (spoken || differs(...FILTERS, "colour", "size", "grouped", "open", "node", "group", "link")) showReport();
  if (spoken || differs(...FILTERS, "node", "group", "link", "ask", "other", "route", "steps", "grouped", "open")) {
    showDetails();
    showRelation();
    markRows();
  }
  if (spoken || differs(...FILTERS, "view", "typed", "sort")) showTable();
}

// What follows from a change, one after the other.
function initFollowers() {
  followers.push(({ differs, recalled }) => (recalled || differs("language")) && showWords(), sceneFollows, updateBright, drawingFollows, showPanels,
    ({ travel }) => travel && travelTo());
}

// All that changes the document comes before the first question of where anything is, so that it is laid out once.
function begin() {
  initFollowers();
  restyle();
  refilter();
  updateBright();
  showWords();
  initHeader();
  initKeyboard();
  showPanels({ differs: () => true });
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
