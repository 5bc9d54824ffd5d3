// All texts of the page in one place, so that they can be translated.
"use strict";

/** A number with the right form of a noun: `count(3, "tie", "ties")` is "3 ties".
 * @param {number} number @param {string} one @param {string} many */
const count = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

const TEXT = {
  views: { network: "Network", map: "Map", table: "Table" },
  viewsLabel: "Show as",
  search: "Search names  ( / )",
  searchLabel: "Search names, in any spelling and script",
  searchNothing: "No name matches",
  nodes: (/** @type {number} */ n) => count(n, "node", "nodes"),
  ties: (/** @type {number} */ n) => count(n, "tie", "ties"),
  shown: (/** @type {string} */ shown, /** @type {string} */ all) => `${shown} of ${all}`,

  filters: "Filters",
  filtersLabel: "Filter nodes and ties",
  clear: "Show all",
  only: "only",
  kindsOf: (/** @type {string} */ group) => `Kinds of ${group}`,
  onlyLabel: (/** @type {string} */ what) => `Only ${what}`,
  more: (/** @type {number} */ n) => `${n.toLocaleString("en")} more`,
  fewer: "Fewer",
  facets: { type: "Nodes", kind: "Ties", status: "Status", country: "Countries", source: "Sources" },
  noCountry: "no country",
  noSource: "no source",
  least: (/** @type {number} */ n) => (n > 1 ? `Only nodes with at least ${n} ties` : "Nodes with any number of ties"),
  leastLabel: "Least number of ties of a node",
  begin: (/** @type {number} */ n) => `The page begins with nodes of at least ${n} ties. The filters show more.`,
  near: (/** @type {string} */ name, /** @type {number} */ hops) =>
    `Only nodes up to ${count(hops, "tie", "ties")} from ${name}`,

  types: { city: "cities", country: "countries", official: "officials", organization: "organizations", event: "events" },
  type: { city: "city", country: "country", official: "official", organization: "organization", event: "event" },
  groups: {
    agreement: "agreements", exchange: "exchanges", economy: "economy", support: "support",
    network: "networks", event: "events", structure: "structure",
  },

  zoomLabel: "Zoom", zoomIn: "Zoom in", zoomOut: "Zoom out", fit: "Show everything",
  canvas: (/** @type {string} */ view, /** @type {string} */ what) =>
    `${view} of ${what}. Arrow keys move it, plus and minus zoom, N and P go from node to node, Enter opens a node. ` +
    "The table shows the same ties as text.",
  tray: (/** @type {number} */ n) => `${count(n, "node has", "nodes have")} no coordinates`,
  notOnMap: (/** @type {number} */ n) => `${count(n, "tie is", "ties are")} not on the map`,
  empty: "No node or tie matches these filters.",

  time: "Time",
  timeLabel: "Ties that began, by year",
  from: "From year", to: "To year",
  play: "Play through the years", pause: "Stop",
  allYears: "all years",
  years: (/** @type {number} */ a, /** @type {number} */ b) => (a === b ? `${a}` : `${a}–${b}`),
  undated: (/** @type {number} */ n) => `${n.toLocaleString("en")} of unknown date`,
  began: (/** @type {string} */ years, /** @type {number} */ sure, /** @type {number} */ perhaps) =>
    `${years}: ${count(sure, "tie", "ties")} began${perhaps ? `, ${perhaps.toLocaleString("en")} perhaps` : ""}`,
  noDates: "No tie here has a date.",

  welcome: "Pick a node or a tie to see its facts and their sources.",
  welcomePath: "Pick a second node with Shift to see the path between the two.",
  legend: "How to read it",
  bare: (/** @type {string} */ ties) => `Drawn without their marks, because they are too many: ${ties}. Filters show fewer ties.`,
  note: "note", undatedTie: "details", stated: "The record says",
  largest: "Most ties",
  arrow: "direction of a tie",
  panel: "Details",
  close: "Close",
  pathFrom: "Path from here to …",
  pathPick: (/** @type {string} */ name) => `Path from ${name}: pick or search the other end. Escape cancels.`,
  focus: "Only what is near",
  unfocus: "Show all again",
  moreHops: "One tie further",
  showIt: "Show in the picture",
  names: "Names", identifiers: "Identifiers", known_for: "Known for", tags: "Tags", level: "Level", part_of: "Part of",
  when: "When", notes: "Notes", iso: "ISO code",
  kind: "Kind", since: "Since", toBegin: "from", or: " or ", until: "Until", on: "On", seen: "Seen", status: "Status", openEnd: "goes on",
  source: "Source", evidence: "Evidence", noEvidence: "No source is given.", statements: "Statements", details: "Details of this tie",
  observations: "Figures", history: "History", further: "Also",
  says: (/** @type {string} */ who) => `as ${who} says`,
  atPlace: "at", aboutWhom: "about",
  perhapsThen: "possibly held in these years",
  hidden: (/** @type {number} */ n) => `${count(n, "tie is", "ties are")} hidden by the filters`,
  bounds: {
    exactly: "", about: "about ", "more-than": "more than ", "at-least": "at least ", "less-than": "less than ",
    "at-most": "at most ", nearly: "nearly ",
  },
  path: (/** @type {string} */ a, /** @type {string} */ b) => `From ${a} to ${b}`,
  hops: (/** @type {number} */ n) => count(n, "hop", "hops"),
  noPath: "No path connects them within these filters.",
  same: "Both ends are the same node.",
  restsOn: (/** @type {string} */ statuses) => `This path rests on ties that are only ${statuses}.`,
  beside: (/** @type {number} */ n) => `${count(n, "more tie joins", "more ties join")} the same nodes.`,
  turnRound: "Swap the two ends",
  cites: (/** @type {number} */ n) => `${count(n, "tie here rests", "ties here rest")} on this source`,

  tableLabel: "Table of the ties shown",
  columns: { from: "From", label: "Tie", to: "To", since: "Since", until: "Until", on: "On", status: "Status", sources: "Sources" },
  sortBy: (/** @type {string} */ column) => `Sort by ${column}`,
  moreRows: (/** @type {number} */ n) => `Show ${n.toLocaleString("en")} more`,
  noTies: "No ties to show.",

  share: "Share",
  copyLink: "Copy link to this view", copied: "The link is copied.", copyFailed: "Copy it from the address bar.",
  savePng: "Save picture (PNG)", saveSvg: "Save picture (SVG)",
  saveCsv: "Download ties (CSV)", saveJson: "Download data shown (JSON)", print: "Print",
  theme: { auto: "Colours: as the system", light: "Colours: light", dark: "Colours: dark" },
  help: "Help",
  helpTitle: "Keys",
  keys: [
    ["/", "search"], ["1 2 3", "network, map, table"], ["+ − 0", "zoom in, zoom out, show everything"],
    ["← → ↑ ↓", "move the picture"], ["N P", "next and previous node, by number of ties"], ["Enter", "open it"],
    ["Shift + click", "path to a second node"], ["F", "filters"], ["Esc", "close or cancel"], ["?", "this help"],
  ],
  keysEverywhere: "Keys of one character work everywhere, not only in the picture",
  made: (/** @type {string} */ version) => `Made with citygraph ${version}. Works without a network.`,
  outline: (/** @type {string} */ credit) => `World outline: ${credit}.`,
};
