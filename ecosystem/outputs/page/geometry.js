// Where a shape and a link run. A brush is a canvas context, or what writes SVG.

export const SHAPES = ["dot", "square", "diamond", "triangle", "triangleDown", "hexagon", "star"];

const ring = (count, turn, reach) => Array.from({ length: count }, (_, i) => {
  const angle = turn + (2 * Math.PI * i) / count;
  return [reach(i) * Math.cos(angle), reach(i) * Math.sin(angle)];
});
// Corners such that all shapes look equally large as a circle of radius 1.
const CORNERS = [null, ring(4, Math.PI / 4, () => 1.25), ring(4, 0, () => 1.3), ring(3, -Math.PI / 2, () => 1.45),
  ring(3, Math.PI / 2, () => 1.45), ring(6, 0, () => 1.12), ring(10, -Math.PI / 2, (i) => (i % 2 ? 0.62 : 1.5))];

export function traceShape(brush, shape, x, y, r) {
  const corners = CORNERS[shape];
  if (!corners) {
    brush.moveTo(x + r, y);
    brush.arc(x, y, r, 0, 7);
    return;
  }
  corners.forEach(([dx, dy], i) => brush[i ? "lineTo" : "moveTo"](x + r * dx, y + r * dy));
  brush.closePath();
}

export const BENDS = 240; // a link bends no further than one so long
export const LOOP = 90; // the furthest that a loop reaches from its dot
const STEP = 0.2; // between two links of one pair, while there are few
const WIDEST = 0.6; // of the outermost of many
const LOOPS = 8; // steps of 5 from the smallest loop to the largest

// How far links of one pair bend aside, so that all are seen; for a loop, which one it is.
export function bendsOf({ from, to }, count) {
  const pair = (link) => Math.min(from[link], to[link]) * count + Math.max(from[link], to[link]);
  const [seen, all, bends] = [new Map(), new Map(), new Float32Array(from.length)];
  for (let link = 0; link < from.length; link += 1) all.set(pair(link), (all.get(pair(link)) ?? 0) + 1);
  for (let link = 0; link < from.length; link += 1) {
    const many = all.get(pair(link));
    if (many === 1 && from[link] !== to[link]) continue;
    const nth = seen.get(pair(link)) ?? 0;
    seen.set(pair(link), nth + 1);
    bends[link] = from[link] === to[link] ? nth * Math.min(1, LOOPS / (many - 1 || 1)) : (nth - (many - 1) / 2) * Math.min(STEP, (2 * WIDEST) / (many - 1)) * (from[link] < to[link] ? 1 : -1);
  }
  return bends;
}

// The point that a bent link is drawn towards, half way.
export function bendPoint({ x, y, from, to, bend }, link) {
  const [dx, dy] = [x[to[link]] - x[from[link]], y[to[link]] - y[from[link]]];
  const length = Math.hypot(dx, dy) || 1;
  const aside = 2 * bend[link] * Math.min(length, BENDS) / length;
  return [x[from[link]] + dx / 2 - dy * aside, y[from[link]] + dy / 2 + dx * aside];
}

export function loopOf({ x, y, size, from, bend }, link) {
  const node = from[link];
  const r = 9 + 5 * bend[link];
  const away = (size[node] + r * 0.8) * Math.SQRT1_2;
  return [x[node] + away, y[node] - away, r];
}

export function traceLink(brush, scene, link) {
  const { x, y, from, to, bend } = scene;
  const [a, b] = [from[link], to[link]];
  if (a === b) {
    const [cx, cy, r] = loopOf(scene, link);
    brush.moveTo(cx + r, cy);
    brush.arc(cx, cy, r, 0, 7);
    return;
  }
  brush.moveTo(x[a], y[a]);
  if (bend[link]) brush.quadraticCurveTo(...bendPoint(scene, link), x[b], y[b]);
  else brush.lineTo(x[b], y[b]);
}

export function middleOf(scene, link) {
  const { x, y, from, to, bend } = scene;
  const [a, b] = [from[link], to[link]];
  if (a === b) {
    const [cx, cy, r] = loopOf(scene, link);
    return [cx + r * Math.SQRT1_2, cy - r * Math.SQRT1_2];
  }
  const [cx, cy] = bend[link] ? bendPoint(scene, link) : [(x[a] + x[b]) / 2, (y[a] + y[b]) / 2];
  return [(x[a] + x[b] + 2 * cx) / 4, (y[a] + y[b] + 2 * cy) / 4];
}

// A small triangle whose tip touches the dot it points to.
export function traceArrow(brush, scene, link, long) {
  const { x, y, size, from, to, bend } = scene;
  const b = to[link];
  if (from[link] === b) return;
  const [cx, cy] = bend[link] ? bendPoint(scene, link) : [x[from[link]], y[from[link]]];
  const away = Math.hypot(x[b] - cx, y[b] - cy) || 1;
  const [ux, uy] = [(x[b] - cx) / away, (y[b] - cy) / away];
  const [tx, ty] = [x[b] - ux * size[b] * 1.15, y[b] - uy * size[b] * 1.15];
  brush.moveTo(tx, ty);
  brush.lineTo(tx - ux * long - uy * long * 0.4, ty - uy * long + ux * long * 0.4);
  brush.lineTo(tx - ux * long + uy * long * 0.4, ty - uy * long - ux * long * 0.4);
  brush.closePath();
}
