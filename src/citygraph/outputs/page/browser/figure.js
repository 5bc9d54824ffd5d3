// A figure to save: the picture with all that it needs to stand alone. outputs/figure.py declares what is in it and in which
// order, for the page and for `draw`.
"use strict";

/** An entry of the legend or of the tray: a sample, and its text. @typedef {{sort: string, what: string, text: string,
 *   state: State, x: number, row: number}} Entry */
/** @typedef {"seen" | "slide" | "a4" | "square"} FigureSize */

const FIGURE = DATA.figure;
/** @type {Record<string, {size: number, gap: number, step: number, most: number}>} */
const BLOCKS = FIGURE.blocks;
/** How far the middle of a row of samples is above its base line, in pixels. */ const RISE = 4;
/** The least height of the plot, in pixels. */ const LEAST_PLOT = 100;
/** For so much height of a figure its tray may have a row, in pixels. */ const TRAY_ROW_FOR = 200;
/** The least width of what is seen, in pixels: behind the table, the picture may have none. */ const LEAST_SEEN = 50;
/** @type {State} */ const PLAIN = { hollow: false, opacity: 1, mark: "", width: 1 };

class Figure {
  /** @param {Page} page @param {FigureSize} size */
  constructor(page, size) {
    const { stage } = page;
    /** @type {[number, number] | null} */ const fixed = FIGURE.sizes[size === "seen" && stage.width < LEAST_SEEN ? "slide" : size];
    this.page = page;
    this.stage = stage;
    this.isMap = stage.view === "map";
    this.ties = this.isMap ? stage.filters.ties.filter(Stage.isOnMap) : stage.filters.ties;
    /** @type {Node_[]} */ this.beside = this.isMap ? stage.order.filter((node) => !node.place) : [];
    this.width = fixed ? fixed[0] : stage.width + 2 * FIGURE.margin;
    this.room = this.width - 2 * FIGURE.margin;
    /** @type {Record<string, string[]>} */
    this.lines = {
      title: this.wrapped(visible(DATA.title), "title", true),
      scope: this.wrapped(asDeclared(FIGURE.scope, this.scope()).join("; "), "scope"),
      notes: this.wrapped(asDeclared(FIGURE.notes, this.notes()).join(" "), "notes"),
    };
    const most = Math.min(BLOCKS.tray.most, fixed ? Math.floor(fixed[1] / TRAY_ROW_FOR) : Infinity);
    /** @type {Record<string, Entry[]>} */
    this.entries = { legend: this.laidOut(this.legend()), tray: this.tray(most) };
    const names = Object.keys(BLOCKS).filter((name) => name === "plot" || this.rows(name));
    const high = (/** @type {string[]} */ some) => some.reduce((sum, name) => sum + BLOCKS[name].gap + BLOCKS[name].step * (this.rows(name) - 1), 0);
    const at = names.indexOf("plot"), others = FIGURE.margin + FIGURE.foot + high(names);
    this.plot = fixed ? Math.max(LEAST_PLOT, Math.floor(fixed[1] - others)) : stage.height;
    this.height = fixed && this.plot > LEAST_PLOT ? fixed[1] : Math.ceil(others + this.plot);
    /** The base line of each block; of the plot, the upper edge. @type {Map<string, number>} */
    this.places = new Map(names.map((name, number) =>
      [name, Math.round(FIGURE.margin + high(names.slice(0, number)) + (number > at ? this.plot : 0) + BLOCKS[name].gap)]));
  }

  /** @param {string} name */
  rows(name) {
    if (name === "plot") return 1;
    return this.lines[name]?.length ?? (this.entries[name].length ? this.entries[name][this.entries[name].length - 1].row + 1 : 0);
  }

  // ---------------------------------------------------------------- what it says

  /** @returns {Record<string, string>} */
  scope() {
    const { page } = this, { ends, hops } = page;
    const path = hops?.length && ends ? [ends[0], ...hops.map((hop) => hop.to)].map((node) => `\u2068${lettered(node.name)}\u2069`).join(" – ") : "";
    const walked = hops?.length ? `, ${TEXT.ties(hops.length)}: ${hops.map((hop) => hop.tie.time.stage).join(", ")}` : "";
    const filters = page.chips.inForce().map(({ text }) => text).join(" · ");
    return { path: path && path + walked, counts: element("counts").textContent || "", filters: filters && visible(TEXT.filteredBy(filters)), day: TEXT.asOf(DATA.day) };
  }

