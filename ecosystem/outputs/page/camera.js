// Where the reader looks, and what is seen from there.
import { scene } from "./scene.js";
import { $ } from "./text.js";

export const narrow = matchMedia("(max-width: 900px)");
export const stage = $("stage");
export const camera = { x: 0, y: 0, zoom: 1 };

// What draws also keeps the camera: first the first picture, then vis-network.
/** @typedef {{ x: number, y: number, zoom: number }} Camera */
/** @type {{ camera: () => Camera, moveTo: (to: Camera) => void, redraw: () => void, renew: () => void }} */
let drawer = { camera: () => camera, moveTo: () => {}, redraw: () => {}, renew: () => {} };
export const drawnBy = (next) => (drawer = next);
export const moveCamera = (to) => drawer.moveTo(to);
export const redraw = () => drawer.redraw();
export const renew = () => drawer.renew();

export function viewNow() {
  Object.assign(camera, drawer.camera());
  const { clientWidth: width, clientHeight: height } = stage;
  const { x, y, zoom } = camera;
  return { x, y, zoom, width, height, low: { x: x - width / 2 / zoom, y: y - height / 2 / zoom }, high: { x: x + width / 2 / zoom, y: y + height / 2 / zoom } };
}

// The camera that shows these nodes, with room for labels at the rim.
export function cameraFor(chosen, most, rim, paper = { width: stage.clientWidth, height: stage.clientHeight }) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const node of chosen) {
    const [x, y, r] = [scene.x[node], scene.y[node], scene.size[node]];
    [left, top, right, bottom] = [Math.min(left, x - r), Math.min(top, y - r), Math.max(right, x + r), Math.max(bottom, y + r)];
  }
  if (left > right) return { x: 0, y: 0, zoom: 1 };
  const { width, height } = paper;
  const zoom = Math.min(Math.max(width - rim, width / 2) / (right - left), Math.max(height - 70, height / 2) / (bottom - top), most);
  return { x: (left + right) / 2, y: (top + bottom) / 2, zoom: Math.max(zoom, 0.002) };
}

export function* onStage() {
  for (let node = 0; node < scene.shownNodes.length; node += 1) if (scene.shownNodes[node]) yield node;
}

// The largest nodes on the part of the stage that is seen; the order of drawing has large ones first.
export function largestSeen(most, { low, high } = viewNow()) {
  const found = [];
  for (const node of scene.order) {
    if (!scene.shownNodes[node] || scene.x[node] < low.x || scene.x[node] > high.x || scene.y[node] < low.y || scene.y[node] > high.y) continue;
    found.push(node);
    if (found.length >= 4 * most + 100) break;
  }
  return found.sort((a, b) => scene.size[b] - scene.size[a] || a - b).slice(0, most);
}
