// The filters beside the picture: each value with its number of nodes or ties under all other filters.
"use strict";

const FEW = 12;
/** A list of more values than this has a search box. */
const LONG = 30;

class Sidebar {
  /** @param {HTMLElement} root @param {Filters} filters @param {(fit?: boolean) => void} changed to be
   *   called when filters have changed; `fit` if so much that all of it should come into sight */
  constructor(root, filters, changed) {
    this.root = root;
    this.filters = filters;
    this.changed = changed;
    /** How many values are listed, by facet or group of kinds, if not as many as at first. @type {Map<string, number>} */
    this.listed = new Map();
    /** What is searched for in a list. @type {Map<Facet, string>} */ this.sought = new Map();
    /** Groups whose kinds are listed. @type {Set<string>} */ this.open = new Set();
    this.values = Sidebar.inventory();
    /** How the ties of a status look, if all look alike today. @type {Map<string, State>} */
    this.looks = new Map(this.values.status.flatMap((status) => {
      const stages = stagesOf(TIES.filter((tie) => tie.status === status));
      return stages.length === 1 ? [[status, STAGES[stages[0][0]]]] : [];
    }));
    root.ariaLabel = TEXT.filtersLabel;
    this.clear = button("quiet", () => {
      filters.clear();
      changed(true);
    }, TEXT.clear);
    this.near = make("div", { className: "near" });
    this.least = make("input", { type: "range", min: "1", max: "20", ariaLabel: TEXT.leastLabel });
    this.leastSays = make("span", {});
    this.least.addEventListener("input", () => {
      filters.chosenLeast = LEAST[Number(this.least.value) - 1];
      changed(true);
    });
    /** The values of a facet that something in the picture has. @type {Set<string>} */ this.seen = new Set();
    /** @type {Record<Facet, HTMLElement>} */
    this.lists = /** @type {any} */ ({});
    const sections = FACETS.filter((facet) => this.values[facet].length > 1 || facet === "type").map((facet) => {
      this.lists[facet] = make("div", { className: "values" });
      return make("details", { open: facet !== "source" || this.values.source.length < FEW },
        make("summary", {}, TEXT.facets[facet]), ...this.searchIn(facet), this.lists[facet]);
    });
    const degrees = make("div", { className: "least", hidden: LEAST.length < 3 }, this.leastSays, this.least);
    this.least.max = String(LEAST.length);
    root.replaceChildren(
      make("div", { className: "head" }, make("h2", {}, TEXT.filters), this.clear), this.near, ...sections, degrees,
    );
  }

  /** All values of each facet, the most frequent first; types, kinds and statuses in the order of the vocabulary.
   * @returns {Record<Facet, string[]>} */
  static inventory() {
    /** @param {string[]} found @returns {string[]} */
    const byNumber = (found) => {
      const counts = new Map();
      for (const value of found) counts.set(value, (counts.get(value) || 0) + 1);
      return [...counts.keys()].sort((one, other) => counts.get(other) - counts.get(one) || (one < other ? -1 : 1));
    };
    const types = new Set(NODES.map((node) => node.type)), statuses = new Set(TIES.map((tie) => tie.status));
    return {
      type: Object.keys(DATA.style.shapes).filter((type) => types.has(type)),
      kind: KINDS.length > LONG ? byNumber(TIES.map((tie) => tie.kind.id)) : KINDS.map((kind) => kind.id),
      status: STATUSES.filter((status) => statuses.has(status)),
      country: byNumber(NODES.map(countryOf)),
      source: byNumber(TIES.flatMap(sourcesOf)),
    };
  }

  /** Show the state of the filters. */
  show() {
    const { filters } = this;
    this.clear.hidden = filters.isEmpty;
    for (const facet of FACETS) {
      const list = this.lists[facet];
      if (!list) continue;
      const focused = list.contains(document.activeElement) ? document.activeElement?.id : null;
      const tally = filters.tally(facet);
      this.seen = filters.shown(facet);
      list.replaceChildren(...(facet === "kind" && !this.sought.get(facet) ? this.kinds(tally) : this.rows(facet, tally)));
      if (focused) document.getElementById(focused)?.focus();
    }
    const at = LEAST.findIndex((degree) => degree >= filters.least);
    this.least.value = String((at < 0 ? LEAST.length - 1 : at) + 1);
    this.leastSays.textContent = TEXT.least(filters.least, filters.shareShown());
    const near = filters.near;
    this.near.replaceChildren(...(near ? [
      make("span", {}, TEXT.near(near.node.name, near.hops)),
      button("quiet", () => this.widen(), TEXT.moreHops),
      button("quiet", () => {
        filters.near = null;
        this.changed(true);
      }, TEXT.unfocus),
    ] : []));
  }

