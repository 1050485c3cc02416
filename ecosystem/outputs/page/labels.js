// Chooses which labels are shown and where, so that they cover neither each other nor a dot of somebody else.

const CELL = 6; // pixels a cell of the map of what is taken

/** @typedef {(r: number, width: number, height: number) => [number, number]} Spot */
// Positions around a dot in order of preference: the offset of the middle and of the upper edge.
/** @type {Spot[]} */
const SPOTS = [(r, w) => [0, r + 2], (r, w, h) => [0, -r - h - 1], (r, w, h) => [r + 3 + w / 2, -h / 2], (r, w, h) => [-r - 3 - w / 2, -h / 2],
  (r, w) => [r * 0.7 + w / 2, r * 0.7], (r, w) => [-r * 0.7 - w / 2, r * 0.7], (r, w, h) => [r * 0.7 + w / 2, -r * 0.7 - h], (r, w, h) => [-r * 0.7 - w / 2, -r * 0.7 - h],
  (r, w) => [w / 3, r + 2], (r, w) => [-w / 3, r + 2], (r, w, h) => [w / 3, -r - h - 1], (r, w, h) => [-w / 3, -r - h - 1]];

// Further off, for what must be there.
/** @type {Spot[]} */
const FAR = [(r, w, h) => [0, r + h + 4], (r, w, h) => [0, -r - 2 * h - 3], (r, w, h) => [r + 14 + w / 2, h], (r, w, h) => [-r - 14 - w / 2, h],
  (r, w, h) => [r + 14 + w / 2, -2 * h], (r, w, h) => [-r - 14 - w / 2, -2 * h]];

export class Taken {
  constructor(width, height) {
    this.width = Math.ceil(width / CELL);
    this.height = Math.ceil(height / CELL);
    this.cells = new Int32Array(this.width * this.height).fill(-1);
  }

  // Calls `meet` for every cell of a box until it returns true; says whether it did.
  some([left, top, right, bottom], meet) {
    const [x0, y0] = [Math.max(0, Math.floor(left / CELL)), Math.max(0, Math.floor(top / CELL))];
    const [x1, y1] = [Math.min(this.width - 1, Math.floor(right / CELL)), Math.min(this.height - 1, Math.floor(bottom / CELL))];
    for (let y = y0; y <= y1; y += 1) for (let x = x0; x <= x1; x += 1) if (meet(y * this.width + x)) return true;
    return false;
  }

  put(box, owner) { this.some(box, (cell) => { this.cells[cell] = owner; return false; }); }

  free(box, owner) { return !this.some(box, (cell) => this.cells[cell] >= 0 && this.cells[cell] !== owner); }

  covered(box, owner) {
    let count = 0;
    this.some(box, (cell) => { if (this.cells[cell] >= 0 && this.cells[cell] !== owner) count += 1; return false; });
    return count;
  }
}

// `dots` are obstacles { id, x, y, r } in pixels; those with `faint` are texture, covered where there is no other way.
// `wishes` are labels { id, x, y, r, width, height, must } in the order in which they may choose; what `must` be there may
// cover any dot, but no other label. Returns those that found room, with the middle of their upper edge from the dot.
export function placeLabels(dots, wishes, width, height, most) {
  const [labels, solid, faint] = [new Taken(width, height), new Taken(width, height), new Taken(width, height)];
  for (const dot of dots) (dot.faint ? faint : solid).put([dot.x - dot.r, dot.y - dot.r, dot.x + dot.r, dot.y + dot.r], dot.id);
  const placed = [];
  for (const wish of wishes) {
    if (placed.length >= most) break;
    const spots = (wish.must ? [...SPOTS, ...FAR] : SPOTS).map((spot) => inside(wish, spot(wish.r, wish.width, wish.height), width))
      .map(([x, y]) => ({ x, y, box: [x - wish.width / 2, y, x + wish.width / 2, y + wish.height] }))
      .filter(({ box }) => box[1] >= 0 && box[3] <= height && !covers(box, wish) && labels.free(box, -2));
    const open = spots.filter(({ box }) => solid.free(box, wish.id));
    const found = open.find(({ box }) => faint.free(box, wish.id)) ?? open[0] ?? (wish.must ? emptiest(spots, solid, wish.id) : undefined);
    if (!found) continue;
    labels.put(found.box, wish.id);
    placed.push({ ...wish, dx: found.x - wish.x, dy: found.y - wish.y });
  }
  return placed;
}

// The spot that covers least.
function emptiest(spots, solid, id) {
  const loads = spots.map(({ box }) => solid.covered(box, id));
  return spots[loads.indexOf(Math.min(...loads))];
}

// Whether a label that was moved into the picture came to lie on its own dot.
/** @param {number[]} box @param {any} wish */
function covers([left, top, right, bottom], { x, y, r }) {
  const core = r * 0.6;
  return x + core > left && x - core < right && y + core > top && y - core < bottom;
}

/** @returns {[number, number]} */
function inside({ x, y, width: wide }, [dx, dy], width) {
  return [Math.min(Math.max(x + dx, wide / 2 + 2), Math.max(width - wide / 2 - 2, wide / 2 + 2)), y + dy];
}
