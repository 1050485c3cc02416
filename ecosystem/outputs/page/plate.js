// What is handed out as a picture: the whole of what is shown, its title above, and below it what the signs mean.
import { state } from "./address.js";
import { cameraFor, onStage, stage } from "./camera.js";
import { tally } from "./filter.js";
import { flattened, paintView } from "./flat.js";
import { traceShape } from "./geometry.js";
import { dashOf, kindPlural, links, model, nodes, sphereName, standingName } from "./model.js";
import { DASHES } from "./paint.js";
import { looks, marked, scene, shown } from "./scene.js";
import { LETTERS_HIGH, chooseLabels, shortened, widthOf } from "./scribe.js";
import { $ } from "./text.js";
import { say } from "./words.js";

const RIM = 24; // pixels around all
const GAP = 22; // between two signs of the legend
const LINE = 22; // pixels a line of text
const LEAST = { width: 1200, height: 800 }; // of the drawing
const SPACIOUS = 900; // nodes for which that is enough; more of them get more paper
const TITLE_HIGH = 22;
const LINES_MOST = 6; // of a title or a command
const SIGN = { shape: 20, line: 40 };

// The drawing fitted to its paper: larger paper for more nodes, so that names find room.
function plateView() {
  const more = Math.min(Math.max(Math.sqrt(shown.nodeCount / SPACIOUS), 1), 2);
  const [width, height] = [Math.max(stage.clientWidth, LEAST.width) * more, Math.max(stage.clientHeight, LEAST.height) * more].map(Math.round);
  const { x, y, zoom } = cameraFor(onStage(), 2, 180, { width, height });
  return { x, y, zoom, width, height, low: { x: x - width / 2 / zoom, y: y - height / 2 / zoom }, high: { x: x + width / 2 / zoom, y: y + height / 2 / zoom } };
}

// Words in lines no wider than the paper; a word that is wider is cut.
function inLines(words, width, size = LETTERS_HIGH) {
  const lines = [""];
  for (const word of words.slice(0, 2000).split(/\s+/).filter(Boolean)) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (lines.at(-1) && widthOf(longer, size) > width) lines.push(word);
    else lines[lines.length - 1] = longer;
    while (widthOf(lines.at(-1), size) > width) lines.push(cutAt(lines, width, size));
  }
  return lines.slice(0, LINES_MOST);
}

// Cuts the last line to the width and returns what is left of it.
function cutAt(lines, width, size) {
  const letters = [...lines.at(-1)];
  const fits = Math.max(1, Math.floor((letters.length * width) / widthOf(lines.at(-1), size)) - 1);
  lines[lines.length - 1] = letters.slice(0, fits).join("");
  return letters.slice(fits).join("");
}

// Every look and every line that is in the drawing, with its words.
function signs() {
  const there = tally(scene.ink.subarray(0, nodes.count), shown.nodes);
  const nothing = { sphere: "noSphere", community: "other", place: "noPlace" }[state.colour];
  const named = { kind: ({ value }) => kindPlural(value), sphere: ({ value }) => sphereName(value) }[state.colour] ?? (({ name }) => name || say(nothing));
  const shapes = looks.groups.flatMap((group, ink) => (there.get(ink) ? [{ shape: group.shape, colour: group.colour, words: shortened(named(group), 40) }] : []));
  const lines = [...tally(links.standing, shown.links).keys()].map((code) => ({ dash: DASHES[dashOf(code)], words: standingName(code) }));
  return [...shapes, ...(marked.size ? [{ ring: true, words: say("halo") }] : []), ...lines];
}

// The same with their places, from left to right in rows.
function placedSigns(width) {
  let [x, y] = [0, 0];
  return signs().map((sign) => {
    const wide = (sign.dash ? SIGN.line : SIGN.shape) + widthOf(sign.words) + GAP;
    if (x && x + wide - GAP > width) [x, y] = [0, y + LINE];
    const placed = { ...sign, x, y };
    x += wide;
    return placed;
  });
}

// All parts of the plate with their heights.
export function plateOf() {
  const view = plateView();
  const inner = view.width - 2 * RIM;
  const title = inLines(model.title, inner, TITLE_HIGH);
  const notes = [$("shown").textContent, ...inLines(model.command ? `${say("asked")} ${model.command}` : "", inner),
    ...inLines(`${say("hash")} sha256 ${model.hash}`, inner), say("made", model.version)].filter(Boolean);
  const key = placedSigns(inner);
  const top = 2 * RIM + title.length * TITLE_HIGH * 1.3;
  const bottom = RIM + (key.at(-1)?.y ?? 0) + 2 * LINE + notes.length * LINE;
  return { view, title, notes, key, top, width: view.width, height: Math.round(top + view.height + bottom) };
}

export function paintPlate(brush, plate, theme) {
  brush.fillStyle = theme.ground;
  brush.fillRect(0, 0, plate.width, plate.height);
  // The labels are chosen anew, and nothing is pointed at.
  paintView(brush, plate.view, theme, flattened(plate.view, plate.top), plate.top, chooseLabels(plate.view));
  Object.assign(brush, { textAlign: "start", textBaseline: "top", globalAlpha: 1 });
  writeLines(brush, plate.title, RIM, RIM, theme.text, TITLE_HIGH, TITLE_HIGH * 1.3);
  const foot = plate.top + plate.view.height + RIM;
  for (const sign of plate.key) paintSign(brush, sign, RIM + sign.x, foot + sign.y, theme);
  writeLines(brush, plate.notes, RIM, foot + (plate.key.at(-1)?.y ?? 0) + 2 * LINE, theme.soft, LETTERS_HIGH, LINE);
}

function writeLines(brush, lines, x, y, ink, size, high) {
  Object.assign(brush, { fillStyle: ink, font: `${size}px ${scene.theme.font}` });
  lines.forEach((line, i) => brush.fillText(line, x, y + i * high));
}

function paintSign(brush, { shape, colour, dash, ring, words }, x, y, theme) {
  brush.beginPath();
  if (dash) {
    Object.assign(brush, { strokeStyle: theme.link, lineWidth: 2 });
    brush.setLineDash(dash);
    brush.moveTo(x, y + 8);
    brush.lineTo(x + 32, y + 8);
    brush.stroke();
    brush.setLineDash([]);
  } else if (ring) {
    Object.assign(brush, { strokeStyle: theme.mark, lineWidth: 3 });
    brush.arc(x + 7, y + 8, 6, 0, 7);
    brush.stroke();
  } else {
    Object.assign(brush, { fillStyle: colour, strokeStyle: theme.outline, lineWidth: 1 });
    traceShape(brush, shape, x + 7, y + 8, 6);
    brush.fill();
    brush.stroke();
  }
  writeLines(brush, [words], x + (dash ? SIGN.line : SIGN.shape), y, theme.text, LETTERS_HIGH, LINE);
}
