// The first picture, painted at once, until vis-network takes over.
import { camera, viewNow } from "./camera.js";
import { paintUnder } from "./drawing.js";
import { paintLabels } from "./scribe.js";
import { $ } from "./text.js";

const firstCanvas = $("first");
let frame = 0;
function paintFirstSoon() {
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    if (firstCanvas.isConnected) paintFirst();
  });
}

function paintFirst() {
  const ratio = devicePixelRatio;
  const view = viewNow();
  [firstCanvas.width, firstCanvas.height] = [view.width * ratio, view.height * ratio];
  const brush = firstCanvas.getContext("2d");
  const scale = view.zoom * ratio;
  brush.setTransform(scale, 0, 0, scale, firstCanvas.width / 2 - view.x * scale, firstCanvas.height / 2 - view.y * scale);
  paintUnder(brush, view);
  paintLabels(brush, view);
}

export const firstPicture = { canvas: firstCanvas, camera: () => camera, moveTo: paintFirstSoon, redraw: paintFirstSoon, renew: () => {} };
