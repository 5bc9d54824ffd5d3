// The nodes of the picture, and the rings of those that are picked or pointed at.
"use strict";

/** Nodes, the first of them on top. @param {Surface} surface @param {Stage} stage @param {Node_[]} order */
function paintNodes(surface, stage, order) {
  const { paper, picked, beside } = stage;
  const back = picked.size > 0 || stage.pickedTies.size > 0;
  // Nodes that look alike (faded or not, and by shape) go into one path.
  /** @type {Map<string, {shape: string, opacity: number, nodes: {spot: Spot, radius: number}[]}>} */
  const batches = new Map();
  for (let at = order.length - 1; at >= 0; at--) {
    const node = order[at];
    const spot = stage.spot(node);
    if (!spot.opacity || !stage.isInSight(spot)) continue;
    const opacity = spot.opacity * (back && !beside.has(node) ? 0.25 : 1);
    const key = `${opacity < 1 ? opacity.toFixed(1) : "1"}${node.type}`;
    const one = { spot, radius: stage.radius(node) };
    const batch = batches.get(key);
    if (batch) batch.nodes.push(one);
    else batches.set(key, { shape: DATA.style.shapes[node.type], opacity, nodes: [one] });
  }
  const halo = stage.filters.nodes.size <= 1500;
  for (const { shape, opacity, nodes } of [...batches.values()].sort((one, other) => one.opacity - other.opacity)) {
    const pen = surface.pen();
    for (const { spot, radius } of nodes) shapePath(pen, shape, spot.x, spot.y, radius);
    if (shape === "ring") {
      surface.fill(paper.ground, opacity);
      surface.stroke({ color: paper[toneOf(shape)], width: 1.8, opacity });
    } else {
      if (halo) surface.stroke({ color: paper.ground, width: 2.5, opacity });
      surface.fill(paper[toneOf(shape)], opacity);
    }
  }
}

/** @param {Surface} surface @param {Stage} stage */
function paintRings(surface, stage) {
  const { paper, picked, hovered } = stage;
  const chosen = [...picked, ...(hovered && "spot" in hovered ? [hovered] : [])];
  for (const node of chosen.filter((node) => stage.filters.nodes.has(node))) {
    const spot = stage.spot(node);
    if (!spot.opacity) continue;
    shapePath(surface.pen(), DATA.style.shapes[node.type], spot.x, spot.y, stage.radius(node) + 3.5);
    surface.stroke({ color: paper.accent, width: 3, opacity: spot.opacity });
  }
}