  /** @returns {Record<string, string>} */
  notes() {
    const { page, stage } = this, { filters } = stage;
    const lost = filters.ties.length - this.ties.length;
    const isBack = stage.pickedTies.size < this.ties.length && (stage.picked.size > 0 || stage.pickedTies.size > 0);
    const [picked] = stage.picked;
    const unsure = this.ties.filter((tie) => filters.held(tie) === "possibly").length;
    return {
      "left-out": lost ? `${TEXT.notOnMap(lost)}.` : "",
      faint: isBack ? TEXT.faint(page.ends ? TEXT.onPath : picked ? TEXT.tiedTo(`\u2068${lettered(picked.name)}\u2069`) : TEXT.ties(stage.pickedTies.size)) : "",
      plates: stage.pairs.plates.length ? FIGURE.plate : "",
      unmarked: stage.bare.size ? stage.bareInWords() : "",
      unsure: unsure ? TEXT.unsure(unsure) : "",
      sources: this.sources(),
      land: this.isMap ? TEXT.outline(DATA.credit) : "",
      program: TEXT.drawnBy(DATA.citygraph),
    };
  }

  /** What the picture rests on, the most cited first. */
  sources() {
    /** @type {Map<string, number>} */
    const counts = new Map();
    const cite = (/** @type {string} */ id) => counts.set(id, (counts.get(id) || 0) + 1);
    for (const node of this.stage.filters.nodes) new Set(node.evidence.map((item) => item.source)).forEach(cite);
    for (const tie of this.ties) tie.sources.forEach(cite);
    const cited = [...counts.keys()].sort((one, other) => (counts.get(other) || 0) - (counts.get(one) || 0) || (one < other ? -1 : 1));
    let room = FIGURE.sourcesRoom * this.room;
    /** @type {string[]} */
    const named = [];
    for (const title of cited.map((id) => visible(nameOf(id)))) {
      room -= this.measure(`${title}; `, "notes");
      if (named.length && room < 0) break;
      named.push(title);
    }
    if (named.length < cited.length) named.push(TEXT.more(cited.length - named.length));
    return TEXT.cited(cited.length, named.join("; ").replace(/\.$/, ""));
  }

  /** The sections of the legend, which explain only what is in the picture. @returns {Entry[][]} */
  legend() {
    const { stage, ties } = this, { nodes, degree } = stage.filters;
    const entry = (/** @type {string} */ sort, /** @type {string} */ what, /** @type {string} */ text, state = PLAIN) => ({ sort, what, text, state, x: 0, row: 0 });
    const counted = (/** @type {string} */ text, /** @type {number} */ n) => `${text} ${n.toLocaleString("en")}`;
    const groups = Object.entries(TEXT.groups).map(([group, text]) => ({ group, text, n: ties.filter((tie) => tie.kind.group === group).length }));
    /** What is drawn alike. @type {Map<string, {state: State, told: string[]}>} */
    const alike = new Map();
    for (const [word, n] of stagesOf(ties)) {
      const { hollow, opacity, mark, width } = STAGES[word];
      const state = { hollow, opacity, mark: stage.bare.has(word) ? "" : mark, width }, key = JSON.stringify(state);
      alike.set(key, { state, told: [...(alike.get(key)?.told || []), counted(word, n)] });
    }
    const types = Object.keys(DATA.style.shapes).map((type) => ({ type: /** @type {keyof typeof TEXT.type} */ (type), n: [...nodes].filter((node) => node.type === type).length }));
    const sizes = new Set([...nodes].map((node) => degree[node.index]));
    /** @type {Record<string, Entry[]>} */
    const found = {
      group: groups.filter(({ n }) => n).map(({ group, text, n }) => entry("group", group, counted(text, n))),
      direction: ties.some((tie) => !tie.kind.symmetric) ? [entry("direction", "", "")] : [],
      status: [...alike.values()].map(({ state, told }) => entry("status", "", told.join(TEXT.or), state)),
      type: types.filter(({ n }) => n).map(({ type, n }) => entry("type", type, counted((n === 1 ? TEXT.type : TEXT.types)[type], n))),
      size: sizes.size > 1 ? [entry("size", "", "")] : [],
    };
    /** @type {[string, Record<string, string>][]} */
    const sections = Object.entries(FIGURE.legend);
    return sections.map(([heading, sorts]) => {
      const entries = Object.entries(sorts).flatMap(([sort, text]) => found[sort].map((one) => ({ ...one, text: text || one.text })));
      return entries.length ? [entry("heading", "", heading), ...entries] : [];
    });
  }

