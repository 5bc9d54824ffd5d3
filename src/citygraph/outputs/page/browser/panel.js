// The panel: the facts of a node, a tie or a source, or the path between two nodes, with the evidence.
"use strict";

/** What can be looked at: a node, a tie, a source by its id, a path; nothing. @typedef {Node_ | Tie | string | Hop[] | null} Thing */

const MOST = 12;

class Panel {
  /** @param {HTMLElement} root @param {Page} page */
  constructor(root, page) {
    this.root = root;
    this.page = page;
  }

  /** @param {Thing} thing @param {[Node_, Node_] | null} ends of the path that is looked for */
  show(thing, ends) {
    const parts = ends ? this.path(ends, /** @type {Hop[] | null} */ (thing))
      : thing === null ? this.welcome()
      : typeof thing === "string" ? this.source(thing)
      : "kind" in thing ? this.tie(thing)
      : this.node(/** @type {Node_} */ (thing));
    const close = button("close", () => this.page.open(null), "✕");
    close.ariaLabel = close.title = TEXT.close;
    this.root.replaceChildren(...(thing === null && !ends ? [] : [close]), ...parts.filter((part) => part !== null));
    this.root.classList.toggle("idle", thing === null && !ends);
    this.root.scrollTop = 0;
  }

  /** Move the focus to the heading, from which a reader goes on. */
  focus() {
    const head = this.root.querySelector("h2");
    if (!head) return;
    head.tabIndex = -1;
    head.focus({ preventScroll: true });
  }

  // ---------------------------------------------------------------- nothing picked: how to read the picture

  welcome() {
    const most = [...this.page.filters.nodes].filter((node) => this.degree(node))
      .sort((one, other) => this.degree(other) - this.degree(one) || (one.id < other.id ? -1 : 1)).slice(0, 8);
    return [
      make("p", {}, TEXT.welcome), make("p", { className: "quiet" }, TEXT.welcomePath),
      ...this.legend(),
      ...(most.length ? [heading(TEXT.largest), make("ul", { className: "ties" }, ...most.map((node) =>
        make("li", {}, make("div", { className: "row" }, this.to(node), make("span", { className: "when" }, TEXT.ties(this.degree(node))))),
      ))] : []),
    ];
  }

  /** What the lines and the shapes of the picture mean. */
  legend() {
    const groups = Object.keys(TEXT.groups).filter((group) => KINDS.some((kind) => kind.group === group));
    const types = Object.keys(DATA.style.shapes).filter((type) => NODES.some((node) => node.type === type));
    const { filters, stage: picture } = this.page;
    return !filters.nodes.size ? [] : [
      heading(TEXT.legend),
      make("ul", { className: "legend" },
        ...groups.map((group) => make("li", {}, groupSwatch(group), TEXT.groups[/** @type {keyof typeof TEXT.groups} */ (group)])),
        ...types.map((type) => make("li", {}, typeSwatch(type), TEXT.types[/** @type {keyof typeof TEXT.types} */ (type)])),
        ...stagesOf(filters.ties).map(([stage, number]) =>
          make("li", {}, stateSwatch({ ...STAGES[stage], ...(picture.bare.has(stage) ? { mark: "" } : {}) }), stage, make("span", { className: "number" }, number.toLocaleString("en")), this.meaning(stage))),
        KINDS.every((kind) => kind.symmetric) ? null : make("li", {}, make("span", { className: "swatch arrow" }, "▶"), TEXT.arrow),
      ),
      picture.bare.size ? make("p", { className: "quiet" }, picture.bareInWords()) : null,
    ].filter((part) => part !== null);
  }

  /** What a stage means, in the words for ties that all have a source or in those for others. @param {string} stage */
  meaning(stage) {
    const { means } = STAGES[stage];
    if (!means) return null;
    const isCited = this.page.filters.ties.every((tie) => tie.time.stage !== stage || tie.sources.length);
    return make("span", { className: "number" }, means[isCited ? 0 : 1]);
  }

