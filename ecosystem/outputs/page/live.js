// vis-network, which pyvis brings, takes over after the first picture: it keeps the camera and the gestures, and has as
// its own nodes those that are live, which can be dragged.
import { wantPicture } from "./backdrop.js";
import { bright } from "./bright.js";
import { camera, drawnBy, largestSeen, viewNow } from "./camera.js";
import { paintUnder, settle, settleSoon } from "./drawing.js";
import { firstPicture } from "./first.js";
import { paintDot } from "./paint.js";
import { clickedAt, initPointing, openedAt } from "./pointing.js";
import { scene } from "./scene.js";
import { paintLabels } from "./scribe.js";
import { $, element } from "./text.js";
import { say } from "./words.js";

const LIVE = 150; // nodes that are vis-network's own at one time

let started = null;
let network = null;
let dots = null; // its nodes
export const startVis = () => (started ??= takeOver());

async function takeOver() {
  document.head.append(element("script", {}, await unzipped($("bundle").textContent)));
  const { vis } = /** @type {any} */ (globalThis); // where the program has put itself
  dots = new vis.DataSet();
  network = new vis.Network($("graph"), { nodes: dots, edges: new vis.DataSet() }, {
    physics: false,
    layout: { improvedLayout: false },
    nodes: { shape: "custom", ctxRenderer: liveNode },
    interaction: { hover: false, selectable: false, dragNodes: true, keyboard: { enabled: true, bindToWindow: false, autoFocus: false } },
  });
  const frame = $("graph").firstElementChild;
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", say("drawing"));
  network.moveTo({ position: { x: camera.x, y: camera.y }, scale: camera.zoom });
  drawnBy({ camera: cameraOfVis, moveTo: moveVis, redraw: () => network.redraw(), renew: enliven });
  network.on("beforeDrawing", (brush) => paintUnder(brush, viewNow()));
  network.on("afterDrawing", (brush) => paintLabels(brush, viewNow()));
  enliven();
  network.once("afterDrawing", () => firstPicture.canvas.remove());
  network.redraw();
  initGestures();
  initPointing();
}

const cameraOfVis = () => ({ ...network.getViewPosition(), zoom: network.getScale() });

const still = matchMedia("(prefers-reduced-motion: reduce)");
function moveVis({ x, y, zoom }) {
  const animation = still.matches || !document.hasFocus() ? false : { duration: 350, easingFunction: "easeInOutQuad" };
  network.moveTo({ position: { x, y }, scale: zoom, animation });
  settleSoon();
}

export async function zoomBy(factor) {
  await startVis();
  network.moveTo({ scale: network.getScale() * factor });
  settle();
}

// What vis-network reports of the reader's hand.
function initGestures() {
  network.on("click", ({ pointer: { DOM } }) => clickedAt(DOM.x, DOM.y));
  network.on("doubleClick", ({ pointer: { DOM } }) => openedAt(DOM.x, DOM.y));
  network.on("dragEnd", ({ nodes: dragged }) => {
    if (dragged.length) wantPicture(["x", "y"]);
    settleSoon();
  });
  network.on("zoom", settleSoon);
  network.on("animationFinished", settle);
  $("graph").addEventListener("keyup", settleSoon);
}

// The program lies zipped in the page, which it would else make half as large again.
function unzipped(letters) {
  const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

// vis-network asks for its nodes to be painted; where it has dragged one, the scene follows.
function liveNode({ ctx, x, y, id }) {
  [scene.x[id], scene.y[id]] = [x, y];
  const side = 2 * scene.size[id];
  return { drawNode: () => paintDot(ctx, scene, camera.zoom, id), nodeDimensions: { width: side, height: side } };
}

// Hand to vis-network what is bright, or else the largest nodes that are seen.
function enliven() {
  const chosen = new Set(bright.on ? bright.nodes.slice(0, LIVE) : largestSeen(LIVE));
  dots.remove(dots.getIds().filter((id) => !chosen.has(id)));
  dots.update([...chosen].map((id) => ({ id, x: scene.x[id], y: scene.y[id], size: scene.size[id] })));
}