  widen() {
    const { near } = this.filters;
    if (near) near.hops++;
    this.changed(true);
  }

  /** A box to search a long list with. @param {Facet} facet */
  searchIn(facet) {
    const { length } = this.values[facet];
    if (length <= LONG) return [];
    const text = TEXT.among(length, TEXT.chosen[facet]);
    const box = make("input", { type: "search", className: "sought", placeholder: text, ariaLabel: text });
    box.addEventListener("input", () => {
      this.sought.set(facet, box.value.trim());
      this.listed.delete(facet);
      this.show();
    });
    return [box];
  }

  /** @param {Facet} facet @param {Map<string, number>} tally */
  rows(facet, tally) {
    const sought = this.sought.get(facet) || "", key = fold(sought);
    const found = sought ? this.values[facet].filter((value) => fold(valueName(facet, value)).includes(key)) : this.values[facet];
    return found.length || !sought ? this.some(facet, facet, found, tally) : [make("p", { className: "quiet" }, TEXT.searchNothing)];
  }

  /** The first of some values, and those that are chosen; the rest is counted, and comes if one asks.
   * @param {string} list @param {Facet} facet @param {string[]} values @param {Map<string, number>} tally */
  some(list, facet, values, tally) {
    const filter = this.filters[facet];
    const most = this.listed.get(list) || (values.length > FEW + 2 ? FEW : values.length);
    const chosen = values.slice(most).filter((value) => filter.only.has(value) || filter.not.has(value)).slice(0, FEW);
    const shown = [...values.slice(0, most), ...chosen], left = values.length - shown.length;
    /** @type {HTMLElement[]} */
    const rows = shown.map((value) => this.row(facet, value, valueName(facet, value), tally.get(value) || 0));
    if (left || this.listed.has(list)) {
      const made = button("more", () => {
        if (left) this.listed.set(list, most + 8 * FEW);
        else this.listed.delete(list);
        this.show();
      }, left ? TEXT.more(left) : TEXT.fewer);
      made.id = `more-${list}`;
      rows.push(made);
    }
    return rows;
  }

  /** The kinds under their groups. @param {Map<string, number>} tally */
  kinds(tally) {
    return Object.keys(TEXT.groups).flatMap((group) => {
      const kinds = this.values.kind.filter((kind) => KIND.get(kind)?.group === group);
      if (!kinds.length) return [];
      const number = kinds.reduce((sum, kind) => sum + (tally.get(kind) || 0), 0);
      const isOpen = this.open.has(group);
      const unfold = button("unfold", () => {
        if (!this.open.delete(group)) this.open.add(group);
        this.show();
      }, isOpen ? "▾" : "▸");
      unfold.id = `unfold-${group}`;
      unfold.ariaExpanded = String(isOpen);
      unfold.ariaLabel = TEXT.kindsOf(groupName(group));
      const head = this.line(`group-${group}`, groupName(group), number,
        kinds, groupSwatch(group), unfold);
      const rows = isOpen ? this.some(`kinds-${group}`, "kind", kinds, tally) : [];
      rows.forEach((row) => row.classList.add("under"));
      return [head, ...rows];
    });
  }

  /** A line for some kinds at once. @param {string} id @param {string} text @param {number} number @param {string[]} kinds
   * @param {Node} swatch @param {HTMLElement} unfold */
  line(id, text, number, kinds, swatch, unfold) {
    const filter = this.filters.kind;
    const admitted = kinds.filter((kind) => filter.admits(kind)).length;
    const change = () => {
      const out = admitted === kinds.length;
      for (const kind of kinds) if (filter.admits(kind) === out) filter.toggle(kind);
      this.changed();
    };
    const alone = () => {
      const already = filter.only.size === kinds.length && kinds.every((kind) => filter.only.has(kind));
      filter.clear();
      if (!already) kinds.forEach((kind) => filter.only.add(kind));
      this.changed();
    };
    const made = this.check(id, text, number, kinds.some((kind) => this.seen.has(kind)), admitted === kinds.length, swatch, change, alone);
    const box = /** @type {HTMLInputElement} */ (made.querySelector("input"));
    box.indeterminate = admitted > 0 && admitted < kinds.length;
    made.prepend(unfold);
    return made;
  }

