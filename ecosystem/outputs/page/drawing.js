// The drawing under the live nodes, and what follows when the view moves or what is looked at changes.
import { state } from "./address.js";
import { backdrop, backdropFollows, hasLeft, paintBackdrop, paintsDirectly, wantPicture } from "./backdrop.js";
import { bright, pointer } from "./bright.js";
import { camera, cameraFor, moveCamera, onStage, redraw, renew, viewNow } from "./camera.js";
import { paintDots, paintLinks, paintScene } from "./paint.js";
import { marked, scene } from "./scene.js";
import { relabel } from "./scribe.js";
import { dress } from "./theme.js";

const FIRST = 9000; // links in the first picture
export const FADED = 0.14;

export function fit(chosen = null, most = 2) {
  moveCamera(Object.assign(camera, cameraFor(chosen ?? onStage(), most, chosen ? 240 : 90)));
}

// What is looked at, brought to the middle.
export function travelTo() {
  const chosen = bright.on && !(state.steps && !state.ask) ? bright.nodes.filter((node) => scene.shownNodes[node]) : null;
  if (state.view === "graph") fit(chosen?.length ? chosen : null, 1.3);
}

export function drawingFollows({ differs }) {
  if (differs("theme")) scene.theme = dress();
  backdropFollows(differs);
  relabel(viewNow());
  renew();
  redraw();
}

// What lies under the live nodes: the whole scene, faded while something is picked, and then what is bright.
export function paintUnder(brush, view) {
  const fade = bright.on ? FADED : 1;
  if (paintsDirectly() || !backdrop.picture) paintScene(brush, scene, view, { few: paintsDirectly() ? Infinity : FIRST, fade });
  else {
    paintBackdrop(brush, fade);
    if (hasLeft(view)) wantPicture();
  }
  if (bright.on) {
    const few = bright.links.length < 400;
    paintLinks(brush, scene, view, { links: bright.links, ink: scene.theme.soft, wide: few ? 1.4 : 0.8, arrows: few });
    paintDots(brush, scene, view, bright.nodes);
  }
  paintPointed(brush, view);
  paintHalos(brush, view);
}

// The line of what is picked or pointed at stands out.
function paintPointed(brush, view) {
  for (const link of new Set([state.link, pointer.link])) {
    if (link === null || !scene.shownLinks[link]) continue;
    paintLinks(brush, scene, view, { links: [link], ink: scene.theme.pick, wide: 2.2, arrows: true });
    paintDots(brush, scene, view, [scene.from[link], scene.to[link]]);
  }
}

// A ring with a gap around what the answer speaks of, so that it shows around a dot of any colour.
export function paintHalos(brush, view) {
  for (const node of marked) {
    if (!scene.shownNodes[node] || (bright.on && !bright.nodes.includes(node))) continue;
    paintRing(brush, view, node, scene.theme.mark, 3);
  }
  for (const node of [state.node, state.other]) if (node !== null && scene.shownNodes[node]) paintRing(brush, view, node, scene.theme.pick, 3.5);
}

function paintRing(brush, view, node, ink, wide) {
  const large = Math.min(1, (scene.size[node] * view.zoom + 2) / 7); // rings of small dots are small
  const r = Math.max(scene.size[node] * 1.3, 3 / view.zoom) + (wide + 2) * large / view.zoom;
  brush.strokeStyle = ink;
  brush.lineWidth = wide * large / view.zoom;
  brush.beginPath();
  brush.arc(scene.x[node], scene.y[node], r, 0, 7);
  brush.stroke();
}

let timer = 0;
export function settleSoon() {
  clearTimeout(timer);
  timer = setTimeout(settle, 90);
}

// Once the view rests: labels, live nodes and a sharp picture for it.
export function settle() {
  relabel(viewNow());
  wantPicture();
  renew();
  redraw();
}
