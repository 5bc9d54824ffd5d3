// Reads the data in the page into linked objects. outputs/page/data.py writes the data and describes them.
"use strict";

/** `labels` says for each stage how a tie reads from its first end, and from its second, and what follows in brackets where
 * no status stands beside it. domain/tie_words.py has the rules.
 * @typedef {{id: string, group: string, nature: string, symmetric: boolean,
 *   labels: Record<string, [string, string, string]>}} Kind */
/** @typedef {{source: string, quote: string | null, by: string | null}} Evidence */
/** When a tie held: the dates of its record, and years; `when` is the time of an occurrence. `held` has periods: first
 * year, last year, true if sure; `undated` if no date is known. `stage` is what the tie is today, in a word for readers;
 * `words` are its dates in short, `toCome` if it begins only.
 * @typedef {{since?: string, until?: string, on?: string, when?: string, seen?: string, stage: string, words?: string,
 *   toCome?: true,
 *   began?: [number, number], held?: [number, number, boolean][], undated?: true}} Time */
/** @typedef {{index: number, id: string, name: string, type: string, country: string | null,
 *   place: [number, number] | null, spot: [number, number], names: [string, string][], evidence: Evidence[],
 *   own: string | null, more: Record<string, any>, ties: Tie[]}} Node_ */
/** `doubt` is how doubtful it is, 0 being the least.
 * @typedef {{index: number, id: string, from: Node_, to: Node_, kind: Kind, status: string, stage: Stage_, time: Time,
 *   evidence: Evidence[], doubt: number, sources: string[], more: Record<string, any>, beside: number, of: number}} Tie */
/** @typedef {{by: string, at?: string, about?: string[], evidence: Evidence[], [key: string]: any}} Statement */
/** How a line looks. @typedef {{hollow: boolean, opacity: number, mark: string, width: number}} State */
/** What a tie is on a day: how its line looks, and what follows from it. The rules are in domain/tie_rules.py.
 * @typedef {State & {isPlan: boolean, isFact: boolean, means?: string[]}} Stage_ */
/** @typedef {{ground: string, sea: string, land: string, border: string, ink: string, quiet: string, accent: string, link: string, back: string}} Paper */

const DATA = JSON.parse(element("data").textContent || "{}");

/** What a tie can be today, by its word; what holds comes first. @type {Record<string, Stage_>} */
const STAGES = DATA.style.stages;

const RANKS = Object.values(STAGES);

/** What a record can say of a tie, or its sources. @type {string[]} */
const STATUSES = DATA.style.statuses;

/** @type {Kind[]} */
const KINDS = DATA.kinds;

/** @type {Record<string, Record<string, any>>} */
const SOURCES = DATA.sources;

/** @type {Statement[]} */
const STATEMENTS = DATA.statements;

// The figures of nodes and ties name their evidence by its number.
for (const facts of [DATA.nodes, DATA.ties].flatMap(({ more }) => Object.values(more))) {
  for (const figure of facts.observations || []) figure.evidence = DATA.evidence[figure.evidence];
}

/** @type {Node_[]} */
const NODES = DATA.nodes.id.map((/** @type {string} */ id, /** @type {number} */ index) => {
  const { name, type, country, lat, lon, x, y, more } = DATA.nodes;
  const facts = more[index] || {};
  return {
    index, id, name: name[index], type: type[index], country: country[index],
    place: lat[index] === null || lon[index] === null ? null : [lon[index], lat[index]],
    spot: [x[index], y[index]],
    names: [...(facts.names || []), ...identifierNames(facts)],
    evidence: facts.evidence === undefined ? [] : DATA.evidence[facts.evidence],
    own: DATA.nodes.own?.[index] || null,
    more: facts,
    ties: [],
  };
});

/** What a node is found by in registers. @param {Record<string, any>} facts @returns {[string, string][]} */
function identifierNames({ identifiers = {}, iso }) {
  const texts = Object.entries(identifiers).flatMap(([register, id]) => [id, `${register}:${id}`]);
  return [...texts, ...(iso ? [iso] : [])].map((text) => [text, "identifier"]);
}

/** @type {Map<string, Node_>} */
const NODE = new Map(NODES.map((node) => [node.id, node]));

