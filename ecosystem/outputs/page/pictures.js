// Small pictures beside words: the shape of a kind and the line of a standing, as in the drawing.
import { SHAPES, traceShape } from "./geometry.js";
import { dashOf, model } from "./model.js";
import { DASHES } from "./paint.js";
import { SvgBrush } from "./svg.js";

function picture(width, path, attributes) {
  const space = "http://www.w3.org/2000/svg";
  const made = document.createElementNS(space, "svg");
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${width} 20`, width, height: 20, "aria-hidden": "true" })) made.setAttribute(name, value);
  const drawn = made.appendChild(document.createElementNS(space, "path"));
  for (const [name, value] of Object.entries({ d: path, ...attributes })) drawn.setAttribute(name, value);
  return made;
}

// The same shape as in the drawing.
export function shapePicture(shape, colour) {
  const brush = new SvgBrush();
  traceShape(brush, shape, 10, shape === 3 ? 11 : shape === 4 ? 9 : 10, shape ? 6.2 : 7);
  return picture(20, brush.path, { fill: colour, class: "shape" });
}

export const kindPicture = (code) => shapePicture(SHAPES.indexOf(model.kinds[code].shape), model.kinds[code].colour);
export const linePicture = (standing) => picture(36, "M1 10H35", { class: "line", "stroke-dasharray": DASHES[dashOf(standing)].join(" ") });
