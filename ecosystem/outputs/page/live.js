// vis-network, which pyvis brings, takes over after the first picture: it keeps the camera and the gestures, and has as
// its own nodes those that are live, which can be dragged.

const LIVE = 150; // nodes that are vis-network's own at one time

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
function largestSeen(most, { low, high } = viewNow()) {
  const found = [];
  for (const node of scene.order) {
    if (!scene.shownNodes[node] || scene.x[node] < low.x || scene.x[node] > high.x || scene.y[node] < low.y || scene.y[node] > high.y) continue;
    found.push(node);
    if (found.length >= 4 * most + 100) break;
  }
  return found.sort((a, b) => scene.size[b] - scene.size[a] || a - b).slice(0, most);
}
