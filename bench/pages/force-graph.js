// The same nodes and ties in the same places, drawn by force-graph as it comes, without its forces.
import ForceGraph from "force-graph";

const { nodes, ties } = JSON.parse(document.getElementById("data").textContent);
const spread = (at) => Math.max(...nodes.map((node) => node[at])) - Math.min(...nodes.map((node) => node[at]));
const start = Math.min(innerWidth / spread(2), innerHeight / spread(3));
const graph = new ForceGraph(document.getElementById("stage"))
  .graphData({
    nodes: nodes.map(([id, name, x, y, size]) => ({ id, name, fx: x, fy: y, val: (size / start) ** 2 })),
    links: ties.map(([source, target, color]) => ({ source, target, color })),
  })
  .nodeRelSize(1).nodeColor(() => "#1f2933").linkColor("color").cooldownTicks(1).minZoom(0.01);
window.move = (share) => {
  graph.centerAt((30 / start) * share, 0).zoom(start * (1 + 0.3 * Math.abs(share)));
};
