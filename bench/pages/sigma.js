// The same nodes and ties in the same places, drawn by sigma as it comes.
import Graph from "graphology";
import Sigma from "sigma";

const { nodes, ties } = JSON.parse(document.getElementById("data").textContent);
const graph = new Graph({ multi: true });
for (const [id, label, x, y, size] of nodes) graph.addNode(id, { label, x, y: -y, size, color: "#1f2933" });
for (const [from, to, color] of ties) graph.addEdge(from, to, { color, size: 1 });
const sigma = new Sigma(graph, document.getElementById("stage"));
window.move = (share) => sigma.getCamera().setState({ x: 0.5 + 0.1 * share, ratio: 1 - 0.3 * Math.abs(share) });