  /** The names of what has no place on the map, those with most ties first, then the number of the others.
   * @param {number} most rows @returns {Entry[]} */
  tray(most) {
    const entry = (/** @type {string} */ sort, /** @type {string} */ what, /** @type {string} */ text) => ({ sort, what, text, state: PLAIN, x: 0, row: 0 });
    for (let shown = Math.min(this.beside.length, 200); shown > 0; shown--) {
      const more = this.beside.length - shown;
      const found = this.laidOut([[entry("heading", "", TEXT.without), ...this.beside.slice(0, shown).map((node) => entry("type", node.type, lettered(node.name))),
        ...(more ? [entry("heading", "", TEXT.more(more))] : [])]]);
      if (found[found.length - 1].row < most || shown === 1) return found;
    }
    return [];
  }

  // ---------------------------------------------------------------- where it stands

  /** @param {string} text @param {string} block @param {boolean} [bold] */
  measure(text, block, bold = false) {
    return this.stage.labels.measure(text, BLOCKS[block].size, bold);
  }

  /** A text on as many lines as it needs, and may have; the last may be cut. @param {string} text @param {string} block
   * @param {boolean} [bold] */
  wrapped(text, block, bold = false) {
    const fits = (/** @type {string} */ line) => this.measure(line, block, bold) <= this.room;
    /** @type {string[]} */
    const lines = [];
    const shown = text.slice(0, 3000).replace(TOWERS, "$1");
    for (const word of shown.split(/\s+/).filter(Boolean)) {
      const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
      if (lines.length && (lines.length === BLOCKS[block].most || fits(longer))) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines.map((line) => {
      if (fits(line)) return line;
      const letters = [...line];
      let [low, high] = [0, letters.length];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (fits(`${letters.slice(0, middle).join("")}…`)) low = middle;
        else high = middle - 1;
      }
      return `${letters.slice(0, low).join("").trimEnd()}…`;
    });
  }

  /** Entries in rows. A section begins in the current row if all of it has room there. @param {Entry[][]} sections @returns {Entry[]} */
  laidOut(sections) {
    const wide = (/** @type {Entry} */ { sort, text }) => FIGURE.sample[sort] + this.measure(text, "legend") + FIGURE.after[sort];
    let x = 0, row = 0;
    return sections.flatMap((section) => {
      const whole = section.reduce((sum, one) => sum + wide(one), 0);
      if (x && x + whole > this.room) [x, row] = [0, row + 1];
      const placed = section.map((one) => {
        if (x && x + wide(one) > this.room + FIGURE.after[one.sort]) [x, row] = [0, row + 1];
        const here = { ...one, x, row };
        x += wide(one);
        return here;
      });
      if (section.length) x += FIGURE.afterSection;
      return placed;
    });
  }

  // ---------------------------------------------------------------- drawing

  /** @param {Surface} surface */
  paint(surface) {
    const { paper } = this.stage, left = FIGURE.margin;
    const ground = surface.pen();
    for (const [at, [x, y]] of [[0, 0], [this.width, 0], [this.width, this.height], [0, this.height]].entries()) at ? ground.lineTo(x, y) : ground.moveTo(x, y);
    surface.fill(paper.ground);
    for (const [name, top] of this.places) {
      const { size, step } = BLOCKS[name];
      const write = (/** @type {string} */ text, /** @type {number} */ x, /** @type {number} */ y, /** @type {boolean} */ isQuiet, bold = false) =>
        surface.text(text, x, y - MIDDLE * size, { size, color: isQuiet ? paper.quiet : paper.ink, halo: paper.ground, bold });
      if (name === "plot") surface.within(left, top, this.room, this.plot, (inner) => asLarge(this.stage, this.room, this.plot, () => this.stage.paint(inner)));
      this.lines[name]?.forEach((line, at) => write(line, left, top + at * step, name !== "title", name === "title"));
      for (const entry of this.entries[name] || []) {
        const y = top + entry.row * step;
        this.sample(surface, entry, left + entry.x, y - RISE);
        write(entry.text, left + entry.x + FIGURE.sample[entry.sort], y, entry.sort === "heading");
      }
    }
  }

