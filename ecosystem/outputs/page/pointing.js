// Pointing at the drawing: what is under the pointer, clicks, and the camera that moves.

const NEAR = 5; // pixels beside a dot that still count

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

const placeOf = (event) => {
  const { left, top } = stage.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
};

function clickedAt(px, py) {
  const node = nodeAt(px, py);
  if (node !== null && groupOf(node) !== null) change({ open: [...state.open, groupOf(node)] });
  else change({ node, ...(node === null ? { ask: "", other: null, route: -1, steps: 0 } : { ask: "", other: null, route: -1 }) });
}

function hoverAt(event) {
  const node = nodeAt(...placeOf(event));
  if (node === hovered) return;
  hovered = node;
  stage.style.cursor = node === null ? "" : "pointer";
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
    hovered = null;
    redraw();
  });
}

function zoomBy(factor) {
  startVis();
  network.moveTo({ scale: network.getScale() * factor });
  settle();
}
