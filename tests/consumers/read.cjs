// Reads an export with a program that is not ours, and prints what that one sees: node read.cjs FORMAT FILE
const fs = require("node:fs");

function graph(read) {
  return {
    nodes: read.mapNodes((id, attributes) => ({ id, ...attributes })),
    ties: read.mapEdges((id, attributes, source, target) => ({ id, source, target, ...attributes })),
  };
}

const readers = {
  graphml: (text) => graph(require("graphology-graphml").parse(require("graphology").MultiDirectedGraph, text)),
  gexf: (text) => graph(require("graphology-gexf").parse(require("graphology").MultiDirectedGraph, text)),
  cyjs: (text) => {
    const written = JSON.parse(text);
    const read = require("cytoscape")({ headless: true, elements: written.elements ?? written });
    return { nodes: read.nodes().map((node) => node.data()), ties: read.edges().map((edge) => edge.data()) };
  },
  graphology: (text) => {
    const whole = JSON.parse(text);
    const written = whole.graphDataset?.fullGraph ?? whole; // Gephi Lite's
    const read = new (require("graphology").MultiGraph)({ type: written.options?.type ?? "mixed" });
    return graph(read.import(written));
  },
  yaml: (text) => {
    const read = require("yaml").parseAllDocuments(text).map((one) => one.toJS()).filter((one) => one !== null);
    const lists = read.length === 1 ? [read[0], ...Object.values(read[0])].filter(Array.isArray) : [];
    return lists.length === 1 ? lists[0] : read;
  },
  quickstatements: (text) => require("quickstatements-to-wikibase-edit")(text),
  geojson: (text) => require("@placemarkio/check-geojson").check(text),
  mmd: async (text) => {
    const { window } = new (require("jsdom").JSDOM)("");
    Object.assign(globalThis, { window, document: window.document });
    const mermaid = (await import("mermaid")).default;
    mermaid.initialize({ maxTextSize: 1e9, maxEdges: 1e9 });
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    // As Mermaid draws them: its own marks are HTML entities, which the browser reads.
    const drawn = (label) => {
      const element = window.document.createElement("div");
      element.innerHTML = label.replace(/ﬂ°°/g, "&#").replace(/ﬂ°/g, "&").replace(/¶ß/g, ";");
      return element.textContent;
    };
    return {
      nodes: [...db.getVertices().values()].map(({ id, text }) => ({ id, label: drawn(text) })),
      ties: db.getEdges().map(({ start, end, text, type, stroke }) => [start, end, drawn(text), type, stroke]),
    };
  },
};

const [format, file] = process.argv.slice(2);
Promise.resolve(readers[format](fs.readFileSync(file, "utf-8"))).then((seen) => process.stdout.write(JSON.stringify(seen)));
