// Pointing at the drawing: what is under the pointer, clicks, and the camera that moves.

const NEAR = 5; // pixels beside a dot that still count

const pointer = { at: [0, 0] };

// The node nearest to a place of the stage, if it is on it.
function nodeAt(px, py) {
  const { low, zoom } = viewNow();
  const [x, y] = [low.x + px / zoom, low.y + py / zoom];
  let [best, least] = [null, NEAR / zoom];
  for (const node of onStage()) {
    const away = Math.hypot(scene.x[node] - x, scene.y[node] - y) - scene.size[node];
    if (away < least) [best, least] = [node, away];
  }
  return best;
}

// The link that runs there, of those that stand out.
function linkAt(px, py) {
  const { low, zoom } = viewNow();
  return linkNear(scene, low.x + px / zoom, low.y + py / zoom, NEAR / zoom, bright.on ? bright.links : null);
}

const placeOf = (event) => {
  const { left, top } = stage.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
};

function clickedAt(px, py) {
  const node = nodeAt(px, py);
  if (node !== null && groupOf(node) !== null) change({ open: [...state.open, groupOf(node)] });
  else if (node !== null) change({ node, link: null, ask: "", other: null, route: -1 });
  else {
    const link = linkAt(px, py);
    change(link === null ? { node, link, ask: "", other: null, route: -1, steps: 0 } : { link });
  }
}

function hoverAt(event) {
  const place = placeOf(event);
  const node = state.view === "graph" ? nodeAt(...place) : null;
  const link = node === null && state.view === "graph" && !event.buttons ? linkAt(...place) : null;
  if (node === hovered && link === pointed) return;
  [hovered, pointed, pointer.at] = [node, link, place];
  stage.style.cursor = node === null && link === null ? "" : "pointer";
  redraw();
}

function pointing() {
  network.on("click", ({ pointer }) => clickedAt(pointer.DOM.x, pointer.DOM.y));
  network.on("doubleClick", ({ pointer }) => {
    const node = nodeAt(pointer.DOM.x, pointer.DOM.y);
    if (node !== null && groupOf(node) === null) change({ node, steps: state.steps ? 0 : 1 }, { travel: true });
  });
  network.on("dragEnd", ({ nodes: dragged }) => {
    if (dragged.length) wantPicture(["x", "y"]);
    settleSoon();
  });
  network.on("zoom", settleSoon);
  network.on("animationFinished", settle);
  $("graph").addEventListener("keyup", settleSoon);
  stage.addEventListener("mousemove", hoverAt);
  stage.addEventListener("mouseleave", () => {
    hovered = pointed = null;
    redraw();
  });
}

function zoomBy(factor) {
  startVis();
  network.moveTo({ scale: network.getScale() * factor });
  settle();
}