  /** What paper has under picture and table: the legend, the sources of what is shown, the day. */
  paper() {
    const { filters, view } = this.page;
    const cited = [...new Set(filters.ties.flatMap((tie) => tie.sources))].map((id) => [nameOf(id), SOURCES[id]?.url || ""]);
    const day = new Date().toLocaleDateString("en", { day: "numeric", month: "long", year: "numeric" });
    return [
      ...this.legend(),
      ...(cited.length ? [heading(TEXT.facets.source), make("ol", { className: "cited" }, ...cited.map(([title, address]) =>
        make("li", {}, [title, address].filter(Boolean).join(", "))))] : []),
      make("p", { className: "quiet" }, TEXT.printed(day, DATA.citygraph), view === "map" ? ` ${TEXT.outline(DATA.credit)}` : null),
    ];
  }

  /** @param {Node_} node */
  degree(node) {
    return this.page.filters.degree[node.index];
  }

  // ---------------------------------------------------------------- a node

  /** @param {Node_} node */
  node(node) {
    const { more } = node;
    const about = [TEXT.type[/** @type {keyof typeof TEXT.type} */ (node.type)], more.type, node.country && node.type !== "country" ? countryName(node.country) : null,
      node.place ? `${node.place[1]}, ${node.place[0]}` : null];
    const aliases = node.names.filter(([text, how]) => how === "alias" && text !== node.name).map(([text]) => text);
    const focused = this.page.filters.near?.node === node;
    const statements = STATEMENTS.filter((said) => said.by === node.id || said.about?.includes(node.id) || said.at === node.id);
    return [
      make("h2", {}, typeSwatch(node.type), unfoldingName(node.name)),
      node.own && node.own !== node.name ? make("p", { className: "quiet" }, make("bdi", {}, short(node.own))) : null,
      make("p", { className: "quiet" }, about.filter(Boolean).join(" · ")),
      this.standing(node),
      make("div", { className: "actions" },
        button("", () => this.page.beginPath(node), TEXT.pathFrom),
        button("", () => this.page.focus(focused ? null : node), focused ? TEXT.unfocus : TEXT.focus),
        button("", () => this.page.stage.reveal([node]), TEXT.showIt)),
      ...this.ties(node),
      ...this.statements(statements),
      this.facts([
        [TEXT.names, aliases.join(", ")],
        [TEXT.when, more.when], [TEXT.level, more.level], [TEXT.part_of, more.part_of ? this.name(more.part_of) : null],
        [TEXT.known_for, list(more.known_for)], [TEXT.iso, more.iso],
        [TEXT.identifiers, identifiers(more.identifiers)],
        ...this.rest(more, NODE_KEYS),
        [TEXT.tags, list(more.tags)], [TEXT.notes, list(more.notes)],
      ]),
      ...this.observations(more.observations || []),
      ...(node.evidence.length ? [heading(TEXT.evidence), ...this.evidence(node.evidence)] : []),
    ];
  }

  /** The first answer about a node: with how many others it has ties, and how these stand. @param {Node_} node */
  standing(node) {
    const shown = node.ties.filter((tie) => !this.page.filters.why[tie.index]);
    if (!shown.length) return null;
    const others = new Set(shown.map((tie) => otherEnd(tie, node)));
    const countries = new Set([...others].map((other) => other.country).filter((code) => code !== null));
    const stages = stagesOf(shown).map(([stage, number]) => `${number.toLocaleString("en")} ${stage}`).join(", ");
    return make("p", {}, TEXT.standing(shown.length, others.size, countries.size, stages));
  }

