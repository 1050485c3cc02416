// The first picture, painted at once, until vis-network takes over.
import { camera, viewNow } from "./camera.js";
import { paintUnder } from "./drawing.js";
import { paintLabels } from "./scribe.js";
import { $ } from "./text.js";

const canvas = $("first");
let coming = 0;
function paintFirstSoon() {
  coming ||= requestAnimationFrame(() => {
    coming = 0;
    if (canvas.isConnected) paintFirst();
  });
}

function paintFirst() {
  const ratio = devicePixelRatio;
  const view = viewNow();
  [canvas.width, canvas.height] = [view.width * ratio, view.height * ratio];
  const brush = canvas.getContext("2d");
  const scale = view.zoom * ratio;
  brush.setTransform(scale, 0, 0, scale, canvas.width / 2 - view.x * scale, canvas.height / 2 - view.y * scale);
  paintUnder(brush, view);
  paintLabels(brush, view);
}

export const firstPicture = { canvas, camera: () => camera, moveTo: paintFirstSoon, redraw: paintFirstSoon, renew: () => {} };
