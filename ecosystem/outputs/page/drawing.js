// The drawing: a first picture at once, then under the live nodes of vis-network all that is not live.

const FIRST = 9000; // links in the first picture
const FADED = 0.14;
const narrow = matchMedia("(max-width: 900px)");
const stage = $("stage");
const first = $("first");
const camera = { x: 0, y: 0, zoom: 1 };
let network = null;
let dots = null;
let labels = [];
let hovered = null; // the node under the pointer
let pointed = null; // or else the link

function viewNow() {
  if (network) Object.assign(camera, network.getViewPosition(), { zoom: network.getScale() });
  const { clientWidth: width, clientHeight: height } = stage;
  const { x, y, zoom } = camera;
  return { x, y, zoom, width, height, low: { x: x - width / 2 / zoom, y: y - height / 2 / zoom }, high: { x: x + width / 2 / zoom, y: y + height / 2 / zoom } };
}

// The camera that shows these nodes, with room for labels at the rim.
function cameraFor(chosen, most, rim, paper = { width: stage.clientWidth, height: stage.clientHeight }) {
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

function* onStage() {
  for (let node = 0; node < scene.shownNodes.length; node += 1) if (scene.shownNodes[node]) yield node;
}

const still = matchMedia("(prefers-reduced-motion: reduce)");

function fit(chosen = null, most = 2) {
  const to = cameraFor(chosen ?? onStage(), most, chosen ? 240 : 90);
  Object.assign(camera, to);
  if (!network) return redraw();
  const animation = still.matches || !document.hasFocus() ? false : { duration: 350, easingFunction: "easeInOutQuad" };
  network.moveTo({ position: { x: to.x, y: to.y }, scale: to.zoom, animation });
  settleSoon();
}

const redraw = () => (network ? network.redraw() : paintFirstSoon());

let coming = 0;
function paintFirstSoon() {
  coming ||= requestAnimationFrame(() => {
    coming = 0;
    if (!network) paintFirst();
  });
}

function paintFirst() {
  const ratio = devicePixelRatio;
  const view = viewNow();
  [first.width, first.height] = [view.width * ratio, view.height * ratio];
  const brush = first.getContext("2d");
  const scale = view.zoom * ratio;
  brush.setTransform(scale, 0, 0, scale, first.width / 2 - view.x * scale, first.height / 2 - view.y * scale);
  paintUnder(brush, view);
  paintLabels(brush, view);
}

// What lies under the live nodes: the whole scene, faded while something is picked, and then what is bright.
function paintUnder(brush, view) {
  const fade = bright.on ? FADED : 1;
  if (direct() || !backdrop.picture) paintScene(brush, scene, view, { few: direct() ? Infinity : FIRST, fade });
  else {
    paintBackdrop(brush, fade);
    if (strayed(view)) wantPicture();
  }
  if (bright.on) {
    const few = bright.links.length < 400;
    paintLinks(brush, scene, view, { links: bright.links, ink: scene.theme.soft, wide: few ? 1.4 : 0.8, arrows: few });
    paintDots(brush, scene, view, bright.nodes);
  }
  paintPointed(brush, view);
  paintHalos(brush, view);
}

// A ring with a gap around what the answer speaks of, so that it shows around a dot of any colour.
function paintHalos(brush, view) {
  for (const node of marked) {
    if (!scene.shownNodes[node] || (bright.on && !bright.nodes.includes(node))) continue;
    paintRing(brush, view, node, scene.theme.mark, 3);
  }
  for (const node of [state.node, state.other]) if (node !== null && scene.shownNodes[node]) paintRing(brush, view, node, scene.theme.pick, 3.5);
}

function paintRing(brush, view, node, ink, wide) {
  const large = Math.min(1, (scene.size[node] * view.zoom + 2) / 7); // rings of small dots are small
  const r = Math.max(scene.size[node] * 1.3, 3 / view.zoom) + (wide + 2) * large / view.zoom;
  brush.strokeStyle = ink;
  brush.lineWidth = wide * large / view.zoom;
  brush.beginPath();
  brush.arc(scene.x[node], scene.y[node], r, 0, 7);
  brush.stroke();
}

let timer = 0;
function settleSoon() {
  clearTimeout(timer);
  timer = setTimeout(settle, 90);
}

// Once the view rests: labels, live nodes and a sharp picture for it.
function settle() {
  labels = chooseLabels(viewNow());
  wantPicture();
  if (network) enliven();
  redraw();
}