  /** The ties of a node, by how they read from it. @param {Node_} node */
  ties(node) {
    const { filters } = this.page;
    const shown = node.ties.filter((tie) => !filters.why[tie.index]);
    const hidden = node.ties.length - shown.length;
    /** @type {Map<string, Tie[]>} */
    const groups = new Map();
    const byKind = new Set(shown.map((tie) => tie.kind));
    for (const kind of KINDS.filter((one) => byKind.has(one))) {
      const ofKind = shown.filter((tie) => tie.kind === kind);
      for (const label of new Set(Object.values(kind.labels).flatMap(([out, back]) => [out, back]))) {
        const ties = ofKind.filter((tie) => labelFrom(tie, node) === label);
        if (ties.length) groups.set(label, [...(groups.get(label) || []), ...ties]);
      }
    }
    const blocks = [...groups].map(([label, ties]) => {
      ties.sort((one, other) => this.degree(otherEnd(other, node)) - this.degree(otherEnd(one, node)));
      return make("section", {},
        make("h4", {}, groupSwatch(ties[0].kind.group), label, make("span", { className: "number" }, ties.length > 1 ? String(ties.length) : "")),
        unfolding(ties.map((tie) => () => this.tieLine(tie, otherEnd(tie, node)))));
    });
    return [
      heading(TEXT.ties(shown.length)), ...blocks,
      hidden ? make("p", { className: "quiet" }, TEXT.hidden(hidden)) : null,
    ];
  }

  /** @param {Tie} tie @param {Node_} other */
  tieLine(tie, other) {
    const details = this.toTie("link dates", tie, when(tie) || TEXT.undatedTie);
    details.title = TEXT.details;
    const line = make("li", {}, make("div", { className: "row" }, this.to(other), this.status(tie), noteSign(tie), details));
    const note = tie.more.title || list(tie.more.subject);
    if (note) line.append(make("div", { className: "quiet" }, note));
    return line;
  }

  /** What a tie is today. @param {Tie} tie */
  status(tie) {
    const { isFact, isPlan } = tie.stage;
    return make("span", { className: `status${isFact ? " fact" : isPlan ? " plan" : ""}` }, tie.time.stage);
  }

  // ---------------------------------------------------------------- figures

  /** @param {Record<string, any>[]} observations */
  observations(observations) {
    if (!observations.length) return [];
    /** @type {Map<string, Record<string, any>[]>} */
    const groups = new Map();
    for (const one of observations) groups.set(one.property, [...(groups.get(one.property) || []), one]);
    return [heading(TEXT.observations), ...[...groups].map(([property, rows]) => {
      rows.sort((one, other) => ((one.time || "") < (other.time || "") ? -1 : 1));
      const most = Math.max(...rows.map((row) => Number(row.value) || 0));
      return make("section", {}, make("h4", {}, property.replaceAll("-", " ").replaceAll("_", " ")),
        make("ul", { className: "figures" }, ...rows.map((row) => {
          const chart = rows.length > 1 && most > 0 ? [chartBar(Number(row.value) / most, row.bound && row.bound !== "exactly")] : [];
          return make("li", {},
            make("div", { className: "row" }, row.time && row.time === row.during ? this.name(row.time) : make("span", {}, row.time),
              make("span", { className: "figure" }, figure(row))), ...chart, ...this.foldedEvidence(row.evidence || []));
        })));
    })];
  }

  // ---------------------------------------------------------------- a tie

