// The drawing. A first picture is painted at once; then vis-network, which pyvis brings, takes over: it keeps the camera
// and the gestures, and has as its own nodes those that are live, which can be dragged. All else is painted under them.

const LIVE = 150; // nodes that are vis-network's own at one time
const FIRST = 9000; // links in the first picture
const FADED = 0.14;
const stage = $("stage");
const first = $("first");
const camera = { x: 0, y: 0, zoom: 1 };
let network = null;
let dots = null;
let labels = [];
let hovered = null;

function viewNow() {
  if (network) Object.assign(camera, network.getViewPosition(), { zoom: network.getScale() });
  const { clientWidth: width, clientHeight: height } = stage;
  const { x, y, zoom } = camera;
  return { x, y, zoom, width, height, low: { x: x - width / 2 / zoom, y: y - height / 2 / zoom }, high: { x: x + width / 2 / zoom, y: y + height / 2 / zoom } };
}

// The camera that shows these nodes, with room for labels at the rim.
function cameraFor(chosen, most, rim) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const node of chosen) {
    const [x, y, r] = [scene.x[node], scene.y[node], scene.size[node]];
    [left, top, right, bottom] = [Math.min(left, x - r), Math.min(top, y - r), Math.max(right, x + r), Math.max(bottom, y + r)];
  }
  if (left > right) return { x: 0, y: 0, zoom: 1 };
  const { clientWidth: width, clientHeight: height } = stage;
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
  if (!network) return paintFirst();
  const animation = still.matches || !document.hasFocus() ? false : { duration: 350, easingFunction: "easeInOutQuad" };
  network.moveTo({ position: { x: to.x, y: to.y }, scale: to.zoom, animation });
  settleSoon();
}

const redraw = () => (network ? network.redraw() : paintFirst());

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

function startVis() {
  if (network) return;
  document.head.append(element("script", {}, $("bundle").textContent));
  dots = new vis.DataSet();
  network = new vis.Network($("graph"), { nodes: dots, edges: new vis.DataSet() }, {
    physics: false,
    layout: { improvedLayout: false },
    nodes: { shape: "custom", ctxRenderer: liveNode },
    interaction: { hover: false, selectable: false, dragNodes: true, keyboard: { enabled: true, bindToWindow: false, autoFocus: false } },
  });
  const frame = $("graph").firstElementChild;
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", say("drawing"));
  network.moveTo({ position: { x: camera.x, y: camera.y }, scale: camera.zoom });
  network.on("beforeDrawing", (brush) => paintUnder(brush, viewNow()));
  network.on("afterDrawing", (brush) => paintLabels(brush, viewNow()));
  enliven();
  network.once("afterDrawing", () => first.remove());
  network.redraw();
  pointing();
}

// vis-network asks for its nodes to be painted; where it has dragged one, the scene follows.
function liveNode({ ctx, x, y, id }) {
  [scene.x[id], scene.y[id]] = [x, y];
  const side = 2 * scene.size[id];
  return { drawNode: () => paintDot(ctx, scene, camera.zoom, id), nodeDimensions: { width: side, height: side } };
}

// Hand to vis-network what is bright, or else the largest nodes that are seen.
function enliven() {
  const chosen = new Set(bright.on ? bright.nodes.slice(0, LIVE) : largestSeen(LIVE));
  dots.remove(dots.getIds().filter((id) => !chosen.has(id)));
  dots.update([...chosen].map((id) => ({ id, x: scene.x[id], y: scene.y[id], size: scene.size[id] })));
}

// The largest nodes on the part of the stage that is seen; the order of drawing has large ones first.
function largestSeen(most) {
  const { low, high } = viewNow();
  const found = [];
  for (const node of scene.order) {
    if (!scene.shownNodes[node] || scene.x[node] < low.x || scene.x[node] > high.x || scene.y[node] < low.y || scene.y[node] > high.y) continue;
    found.push(node);
    if (found.length >= 4 * most + 100) break;
  }
  return found.sort((a, b) => scene.size[b] - scene.size[a] || a - b).slice(0, most);
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
