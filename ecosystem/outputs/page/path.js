// Who is near whom, along links that are shown, in both directions.

// Steps from a node to each other one, -1 where it is out of reach or further than `most`.
export function distances({ nodes, around }, shown, source, most = Infinity) {
  const steps = new Int32Array(nodes.count).fill(-1);
  if (!shown.nodes[source]) return steps;
  const queue = [source];
  steps[source] = 0;
  for (let head = 0; head < queue.length; head += 1) {
    const node = queue[head];
    if (steps[node] >= most) break;
    for (let i = around.start[node]; i < around.start[node + 1]; i += 1) {
      const other = around.other[i];
      if (steps[other] >= 0 || !shown.links[around.link[i]]) continue;
      steps[other] = steps[node] + 1;
      queue.push(other);
    }
  }
  return steps;
}

// The partners of a node along shown links, each once, in order.
export function partnersOf({ around }, shown, node) {
  const found = new Set();
  for (let i = around.start[node]; i < around.start[node + 1]; i += 1) {
    if (shown.links[around.link[i]] && around.other[i] !== node) found.add(around.other[i]);
  }
  return [...found].sort((a, b) => a - b);
}

// The shortest paths from a to b as lists of nodes, at most `limit`, and how many there are.
export function shortest(model, shown, a, b, limit = 20) {
  const away = distances(model, shown, b);
  if (away[a] < 0) return { steps: -1, total: 0, paths: [] };
  const onwards = (node) => partnersOf(model, shown, node).filter((other) => away[other] === away[node] - 1);
  const counts = new Map([[b, 1]]);
  let layer = [a];
  const layers = [];
  while (layer[0] !== b) {
    layers.push(layer);
    layer = [...new Set(layer.flatMap(onwards))];
  }
  for (const nodes of layers.reverse()) {
    for (const node of nodes) counts.set(node, onwards(node).reduce((sum, other) => sum + counts.get(other), 0));
  }
  const paths = [];
  const walk = (path) => {
    const last = path.at(-1);
    if (last === b) paths.push(path);
    else for (const other of onwards(last)) if (paths.length < limit) walk([...path, other]);
  };
  walk([a]);
  return { steps: away[a], total: counts.get(a), paths };
}

export function common(model, shown, a, b) {
  const others = new Set(partnersOf(model, shown, b));
  return partnersOf(model, shown, a).filter((node) => others.has(node) && node !== b);
}

// The shown links between two nodes.
export function between({ around }, shown, a, b) {
  const found = [];
  for (let i = around.start[a]; i < around.start[a + 1]; i += 1) {
    if (around.other[i] === b && shown.links[around.link[i]]) found.push(around.link[i]);
  }
  return found;
}
