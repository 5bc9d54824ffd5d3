// Reads an export with a program that is not ours, and prints what that one sees: node read.cjs FORMAT FILE
const fs = require("node:fs");
const { MultiDirectedGraph } = require("graphology");

function graph(read) {
  return {
    nodes: read.mapNodes((id, attributes) => ({ id, ...attributes })),
    ties: read.mapEdges((id, attributes, source, target) => ({ id, source, target, ...attributes })),
  };
}

const readers = {
  graphml: (text) => graph(require("graphology-graphml").parse(MultiDirectedGraph, text)),
  gexf: (text) => graph(require("graphology-gexf").parse(MultiDirectedGraph, text)),
  cyjs: (text) => {
    const read = require("cytoscape")({ headless: true, elements: JSON.parse(text).elements });
    return { nodes: read.nodes().map((node) => node.data()), ties: read.edges().map((edge) => edge.data()) };
  },
  geojson: (text) => require("@placemarkio/check-geojson").check(text),
};

const [format, file] = process.argv.slice(2);
process.stdout.write(JSON.stringify(readers[format](fs.readFileSync(file, "utf-8"))));
