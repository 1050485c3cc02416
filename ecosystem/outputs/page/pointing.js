// Pointing at the drawing: what is under the pointer, and clicks.
import { state } from "./address.js";
import { bright, pointer } from "./bright.js";
import { onStage, redraw, stage, viewNow } from "./camera.js";
import { change } from "./change.js";
import { linkNear } from "./nearest.js";
import { groupOf, scene } from "./scene.js";

const NEAR = 5; // pixels beside a dot that still count

// The node nearest to a place of the stage, if it is on it.
function nodeAt(px, py) {
  const { low, zoom } = viewNow();
  const [x, y] = [low.x + px / zoom, low.y + py / zoom];
  let [best, least] = [null, NEAR / zoom];
  for (const node of onStage()) {
    const away = Math.hypot(scene.x[node] - x, scene.y[node] - y) - scene.size[node];
    if (away < least) [best, least] = [node, away];
  }
  return best;
}

// The link that runs there, of those that stand out.
function linkAt(px, py) {
  const { low, zoom } = viewNow();
  return linkNear(scene, low.x + px / zoom, low.y + py / zoom, NEAR / zoom, bright.on ? bright.links : null);
}

export const placeOf = (event) => {
  const { left, top } = stage.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
};

export function clickedAt(px, py) {
  const node = nodeAt(px, py);
  if (node !== null && groupOf(node) !== null) change({ open: [...state.open, groupOf(node)] });
  else if (node !== null) change({ node, link: null, ask: "", other: null, route: -1 });
  else {
    const link = linkAt(px, py);
    change(link === null ? { node, link, ask: "", other: null, route: -1, steps: 0 } : { link });
  }
}

export function openedAt(px, py) {
  const node = nodeAt(px, py);
  if (node !== null && groupOf(node) === null) change({ node, steps: state.steps ? 0 : 1 }, { travel: true });
}

function hoverAt(event) {
  const at = placeOf(event);
  const node = state.view === "graph" ? nodeAt(...at) : null;
  const link = node === null && state.view === "graph" && !event.buttons ? linkAt(...at) : null;
  if (node === pointer.node && link === pointer.link) return;
  Object.assign(pointer, { node, link, at });
  stage.style.cursor = node === null && link === null ? "" : "pointer";
  redraw();
}

export function initPointing() {
  stage.addEventListener("mousemove", hoverAt);
  stage.addEventListener("mouseleave", () => {
    Object.assign(pointer, { node: null, link: null });
    redraw();
  });
}