  /** @param {Tie} tie */
  tie(tie) {
    const { since, until, when: then, seen, stage } = tie.time;
    const { more } = tie;
    const beside = tie.from.ties.filter((other) => other !== tie && (otherEnd(other, tie.from) === tie.to));
    const statements = STATEMENTS.filter((said) => said.about?.includes(tie.id));
    const possibly = this.page.filters.held(tie) === "possibly";
    return [
      make("h2", { className: "tie" }, ...this.notYet(tie), this.to(tie.from), make("span", { className: "how" }, groupSwatch(tie.kind.group), labelFrom(tie, tie.from)), this.to(tie.to)),
      make("p", {}, stateSwatch(tie.stage), " ", this.status(tie)),
      possibly ? make("p", { className: "quiet" }, TEXT.perhapsThen) : null,
      this.facts([
        [TEXT.kind, `${tie.kind.id} · ${TEXT.groups[/** @type {keyof typeof TEXT.groups} */ (tie.kind.group)]}`],
        [TEXT.status, stage === tie.status ? stage : `${tie.status} (${stage})`], [TEXT.stated, more.stated],
        [TEXT.on, then], [sinceOrFrom(tie), since], [TEXT.until, until === ".." ? TEXT.openEnd : until], [TEXT.seen, seen],
        [TEXT.history, list((more.history || []).map((/** @type {any} */ entry) => [entry.from, entry.is].filter(Boolean).join(" ")))],
        ...this.rest(more, TIE_KEYS),
        [TEXT.tags, list(more.tags)], [TEXT.notes, list(more.notes)],
      ]),
      ...this.observations(more.observations || []),
      heading(TEXT.evidence), ...this.evidence(tie.evidence),
      ...this.statements(statements),
      ...(beside.length ? [heading(TEXT.further), make("ul", { className: "ties" }, ...beside.map((other) =>
        make("li", {}, make("div", { className: "row" },
          this.toTie("link", other, ...isolatedWords(other)), this.status(other), noteSign(other),
          make("span", { className: "when" }, when(other))))))] : []),
    ];
  }

  /** What comes before the ends of a tie that has not come about: how it stood and stands. @param {Tie} tie */
  notYet(tie) {
    const stands = [...(tie.more.history || []).map((/** @type {any} */ entry) => entry.is), tie.time.stage].filter((is, at, all) => is && all.indexOf(is) === at);
    return tie.stage.hollow ? [make("span", { className: "how" }, `${stands.join(", ")}:`)] : [];
  }

  // ---------------------------------------------------------------- a source

  /** @param {string} id */
  source(id) {
    const source = SOURCES[id];
    const ties = TIES.filter((tie) => tie.sources.includes(id));
    return [
      make("h2", {}, unfoldingName(source.title || id)), make("p", { className: "quiet" }, [TEXT.source.toLowerCase(), source.type].filter(Boolean).join(" · ")),
      this.facts(Object.entries(source).filter(([key]) => key !== "title" && key !== "type").map(([key, value]) => [worded(key), list(value)])),
      heading(TEXT.cites(ties.length)),
      unfolding(ties.map((tie) => () =>
        make("li", {}, make("div", { className: "row" },
          this.toTie("link", tie, ...isolatedWords(tie)), this.status(tie), noteSign(tie),
          make("span", { className: "when" }, when(tie)))))),
    ];
  }

  // ---------------------------------------------------------------- a path

  /** @param {[Node_, Node_]} ends @param {Hop[] | null} hops */
  path([start, end], hops) {
    const title = make("h2", {}, TEXT.path(short(start.name), short(end.name)));
    if (start === end) return [title, make("p", {}, TEXT.same)];
    if (!hops) return [title, make("p", {}, TEXT.noPath)];
    const doubtful = [...new Set(hops.filter((hop) => hop.tie.stage.isPlan).map((hop) => hop.tie.time.stage))];
    const beside = hops.reduce((sum, hop) => sum + hop.beside.length, 0);
    return [
      title, make("p", { className: "quiet" }, TEXT.hops(hops.length)),
      doubtful.length ? make("p", { className: "doubt" }, TEXT.restsOn(doubtful.join(", "))) : null,
      make("ol", { className: "path" }, make("li", { className: "stop" }, this.to(start)), ...hops.flatMap((hop) => [
        make("li", { className: "hop" },
          make("div", { className: "row" }, groupSwatch(hop.tie.kind.group),
            this.toTie("link", hop.tie, labelFrom(hop.tie, hop.from)), this.status(hop.tie), noteSign(hop.tie),
            make("span", { className: "when" }, when(hop.tie))),
          ...this.evidence(hop.tie.evidence)),
        make("li", { className: "stop" }, this.to(hop.to)),
      ])),
      beside ? make("p", { className: "quiet" }, TEXT.beside(beside)) : null,
      make("div", { className: "actions" }, button("", () => this.page.connect(end, start), TEXT.turnRound)),
    ];
  }

