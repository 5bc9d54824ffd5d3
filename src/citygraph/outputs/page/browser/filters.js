// The filters: the page's lens. Each facet works like an option of the command line: only some values, or all but some.
"use strict";

/** The values to include (all if there are none), and the values to exclude. */
class Filter {
  constructor() {
    /** @type {Set<string>} */ this.only = new Set();
    /** @type {Set<string>} */ this.not = new Set();
  }

  get isEmpty() {
    return !this.only.size && !this.not.size;
  }

  /** @param {string} value */
  admits(value) {
    return !this.not.has(value) && (!this.only.size || this.only.has(value));
  }

  /** Whether a thing that has several values passes. @param {string[]} values */
  admitsAny(values) {
    return !values.some((value) => this.not.has(value)) &&
      (!this.only.size || values.some((value) => this.only.has(value)));
  }

  /** Lets a value pass that does not, or the other way round. @param {string} value */
  toggle(value) {
    if (this.only.size) {
      if (!this.only.delete(value)) this.only.add(value);
    } else if (!this.not.delete(value)) {
      this.not.add(value);
    }
  }

  /** Lets one value pass alone; all of them, if it does already. @param {string} value */
  toggleOnly(value) {
    const alone = this.only.size === 1 && this.only.has(value);
    this.clear();
    if (!alone) this.only.add(value);
  }

  clear() {
    this.only.clear();
    this.not.clear();
  }

  /** The same in the form of the command line, with commas. */
  toString() {
    return [...[...this.only].sort(), ...[...this.not].sort().map((value) => `!${value}`)].map(encodeURIComponent).join(",");
  }

  /** @param {string} text */
  read(text) {
    this.clear();
    for (const part of text.split(",").filter(Boolean)) {
      const value = unescaped(part);
      if (value.startsWith("!")) this.not.add(value.slice(1));
      else this.only.add(value);
    }
  }
}

/** The values of a node or a tie for a facet. Kinds are listed under their groups; a group is not a facet of its own.
 * @typedef {"type" | "country" | "kind" | "status" | "source"} Facet */

/** @type {Facet[]} */
const FACETS = ["type", "kind", "status", "country", "source"];
const NONE = "none";
/** So many ties can be read at once. */
const MOST_AT_ONCE = 800;
/** The numbers of ties of a node at which a least number changes the picture enough. */
const LEAST = (() => {
  const most = Math.max(0, ...NODES.map((node) => node.ties.length));
  return [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200].filter((degree, at) => !at || degree <= most / 1.5);
})();
/** The reasons to hide a tie, one bit each. */
const WHY = { type: 1, country: 2, ends: 4, kind: 8, status: 16, source: 32, time: 64, least: 128, near: 256 };

/** @param {Node_} node */
const countryOf = (node) => node.country ?? NONE;
/** @param {Tie} tie */
const sourcesOf = (tie) => (tie.sources.length ? tie.sources : [NONE]);

class Filters {
  constructor() {
    this.type = new Filter();
    this.kind = new Filter();
    this.status = new Filter();
    this.country = new Filter();
    this.source = new Filter();
    /** The years that are looked at; all of them if null. @type {[number, number] | null} */
    this.years = null;
    /** True if ties without a known date are shown. */
    this.undated = true;
    /** The least number of ties of a node, as the reader chose it; null if the page is to choose what can be read.
     * @type {number | null} */
    this.chosenLeast = null;
    /** The least number of ties of a node that is in force. */
    this.least = 1;
    /** What must be near: a node, and up to how many ties away. @type {{node: Node_, hops: number} | null} */
    this.near = null;
    /** For each tie, the reasons to hide it; 0 if it is shown. */
    this.why = new Uint16Array(TIES.length);
    /** The number of shown ties of each node, without regard to `least`. */
    this.degree = new Uint32Array(NODES.length);
    /** @type {Tie[]} */ this.ties = [];
    /** @type {Set<Node_>} */ this.nodes = new Set();
  }

  get isEmpty() {
    return FACETS.every((facet) => this[facet].isEmpty) && !this.years && this.undated && this.least < 2 && !this.near;
  }

  clear() {
    for (const facet of FACETS) this[facet].clear();
    Object.assign(this, { years: null, undated: true, chosenLeast: 1, near: null });
  }

  /** Whether a node takes part, as the command line's lens says. @param {Node_} node */
  admits(node) {
    return this.type.admits(node.type) && this.country.admits(countryOf(node));
  }

  /** Whether a tie counts, its ends aside. @param {Tie} tie */
  counts(tie) {
    return this.kind.admits(tie.kind.id) && this.status.admits(tie.status) && this.source.admitsAny(sourcesOf(tie)) &&
      this.held(tie) !== "no";
  }

  /** Whether a tie held in the years that are looked at. @param {Tie} tie @returns {"yes" | "possibly" | "no"} */
  held(tie) {
    const { undated, held = [] } = tie.time;
    if (undated && !this.undated) return "no";
    if (!this.years) return "yes";
    const [first, last] = this.years;
    const then = held.filter((stretch) => stretch[0] <= last && stretch[1] >= first);
    return then.some((stretch) => stretch[2]) ? "yes" : then.length ? "possibly" : "no";
  }

