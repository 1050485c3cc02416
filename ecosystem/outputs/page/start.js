// The parts put together: first the drawing, then what stands around it.

// All fixed words, in the language that is spoken now.
function tell() {
  speak(state.language || (navigator.language.startsWith("vi") ? "vi" : "en"));
  document.documentElement.lang = spoken();
  for (const part of document.querySelectorAll("[data-say]")) part.textContent = say(part.dataset.say);
  for (const part of document.querySelectorAll("[data-name]")) part.setAttribute("aria-label", say(part.dataset.name));
  for (const part of document.querySelectorAll("[data-hint]")) part.placeholder = say(part.dataset.hint);
  for (const part of document.querySelectorAll(".all")) part.setAttribute("aria-label", say("tickAll", say(part.dataset.list)));
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
    if (event.key === "/" && !event.target.matches("input:not([type=checkbox], [type=range]), select") && !event.ctrlKey && !event.metaKey) {
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

// All that changes the document comes before the first question of where anything is, so that it is laid out once.
function begin() {
  restyle();
  refilter();
  rebright();
  tell();
  chrome();
  keyboard();
  panels(() => true);
  noticeLost();
  scene.theme = dress();
  fit(bright.on && !state.steps ? bright.nodes : null, bright.on ? 1.3 : 2);
  first.addEventListener("click", (event) => clickedAt(...placeOf(event)));
  addEventListener("popstate", recall);
  addEventListener("hashchange", recall);
  darkness.addEventListener("change", () => follow({ ...state, theme: "?" }));
  new ResizeObserver(settleSoon).observe(stage);
  requestAnimationFrame(() => setTimeout(settle, 0));
  setTimeout(startVis, 250);
}

begin();
