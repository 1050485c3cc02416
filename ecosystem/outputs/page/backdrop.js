// A picture of the whole scene, painted by a worker a little larger than the view; moving the view only shifts it.
import { camera, redraw, viewNow } from "./camera.js";
import { scene, shown } from "./scene.js";
import { FILTERS } from "./state.js";
import { $ } from "./text.js";

const OVER = 1.5; // the picture is so much wider and higher than the view
const SHARP = 2500; // so few nodes and links are painted afresh for every frame instead
export const backdrop = { worker: null, busy: false, wanted: null, picture: null, place: null, whole: false, changed: {} };

const withoutWorker = typeof OffscreenCanvas === "undefined"; // then everything is painted afresh
export const paintsDirectly = () => withoutWorker || shown.nodeCount + scene.linkCount <= SHARP;

function startWorker() {
  const program = new Blob([$("painting").textContent], { type: "text/javascript" });
  const address = URL.createObjectURL(program);
  backdrop.worker = new Worker(address);
  URL.revokeObjectURL(address);
  backdrop.worker.onmessage = ({ data }) => {
    backdrop.picture?.close();
    Object.assign(backdrop, { picture: data.picture, place: data, whole: data.whole });
    if (data.whole) {
      backdrop.busy = false;
      if (backdrop.wanted) orderPicture();
    }
    redraw();
  };
}

// Ask for a picture of the view as it is now; while one is being painted, only the last wish counts.
export function wantPicture(columns = []) {
  for (const name of columns) backdrop.changed[name] = scene[name];
  if (paintsDirectly()) return;
  const { x, y, zoom, width, height } = viewNow();
  backdrop.wanted = { x, y, zoom, width: width * OVER, height: height * OVER, ratio: Math.min(devicePixelRatio, 2) };
  if (!backdrop.busy) orderPicture();
}

function orderPicture() {
  if (!backdrop.worker) {
    startWorker();
    backdrop.changed = { ...scene };
  }
  backdrop.worker.postMessage({ changed: backdrop.changed, order: backdrop.wanted });
  Object.assign(backdrop, { changed: {}, wanted: null, busy: true });
}

// Whether the view has left the picture, or is so much nearer or further that the picture is coarse.
export function hasLeft({ low, high, zoom }) {
  const place = backdrop.place;
  if (!place) return true;
  const reach = { x: place.width / 2 / place.zoom, y: place.height / 2 / place.zoom };
  return zoom > place.zoom * 1.3 || zoom < place.zoom * 0.8 || low.x < place.x - reach.x || high.x > place.x + reach.x
    || low.y < place.y - reach.y || high.y > place.y + reach.y;
}

export function backdropFollows(differs) {
  if (differs("colour", "size")) wantPicture(["ink", "shape", "palette", "size", "order"]);
  if (differs(...FILTERS, "grouped", "open", "node", "link")) wantPicture(["shownNodes", "shownLinks", "linkCount", "bundles"]);
  if (differs("grouped")) wantPicture(["x", "y", "size"]);
  if (differs("theme")) wantPicture(["theme"]);
}

export function paintBackdrop(brush, fade) {
  const { picture, place } = backdrop;
  if (!picture) return;
  const [width, height] = [place.width / place.zoom, place.height / place.zoom];
  brush.globalAlpha = fade;
  // At the same zoom the picture is only shifted, which needs no smoothing.
  brush.imageSmoothingEnabled = Math.abs(camera.zoom / place.zoom - 1) > 0.005;
  brush.drawImage(picture, place.x - width / 2, place.y - height / 2, width, height);
  brush.imageSmoothingEnabled = true;
  brush.globalAlpha = 1;
}