  // ---------------------------------------------------------------- shared by all of these

  /** A button that leads to a node. @param {Node_} node */
  to(node) {
    return button("link name", () => this.page.open(node), short(node.name));
  }

  /** A button that leads to a tie, and is called by its ends, its kind, its status and its dates. @param {string} look
   * @param {Tie} tie @param {...(Node | string)} text */
  toTie(look, tie, ...text) {
    const made = button(look, () => this.page.open(tie), ...text);
    made.ariaLabel = nameOfTie(tie, made.textContent || "");
    return made;
  }

  /** What an id names, as a button if one can go there. @param {string} id */
  name(id) {
    const node = NODE.get(id), tie = TIE.get(id);
    if (node) return this.to(node);
    if (tie) return this.toTie("link", tie, sentence(tie));
    return SOURCES[id] ? button("link", () => this.page.open(id), nameOf(id)) : make("span", {}, id);
  }

  /** @param {[string, any][]} rows */
  facts(rows) {
    const told = rows.filter(([, value]) => value !== null && value !== undefined && value !== "");
    if (!told.length) return null;
    return make("dl", {}, ...told.flatMap(([key, value]) => [make("dt", {}, key), make("dd", {}, shownAs(value))]));
  }

  /** What else a record says, under its own words. @param {Record<string, any>} record @param {Set<string>} known
   * @returns {[string, any][]} */
  rest(record, known) {
    return Object.entries(record).filter(([key]) => !known.has(key)).flatMap(([key, value]) =>
      value && typeof value === "object" && !Array.isArray(value)
        ? Object.entries(value).filter(([inner]) => inner !== "evidence").map(([inner, said]) => /** @type {[string, any]} */ ([`${worded(key)}: ${inner.replaceAll("_", " ")}`, this.value(inner, said)]))
        : [/** @type {[string, any]} */ ([worded(key), this.value(key, value)])]);
  }

  /** @param {string} key @param {any} value */
  value(key, value) {
    if (!REFERENCES.has(key)) return list(value);
    const ids = Array.isArray(value) ? value : [value];
    return make("span", {}, ...ids.flatMap((id, at) => [at ? ", " : null, this.name(id)]));
  }

  /** @param {Statement[]} statements */
  statements(statements) {
    if (!statements.length) return [];
    return [heading(TEXT.statements), ...statements.map((said) => {
      const about = (said.about || []).flatMap((id, at) => [at ? ", " : null, this.name(id)]);
      return make("div", { className: "statement" },
        make("p", {}, this.name(said.by), said.at ? ` ${TEXT.atPlace} ` : null, said.at ? this.name(said.at) : null,
          about.length ? ` ${TEXT.aboutWhom} ` : null, ...about),
        ...this.evidence(said.evidence.map((item) => ({ ...item, by: null }))),
        said.notes ? make("p", { className: "quiet" }, list(said.notes)) : null);
    })];
  }

  /** @param {Evidence[]} evidence */
  evidence(evidence) {
    if (!evidence.length) return [make("p", { className: "doubt" }, TEXT.noEvidence)];
    return evidence.map(({ source, quote, by, ...rest }) => {
      const cited = SOURCES[source];
      const where = Object.entries(rest).filter(([, value]) => value).map(([key, value]) => `${worded(key).toLowerCase()} ${list(value)}`).join(", ");
      return make("figure", { className: "evidence" },
        quote ? make("blockquote", {}, `“${quote}”`) : null,
        make("figcaption", {}, by ? `${TEXT.says(nameOf(by))}, ` : null,
          cited ? button("link", () => this.page.open(source), nameOf(source)) : make("span", {}, source),
          where ? `, ${where}` : null,
          cited?.url ? " " : null, cited?.url ? link(cited.url, /^https?:/i.test(cited.url) ? "↗" : cited.url) : null));
    });
  }