/** @type {Tie[]} */
const TIES = DATA.ties.from.map((/** @type {number} */ from, /** @type {number} */ index) => {
  const { to, kind, status, evidence, doubt, time, times, id, more } = DATA.ties;
  const start = NODES[from], end = NODES[to[index]];
  const said = DATA.evidence[evidence[index]];
  return {
    index,
    id: id[index] || `${KINDS[kind[index]].id}.${start.id}.${end.id}`,
    from: start, to: end,
    kind: KINDS[kind[index]],
    status: STATUSES[status[index]],
    stage: STAGES[times[time[index]].stage],
    time: times[time[index]],
    evidence: said,
    doubt: doubt[index],
    sources: [...new Set(said.map((/** @type {Evidence} */ item) => item.source))],
    more: more[index] || {},
    beside: 0, of: 1,
  };
});

/** @type {Map<string, Tie>} */
const TIE = new Map(TIES.map((tie) => [tie.id, tie]));

/** @type {[number, number] | null} */
const YEARS = DATA.ties.years;

/** Ties by the two nodes that they join. @param {Iterable<Tie>} ties @returns {Tie[][]} */
function byPair(ties) {
  /** @type {Map<number, Tie[]>} */
  const pairs = new Map();
  for (const tie of ties) {
    const [low, high] = [tie.from.index, tie.to.index].sort((a, b) => a - b);
    const pair = low * NODES.length + high, others = pairs.get(pair);
    if (others) others.push(tie);
    else pairs.set(pair, [tie]);
  }
  return [...pairs.values()];
}

/** Ties between the same two nodes run side by side: `beside` is a tie's number among them, `of` their count. */
(function join() {
  for (const tie of TIES) {
    tie.from.ties.push(tie);
    if (tie.to !== tie.from) tie.to.ties.push(tie);
  }
  for (const ties of byPair(TIES)) ties.forEach((tie, beside) => Object.assign(tie, { beside, of: ties.length }));
})();

/** The end of a tie that is not this one. @param {Tie} tie @param {Node_} node */
const otherEnd = (tie, node) => (tie.from === node ? tie.to : tie.from);

/** How a tie reads from one of its ends, where its status stands beside it. @param {Tie} tie @param {Node_} node */
const labelFrom = (tie, node) => tie.kind.labels[tie.time.stage][tie.from === node ? 0 : 1];

/** A tie as words between its ends, where its status stands beside them. @param {Tie} tie */
const words = (tie) => `${short(tie.from.name)} ${labelFrom(tie, tie.from)} ${short(tie.to.name)}`;

/** A tie as words, with each name isolated from the direction of the other. @param {Tie} tie */
const isolatedWords = (tie) => [make("bdi", {}, short(tie.from.name)), ` ${labelFrom(tie, tie.from)} `, make("bdi", {}, short(tie.to.name))];

/** A tie as a sentence that also says its status. @param {Tie} tie */
const sentence = (tie) => `${words(tie)}${tie.kind.labels[tie.time.stage][2]}`;

/** The stages of ties with the number of ties of each, in the order of the data. @param {Iterable<Tie>} ties
 * @returns {[string, number][]} */
function stagesOf(ties) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { time } of ties) counts.set(time.stage, (counts.get(time.stage) || 0) + 1);
  return Object.keys(STAGES).flatMap((stage) => (counts.has(stage) ? [[stage, counts.get(stage) || 0]] : []));
}

/** The dates of a tie, in short. @param {Tie} tie */
const when = (tie) => tie.time.words || "";

/** What has not begun has no *since*. @param {Tie} tie */
const sinceOrFrom = (tie) => (tie.time.toCome ? TEXT.toBegin : TEXT.since);

/** Compares what ties are: what holds or took place comes first, and then the order of the data.
 * @param {Stage_} one @param {Stage_} other */
const byStanding = (one, other) => Number(other.isFact) - Number(one.isFact) || RANKS.indexOf(one) - RANKS.indexOf(other);

/** A number of nodes, called what they are. Of more than three types, two are named. @param {Set<Node_> | Node_[]} nodes */
function thingsOf(nodes) {
  const all = [...nodes], found = new Set(all.map((node) => node.type));
  const types = /** @type {(keyof typeof TEXT.type)[]} */ (Object.keys(TEXT.types).filter((type) => found.has(type)));
  if (types.length < 2) return count(all.length, TEXT.type[types[0] || "city"], TEXT.types[types[0] || "city"]);
  const names = types.map((type) => TEXT.types[type]), named = names.length > 3 ? [...names.slice(0, 2), TEXT.others] : names;
  return `${all.length.toLocaleString("en")} ${named.slice(0, -1).join(", ")}${TEXT.and}${named[named.length - 1]}`;
}

/** What people call whatever has an id. @param {string} id */
const nameOf = (id) => short(NODE.get(id)?.name || (SOURCES[id] && SOURCES[id].title) || id);

/** @param {string | null} code */
const countryName = (code) => (code === null ? TEXT.noCountry : DATA.countries[code] || code);