  /** @param {Facet} facet @param {string} value @param {string} text @param {number} number */
  row(facet, value, text, number) {
    const filter = this.filters[facet];
    const act = (/** @type {(value: string) => void} */ how) => () => {
      how.call(filter, value);
      this.changed();
    };
    const look = facet === "status" ? this.looks.get(value) : null;
    const swatch = facet === "type" ? typeSwatch(value) : look ? stateSwatch(look) : null;
    return this.check(`${facet}-${value}`, text, number, this.seen.has(value), filter.admits(value), swatch, act(filter.toggle), act(filter.toggleOnly));
  }

  /** @param {string} id @param {string} text @param {number} number @param {boolean} isSeen @param {boolean} checked
   * @param {Node | null} swatch @param {() => void} change @param {() => void} alone */
  check(id, text, number, isSeen, checked, swatch, change, alone) {
    const box = make("input", { type: "checkbox", id, checked });
    box.addEventListener("change", change);
    const only = button("only", alone, TEXT.only);
    only.id = `only-${id}`;
    only.ariaLabel = visible(TEXT.onlyLabel(text));
    return make("div", { className: number ? "value" : "value none" },
      make("label", {}, box, swatch, make("span", { className: "name", title: text }, text)), only,
      make("span", { className: "number" }, number.toLocaleString("en")),
      number && checked && !isSeen && this.filters.least > 1 ? make("span", { className: "few" }, TEXT.noneWith(this.filters.least)) : null);
  }
}

/** @param {string} group */
const groupName = (group) => TEXT.groups[/** @type {keyof typeof TEXT.groups} */ (group)];

/** Kinds by their ids. @type {Map<string, Kind>} */
const KIND = new Map(KINDS.map((kind) => [kind.id, kind]));

/** What people call a value of a facet. @param {Facet} facet @param {string} value */
function valueName(facet, value) {
  if (facet === "type") return TEXT.types[/** @type {keyof typeof TEXT.types} */ (value)];
  if (facet === "country") return value === NONE ? TEXT.noCountry : short(countryName(value));
  if (facet === "source") return value === NONE ? TEXT.noSource : nameOf(value);
  if (facet === "status") return STATUS_WORDS.get(value) || value;
  return value;
}

/** Each status in the words for what its ties are today, since a visit that has ended took place.
 * @type {Map<string, string>} */
const STATUS_WORDS = new Map(STATUSES.map((status) =>
  [status, stagesOf(TIES.filter((tie) => tie.status === status)).map(([stage]) => stage).join(TEXT.or)]));

/** @param {string} type */
function typeSwatch(type) {
  const pen = new SvgPen();
  shapePath(pen, DATA.style.shapes[type], 8, 8, 5);
  return draw("svg", { class: "swatch", viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" },
    draw("path", { d: String(pen), class: `node ${DATA.style.shapes[type]}` }));
}

/** @param {string} group */
function groupSwatch(group) {
  const dash = DATA.style.lines[group].dash.map((/** @type {number} */ part) => part * 2).join(" ");
  const line = draw("path", { d: "M1 8H27", "stroke-width": 2.4, "stroke-dasharray": dash, fill: "none", class: `line ${group}` });
  return draw("svg", { class: "swatch", viewBox: "0 0 28 16", width: 28, height: 16, "aria-hidden": "true" }, line);
}

/** @param {State} state */
function stateSwatch(state) {
  const lines = state.hollow
    ? [draw("path", { d: "M1 8H27", "stroke-width": 5, class: "line plain" }), draw("path", { d: "M1 8H27", "stroke-width": 2.2, class: "line ground" })]
    : [draw("path", { d: "M1 8H27", "stroke-width": 2.2 * state.width, class: "line plain" })];
  const disc = new SvgPen(), mark = new SvgPen();
  markPath(disc, mark, state.mark, 14, 8, 4);
  const marks = state.mark ? [
    draw("path", { d: String(disc), class: "gap" }),
    draw("path", { d: String(mark), "stroke-width": 1.7, "stroke-linecap": "round", fill: "none", class: "line plain" }),
  ] : [];
  return draw("svg", { class: "swatch", viewBox: "0 0 28 16", width: 28, height: 16, "aria-hidden": "true" },
    draw("g", { opacity: state.opacity }, ...lines), ...marks);
}