  /** Apply the filters again. For the node `kept`, show also the ties that are hidden only because of `least`.
   * @param {Node_ | null} kept */
  apply(kept = null) {
    const near = this.near ? this.around(this.near.node, this.near.hops) : null;
    this.degree.fill(0);
    for (const tie of TIES) {
      const why = this.reasons(tie, near);
      this.why[tie.index] = why;
      if (!why) {
        this.degree[tie.from.index]++;
        this.degree[tie.to.index]++;
      }
    }
    this.least = this.chosenLeast ?? this.readable();
    this.ties = [];
    this.nodes = new Set();
    for (const tie of TIES) {
      const few = this.leastDegree(tie) < this.least;
      if (few && !this.why[tie.index] && tie.from !== kept && tie.to !== kept) this.why[tie.index] = WHY.least;
      if (this.why[tie.index]) continue;
      this.ties.push(tie);
      this.nodes.add(tie.from).add(tie.to);
    }
    const tiesAsked = this.kind.only.size || this.status.only.size || this.source.only.size || this.years || !this.undated;
    for (const node of NODES) {
      // Show a node without ties, unless a filter asks for ties.
      if (!node.ties.length && !tiesAsked && this.least < 2 && this.admits(node) && (!near || near.has(node))) {
        this.nodes.add(node);
      }
    }
    if (this.near) this.nodes.add(this.near.node);
    if (kept) this.nodes.add(kept);
  }

  /** The number of ties of that end of a tie that has fewer, within the filters. @param {Tie} tie */
  leastDegree(tie) {
    return Math.min(this.degree[tie.from.index], this.degree[tie.to.index]);
  }

  /** The least number of ties of a node at which what passes the filters can be read at once. */
  readable() {
    const passing = new Uint32Array(LEAST.length);
    for (const tie of TIES) {
      if (!this.why[tie.index]) passing[LEAST.findLastIndex((least) => least <= this.leastDegree(tie))]++;
    }
    for (let at = LEAST.length - 1; at > 0; at--) passing[at - 1] += passing[at];
    const at = passing.findIndex((ties) => ties <= MOST_AT_ONCE);
    if (at < 0) return LEAST[LEAST.length - 1];
    return LEAST[passing[at] < MOST_AT_ONCE / 8 ? Math.max(0, at - 1) : at];
  }

  /** The nodes that pass the filters, whatever their number of ties. */
  get passing() {
    const few = new Set(this.nodes);
    for (const tie of TIES) if (this.why[tie.index] === WHY.least) few.add(tie.from).add(tie.to);
    return few;
  }

  /** How many of the nodes that pass the filters are in the picture, in words. */
  shareShown() {
    return TEXT.shown(this.nodes.size.toLocaleString("en"), thingsOf(this.passing));
  }

  /** Show some ties, whatever the filters say: those that are looked at. @param {Tie[]} ties */
  keep(ties) {
    for (const tie of ties) {
      if (this.why[tie.index]) this.ties.push(tie);
      this.why[tie.index] = 0;
      this.nodes.add(tie.from).add(tie.to);
    }
  }

  /** @param {Tie} tie @param {Set<Node_> | null} near */
  reasons(tie, near) {
    const { from, to } = tie;
    const [a, b] = [countryOf(from), countryOf(to)];
    let why = 0;
    if (!this.type.isEmpty && !this.type.admitsAny([from.type, to.type])) why |= WHY.type;
    if (!this.country.isEmpty && !this.country.admitsAny([a, b])) why |= WHY.country;
    if (!why && this.type.only.size && this.country.only.size && !this.admits(from) && !this.admits(to)) why |= WHY.ends;
    if (!this.kind.admits(tie.kind.id)) why |= WHY.kind;
    if (!this.status.admits(tie.status)) why |= WHY.status;
    if (!this.source.isEmpty && !this.source.admitsAny(sourcesOf(tie))) why |= WHY.source;
    if (this.held(tie) === "no") why |= WHY.time;
    if (near && !(near.has(from) && near.has(to))) why |= WHY.near;
    return why;
  }

  /** A node, and those that are up to some ties away. @param {Node_} start @param {number} hops */
  around(start, hops) {
    const found = new Set([start]);
    let level = [start];
    for (let hop = 0; hop < hops; hop++) {
      const next = [];
      for (const node of level) {
        for (const tie of node.ties) {
          const other = otherEnd(tie, node);
          if (found.has(other) || !this.counts(tie) || !this.admits(other)) continue;
          found.add(other);
          next.push(other);
        }
      }
      level = next;
    }
    return found;
  }

  /** How many ties, or nodes, have each value of a facet and pass all other filters, whatever their number of ties.
   * @param {Facet} facet */
  tally(facet) {
    /** @type {Map<string, number>} */
    const counts = new Map();
    const add = (/** @type {string} */ value) => counts.set(value, (counts.get(value) || 0) + 1);
    const nodes = facet === "type" || facet === "country";
    const others = ~(WHY[facet] | WHY.least | (nodes ? WHY.ends : 0));
    /** @type {Set<Node_>} */
    const seen = new Set();
    const see = (/** @type {Node_} */ node) => {
      if (!seen.has(node)) add(facet === "type" ? node.type : countryOf(node));
      seen.add(node);
    };
    for (const tie of TIES) {
      if (this.why[tie.index] & others) continue;
      if (facet === "kind") add(tie.kind.id);
      else if (facet === "status") add(tie.status);
      else if (facet === "source") sourcesOf(tie).forEach(add);
      else [tie.from, tie.to].forEach(see);
    }
    if (nodes) this.nodes.forEach(see);
    return counts;
  }

  /** The values of a facet that something in the picture has. @param {Facet} facet @returns {Set<string>} */
  shown(facet) {
    if (facet === "type") return new Set([...this.nodes].map((node) => node.type));
    if (facet === "country") return new Set([...this.nodes].map(countryOf));
    return new Set(this.ties.flatMap((tie) => (facet === "kind" ? [tie.kind.id] : facet === "status" ? [tie.status] : sourcesOf(tie))));
  }
}
