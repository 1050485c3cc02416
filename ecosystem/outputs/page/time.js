// The time that is looked at: a day, by a slider over the days of the data or typed; or a span of years.
import { state } from "./address.js";
import { change, notice } from "./change.js";
import { dateText, daysOf, firstDay, parseDate } from "./dates.js";
import { total } from "./filter.js";
import { links, model, nodes } from "./model.js";
import { shown } from "./scene.js";
import { $ } from "./text.js";
import { counted, say } from "./words.js";

export const stops = daysOf(model);
const years = stops.length ? [stops[0], stops.at(-1)].map((day) => Math.floor(day / 10000)) : null;

// The last stop that is not after the day; the one after all stops is any time.
function stopOf(day) {
  const after = stops.findIndex((stop) => stop > day);
  return Math.max(0, (after < 0 ? stops.length : after) - 1);
}

export function timeText() {
  if (state.day) return `${say("asOf")} ${dateText(state.day)}`;
  return state.from || state.to ? `${state.from || years[0]}–${state.to || years[1]}` : say("anyTime");
}

// How much of what is shown has no date: it stays whatever the day.
function undatedText() {
  if (!state.day) return say("timeNote");
  const count = (mask, ...columns) => mask.reduce((sum, one, row) => sum + (one && columns.every((column) => !column[row]) ? 1 : 0), 0);
  const note = say("undated", counted(count(shown.nodes, nodes.begins, nodes.ends), "node"), counted(count(shown.links, links.since, links.until), "link"));
  const carried = total(shown.links.map((one, link) => one && links.carried[link]));
  return carried ? `${note} ${say("carriedNote", counted(carried, "link"))}` : note;
}

export function showTime() {
  $("asked-day").textContent = model.day ? say("askedDay", dateText(model.day)) : "";
  if (!stops.length) return;
  [$("from").value, $("to").value] = [state.from || "", state.to || ""];
  $("day").value = dateText(state.day);
  $("as-of").value = state.day ? stopOf(state.day) : stops.length;
  $("as-of-text").textContent = timeText();
  $("as-of").setAttribute("aria-valuetext", timeText());
  $("undated").textContent = undatedText();
}

const lookAt = (day, message = "") => change({ day, from: 0, to: 0 }, { quiet: true, message });

// A day as --as-of reads it: 2025 and 2025-07 stand for their first day.
function dayTyped() {
  const typed = $("day").value.trim();
  const date = typed ? parseDate(typed) : 0;
  if (date === undefined) notice(say("notADay", typed));
  else if ((date && firstDay(date)) !== state.day) lookAt(date && firstDay(date));
  else showTime();
}

export function initTime() {
  $("time").hidden = !stops.length && !model.day;
  if (!stops.length) return;
  const slider = Object.assign($("as-of"), { min: 0, max: stops.length });
  for (const input of [$("from"), $("to")]) [input.min, input.max] = years;
  $("from").placeholder = years[0];
  $("to").placeholder = years[1];
  slider.addEventListener("input", () => lookAt(stops[Number(slider.value)] ?? 0));
  $("day").addEventListener("change", dayTyped);
  const typed = () => {
    const [from, to] = ["from", "to"].map((id) => Math.min(Math.max(Math.round(Number($(id).value)) || 0, 0), 9999));
    const turned = to && from > to;
    change({ day: 0, from, to: turned ? from : to }, { quiet: true, message: turned ? say("turned", from, to) : "" });
  };
  for (const id of ["from", "to"]) {
    $(id).addEventListener("change", typed);
    $(id).addEventListener("input", () => [0, 4].includes($(id).value.length) && typed());
  }
}
