// Writes a graph with a program that is not ours: node write.cjs FORMAT < {"nodes": [name], "ties": [[start, end, year]]}
const given = JSON.parse(require("node:fs").readFileSync(0, "utf-8"));

const writers = {
  graphology: () => {
    const graph = new (require("graphology").MultiGraph)();
    given.nodes.forEach((name, at) => graph.addNode(at, { name, at: { lat: 1.5 } }));
    given.ties.forEach(([start, end, since], at) =>
      at % 2 ? graph.addUndirectedEdge(start, end, { since }) : graph.addDirectedEdge(start, end, { since }),
    );
    return graph.export();
  },
  cyjs: () => {
    const nodes = given.nodes.map((name, at) => ({ data: { id: `n${at}`, name }, position: { x: at, y: 0.5 } }));
    const edges = given.ties.map(([start, end, since]) => ({
      data: { source: `n${start}`, target: `n${end}`, since },
      classes: "tie",
    }));
    return require("cytoscape")({ headless: true, elements: { nodes, edges } }).json();
  },
};

process.stdout.write(JSON.stringify(writers[process.argv[2]]()));