  /** @param {Surface} surface @param {Entry} entry @param {number} x @param {number} y */
  sample(surface, { sort, what, state }, x, y) {
    const { paper, colors } = this.stage, end = x + FIGURE.sample[sort] - 8;
    const line = () => {
      const pen = surface.pen();
      pen.moveTo(x, y);
      pen.lineTo(end, y);
    };
    if (sort === "group") {
      line();
      surface.stroke({ color: colors[what], width: 2.2, dash: DATA.style.lines[what].dash.map((/** @type {number} */ part) => part * 2) });
    } else if (sort === "status") {
      const { hollow, opacity, mark, width } = state;
      line();
      surface.stroke({ color: paper.quiet, width: hollow ? 4.4 : 1.8 * width, opacity });
      if (hollow) {
        line();
        surface.stroke({ color: paper.ground, width: 2.2 });
      }
      if (mark) {
        markPath(surface.pen(), null, mark, x + 13, y, 3.6);
        surface.fill(paper.ground);
        markPath(null, surface.pen(), mark, x + 13, y, 3.6);
        surface.stroke({ color: paper.quiet, width: 1.6, round: true });
      }
    } else if (sort === "direction") {
      line();
      surface.stroke({ color: paper.quiet, width: 1.4 });
      const pen = surface.pen();
      [[14, 0], [6, -4], [6, 4]].forEach(([right, down], at) => (at ? pen.lineTo(x + right, y + down) : pen.moveTo(x + right, y + down)));
      pen.closePath();
      surface.fill(paper.quiet);
    } else if (sort === "type") {
      paintShape(surface, paper, DATA.style.shapes[what], [[x + 5, y, 4.2]]);
    } else if (sort === "size") {
      paintShape(surface, paper, "circle", [[x + 2, y, 2], [x + 12, y, 5]]);
    }
  }
}

/** The texts that are said, in a declared order. @param {string[]} order @param {Record<string, string>} said */
const asDeclared = (order, said) => order.map((part) => said[part]).filter(Boolean);

/** Nodes of one shape, as the picture shows them. @param {Surface} surface @param {Paper} paper @param {string} shape
 * @param {[number, number, number][]} nodes each with its radius */
function paintShape(surface, paper, shape, nodes) {
  const pen = surface.pen();
  for (const [x, y, radius] of nodes) shapePath(pen, shape, x, y, radius);
  surface.fill(shape === "ring" ? paper.ground : paper[toneOf(shape)]);
  if (shape === "ring") surface.stroke({ color: paper[toneOf(shape)], width: 1.8 });
}

/** Do something while the stage has another size: what was seen is seen, as large as there is room for.
 * @param {Stage} stage @param {number} width @param {number} height @param {() => void} act */
function asLarge(stage, width, height, act) {
  const { labels, share, hovered } = stage, { kept } = labels;
  const before = { width: stage.width, height: stage.height, cameras: stage.cameras, whole: stage.whole, share, hovered };
  const isAll = !stage.viewport(), grown = Math.min(width / stage.width, height / stage.height);
  const scaled = (/** @type {Record<View, Camera>} */ { network, map }) => ({
    network: { ...network, scale: network.scale * grown }, map: { ...map, scale: map.scale * grown },
  });
  Object.assign(stage, { width, height, cameras: scaled(stage.cameras), whole: scaled(stage.whole), share: stage.view === "map" ? 1 : 0, hovered: null });
  labels.kept = [];
  if (isAll) stage.cameras[stage.view] = stage.whole[stage.view] = stage.over(stage.view, stage.filters.nodes);
  try {
    act();
  } finally {
    Object.assign(stage, before);
    labels.kept = kept;
  }
}

/** @param {Figure} figure @param {number} ratio dots to a pixel @returns {CanvasSurface} */
function onCanvas(figure, ratio) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [figure.width * ratio, figure.height * ratio];
  const surface = new CanvasSurface(/** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { alpha: false })), ratio);
  surface.texts = [];
  figure.paint(surface);
  return surface;
}

/** The kinds of files in which a figure is saved. Each draws at once, in the colours of that moment.
 * @type {Record<"png" | "svg" | "pdf", (figure: Figure) => Promise<Blob | null>>} */
const FORMS = {
  png: (figure) => {
    const { canvas } = onCanvas(figure, FIGURE.ratios.png).context;
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  },
  svg: async (figure) => {
    const surface = new SvgSurface(figure.width, figure.height);
    figure.paint(surface);
    return new Blob([surface.toString(visible(DATA.title), [...figure.lines.scope, ...figure.lines.notes].join(" "))], { type: "image/svg+xml" });
  },
  pdf: (figure) => pdfOf(onCanvas(figure, FIGURE.ratios.pdf), visible(DATA.title)),
};
