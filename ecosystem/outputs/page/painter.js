// In a worker: paints the part of the scene that is asked for and hands back a picture, first a quick one.
import { paintScene } from "./paint.js";

const QUICK = 5000; // links of a quick picture

export function pictureOf(scene, { x, y, zoom, width, height, ratio }, few) {
  const canvas = new OffscreenCanvas(Math.round(width * ratio), Math.round(height * ratio));
  const brush = canvas.getContext("2d");
  const scale = zoom * ratio;
  brush.setTransform(scale, 0, 0, scale, canvas.width / 2 - x * scale, canvas.height / 2 - y * scale);
  const reach = { x: width / 2 / zoom, y: height / 2 / zoom };
  const view = { zoom, low: { x: x - reach.x, y: y - reach.y }, high: { x: x + reach.x, y: y + reach.y } };
  paintScene(brush, scene, view, { few });
  return canvas.transferToImageBitmap();
}

if (typeof document === "undefined" && typeof onmessage !== "undefined") {
  const scene = {};
  let waiting = null;
  const answer = (order, few) => {
    const picture = pictureOf(scene, order, few);
    postMessage({ ...order, picture, whole: few === Infinity }, { transfer: [picture] });
  };
  const finish = () => {
    if (!waiting) return;
    const order = waiting;
    waiting = null;
    answer(order, Infinity);
  };
  onmessage = ({ data: { changed, order } }) => {
    if (changed) Object.assign(scene, changed);
    if (!order) return;
    const quick = scene.linkCount > QUICK;
    if (quick) answer(order, QUICK);
    if (!waiting) setTimeout(finish, 0);
    waiting = order;
  };
}
