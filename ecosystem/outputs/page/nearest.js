// Which link runs under a point.
import { BENDS, LOOP, bendPoint, loopOf } from "./geometry.js";

const TANGLE = 8; // so many links at one point are texture: none of them is meant
const PIECES = 12; // straight pieces in which a bent link is followed

// How far a point is from a straight piece.
function fromPiece(x, y, ax, ay, bx, by) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.min(Math.max(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1), 0), 1);
  return Math.hypot(ax + along * dx - x, ay + along * dy - y);
}

function fromBent(scene, link, x, y) {
  const [ax, ay, bx, by] = endsOf(scene, link);
  const [cx, cy] = bendPoint(scene, link);
  let [least, px, py] = [Infinity, ax, ay];
  for (let i = 1; i <= PIECES; i += 1) {
    const [t, s] = [i / PIECES, 1 - i / PIECES];
    const [qx, qy] = [s * s * ax + 2 * s * t * cx + t * t * bx, s * s * ay + 2 * s * t * cy + t * t * by];
    least = Math.min(least, fromPiece(x, y, px, py, qx, qy));
    [px, py] = [qx, qy];
  }
  return least;
}

const endsOf = ({ x, y, from, to }, link) => [x[from[link]], y[from[link]], x[to[link]], y[to[link]]];

function fromLink(scene, link, x, y) {
  if (scene.from[link] === scene.to[link]) {
    const [cx, cy, r] = loopOf(scene, link);
    return Math.abs(Math.hypot(x - cx, y - cy) - r);
  }
  return scene.bend[link] ? fromBent(scene, link, x, y) : fromPiece(x, y, ...endsOf(scene, link));
}

// The link nearest to a point and nearer than `reach`, of those that are shown or of `some`; null where there is none.
export function linkNear(scene, px, py, reach, some = null) {
  const { shownLinks } = scene;
  let [best, least, crowd] = [null, reach, 0];
  const count = some ? some.length : shownLinks.length;
  for (let i = 0; i < count; i += 1) {
    const link = some ? some[i] : i;
    if (!shownLinks[link] || beyond(scene, link, px, py, reach)) continue;
    const away = fromLink(scene, link, px, py);
    if (away >= reach) continue;
    crowd += 1;
    if (away < least) [best, least] = [link, away];
  }
  return some || crowd < TANGLE ? best : null;
}

// Most links are far off, which their ends tell.
function beyond({ x, y, size, from, to, bend }, link, px, py, reach) {
  const a = from[link];
  const b = to[link];
  const room = reach + (a === b ? size[a] + LOOP : Math.abs(bend[link]) * BENDS);
  return (x[a] - room > px && x[b] - room > px) || (x[a] + room < px && x[b] + room < px)
    || (y[a] - room > py && y[b] - room > py) || (y[a] + room < py && y[b] + room < py);
}