  /** @param {Evidence[]} evidence */
  foldedEvidence(evidence) {
    if (!evidence.length) return [];
    return [make("details", { className: "folded" }, make("summary", {}, TEXT.source), ...this.evidence(evidence))];
  }
}

/** What a button of a tie is called: what can be read in it comes with it. @param {Tie} tie @param {string} text */
function nameOfTie(tie, text) {
  const said = [sentence(tie), when(tie)].filter(Boolean).join(", ");
  return visible(said.includes(text) ? said : `${text}: ${said}`);
}

/** Keys of records that have their own place in the panel. */
const NODE_KEYS = new Set(["type", "when", "level", "part_of", "known_for", "iso", "identifiers", "tags", "notes", "observations", "names", "evidence"]);
const TIE_KEYS = new Set(["history", "stated", "tags", "notes", "observations", "evidence", "from", "to"]);
/** Keys whose values are ids. */
const REFERENCES = new Set(["on_behalf_of", "follows", "document", "signed_by", "during", "part_of"]);

/** @param {string} key @returns {string} */
const worded = (key) => {
  const known = /** @type {Record<string, any>} */ (TEXT)[key];
  return typeof known === "string" ? known : (key[0].toUpperCase() + key.slice(1)).replaceAll("_", " ");
};

/** @param {any} value @returns {string} */
function list(value) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(list).join(", ");
  return typeof value === "object" ? Object.entries(value).map(([key, said]) => `${key}: ${list(said)}`).join(", ") : String(value);
}

/** A value as an element: links where it is an address. @param {any} value @returns {Node} */
const shownAs = (value) => (value instanceof Node ? value : /^https?:/i.test(value) ? link(String(value)) : document.createTextNode(visible(String(value))));

/** A sign that a tie has notes, which its own panel shows. @param {Tie} tie */
const noteSign = (tie) => (tie.more.notes ? make("span", { className: "note", title: list(tie.more.notes) }, TEXT.note) : null);

/** @param {string} text */
const heading = (text) => make("h3", {}, text);

/** Where registers tell more of what has an identifier there. @type {Record<string, (id: string) => string>} */
const REGISTERS = {
  wikidata: (id) => `https://www.wikidata.org/wiki/${encodeURIComponent(id)}`,
  geonames: (id) => `https://www.geonames.org/${encodeURIComponent(id)}`,
};

/** @param {Record<string, string> | undefined} ids */
function identifiers(ids) {
  if (!ids) return null;
  return make("span", {}, ...Object.entries(ids).flatMap(([register, id], at) =>
    [at ? ", " : null, `${register} `, REGISTERS[register] ? link(REGISTERS[register](String(id)), String(id)) : String(id)]));
}

/** @param {Record<string, any>} row */
function figure(row) {
  const bound = TEXT.bounds[/** @type {keyof typeof TEXT.bounds} */ (row.bound)] || "";
  const number = typeof row.value === "number" ? row.value.toLocaleString("en") : list(row.value);
  return `${bound}${number}${row.unit ? ` ${row.unit}` : ""}`;
}

/** A bar of a small chart; hatched where the figure is not exact. @param {number} share @param {boolean} vague */
const chartBar = (share, vague) => draw("svg", { class: "bar", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
  draw("rect", { x: 0, y: 1, width: Math.max(1, 100 * share), height: 8, class: vague ? "vague" : "exact" }));

/** A list of which only the beginning is shown, till more is asked for. @param {(() => HTMLElement)[]} items */
function unfolding(items) {
  const made = make("ul", { className: "ties" });
  let shown = 0;
  const more = button("more", () => grow(), "");
  const grow = () => {
    more.remove();
    const next = items.slice(shown, shown ? shown + 20 * MOST : MOST).map((item) => item());
    made.append(...next);
    if (shown) next[0]?.querySelector("button")?.focus();
    shown += next.length;
    if (shown < items.length) {
      more.textContent = TEXT.more(items.length - shown);
      made.append(make("li", {}, more));
    }
  };
  grow();
  return made;
}
