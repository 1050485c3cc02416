// A view painted with any brush, a unit a pixel: for a picture and for paper.
import { bright } from "./bright.js";
import { FADED, paintHalos } from "./drawing.js";
import { paintDots, paintLinks, paintScene } from "./paint.js";
import { scene } from "./scene.js";
import { paintLabels } from "./scribe.js";

// Its corner stands at 0, `top`.
export function paintView(brush, view, theme, place, top = 0, labels = null) {
  const before = { ...scene };
  Object.assign(scene, { theme: { ...theme, font: scene.theme.font } }, place);
  brush.fillStyle = theme.ground;
  brush.fillRect(0, top, view.width, view.height);
  const flat = { ...view, x: view.width / 2, y: top + view.height / 2, zoom: 1, low: { x: 0, y: 0 }, high: { x: view.width, y: top + view.height } };
  if (bright.on) {
    paintScene(brush, scene, flat, { fade: FADED });
    paintLinks(brush, scene, flat, { links: bright.links, ink: scene.theme.soft, wide: 1.4, arrows: bright.links.length < 400 });
    paintDots(brush, scene, flat, bright.nodes);
  } else paintScene(brush, scene, flat);
  paintHalos(brush, flat);
  paintLabels(brush, flat, labels);
  Object.assign(scene, before);
}

// The scene with pixels of the view as its units.
export function flattened({ low, zoom }, top = 0) {
  const place = (column, from, aside) => column.map((value) => (value - from) * zoom + aside);
  return { x: place(scene.x, low.x, 0), y: place(scene.y, low.y, top), size: scene.size.map((size) => size * zoom) };
}
