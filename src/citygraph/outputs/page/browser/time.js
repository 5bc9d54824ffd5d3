// Time: a histogram of the years in which ties began, a brush to select years, and a button to play them.
"use strict";

/** The ties that began in some years, or have no date, by the groups of their kinds: those that surely did, and those that
 * perhaps did. @typedef {{sure: Record<string, number>, perhaps: Record<string, number>}} Began */

/** The height of the chart, in pixels. */
const CHART = 56;

class TimeBar {
  /** @param {HTMLElement} root @param {[number, number]} years the first and the last @param {Filters} filters
   * @param {() => void} changed @param {HTMLElement} behind what stands behind the picture while years are played */
  constructor(root, years, filters, changed, behind) {
    this.years = years;
    this.filters = filters;
    this.changed = changed;
    this.behind = behind;
    this.playing = 0;
    /** @type {Began[]} */ this.counts = [];
    const undated = TIES.some((tie) => tie.time.undated);
    const [first, last] = years;
    /** The number of years of a bar. */
    this.step = [1, 2, 5, 10, 20, 50, 100].find((step) => (last - first + 1) / step <= 80) || 200;
    this.first = Math.floor(first / this.step) * this.step;
    this.bars = Math.ceil((last + 1 - this.first) / this.step);
    this.chart = draw("svg", { role: "img", "aria-label": TEXT.timeLabel });
    this.says = make("output", { id: "years" });
    this.button = make("button", { type: "button", id: "play", title: TEXT.play, ariaLabel: TEXT.play }, "▶");
    this.from = this.slider(TEXT.from, first, 0);
    this.to = this.slider(TEXT.to, last, 1);
    this.box = make("input", { type: "checkbox", id: "undated", checked: true });
    this.stack = make("span", { className: "stack", ariaHidden: "true" });
    this.undated = make("span", {});
    this.tip = make("div", { className: "tip", hidden: true });
    const ticks = make("div", { className: "ticks", ariaHidden: "true" });
    const every = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500].find((each) => (last - first) / each <= 8) || 1000;
    for (let year = Math.ceil(first / every) * every; year <= last; year += every) {
      const tick = make("span", {}, String(year));
      tick.style.setProperty("left", this.across(year + 0.5));
      ticks.append(tick);
    }
    this.track = make("div", { className: "track" }, this.chart, this.from, this.to, ticks, this.tip);
    root.replaceChildren(
      this.button, make("label", { className: "check", hidden: !undated }, this.stack, this.box, this.undated), this.track, this.says,
    );
    this.box.addEventListener("change", () => {
      filters.undated = this.box.checked;
      changed();
    });
    this.button.addEventListener("click", () => this.play());
    this.listen();
  }

  /** Where a year begins in the chart. @param {number} year */
  across(year) {
    return `${((100 * (year - this.first)) / (this.bars * this.step)).toFixed(3)}%`;
  }

  /** Its handle stands beside the years that are looked at: so two handles never cover each other.
   * @param {string} label @param {number} value @param {0 | 1} side 0 before these years, 1 after them */
  slider(label, value, side) {
    const [min, max] = this.years;
    const slider = make("input", { type: "range", className: side ? "to" : "from", min: String(min), max: String(max), value: String(value), ariaLabel: label });
    slider.style.setProperty("left", `calc(${this.across(min + side)} - ${side ? "0px" : "var(--grip)"})`);
    slider.style.setProperty("width", `calc(${this.across(this.first + max - min)} + var(--grip))`);
    slider.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
      if (!by || !event.shiftKey) return;
      event.preventDefault();
      this.stop();
      this.move(...(this.filters.years || this.years), by);
    });
    slider.addEventListener("input", () => {
      this.stop();
      const years = [Number(this.from.value), Number(this.to.value)];
      if (slider === this.from && years[0] > years[1]) years[1] = years[0];
      if (slider === this.to && years[1] < years[0]) years[0] = years[1];
      this.look(years[0], years[1]);
    });
    return slider;
  }

  /** Look at some years; at all of them, if these are all. @param {number} from @param {number} to */
  look(from, to) {
    const [first, last] = this.years;
    [from, to] = [Math.max(first, Math.min(from, last)), Math.min(last, Math.max(to, first))];
    this.filters.years = from === first && to === last ? null : [from, to];
    this.changed();
  }

  /** Look at as many years, some years later. @param {number} from @param {number} to @param {number} by */
  move(from, to, by) {
    const [first, last] = this.years;
    const step = Math.max(first - from, Math.min(by, last - to));
    this.look(from + step, to + step);
  }

  /** The year under the pointer. @param {PointerEvent} event */
  year(event) {
    const { left, width } = this.track.getBoundingClientRect();
    return Math.floor(this.first + ((event.clientX - left) / width) * this.bars * this.step);
  }

  /** Whether a year is among those that are looked at, if these are not all. @param {number} year */
  isWithin(year) {
    const { years } = this.filters;
    return years !== null && year >= years[0] && year <= years[1];
  }

  listen() {
    let start = NaN, moved = false;
    /** What is dragged on, or null for new years. @type {[number, number] | null} */
    let dragged = null;
    this.chart.addEventListener("pointerdown", (event) => {
      this.stop();
      start = this.year(event);
      moved = false;
      dragged = this.isWithin(start) ? this.filters.years : null;
      this.chart.setPointerCapture(event.pointerId);
    });
    this.chart.addEventListener("pointermove", (event) => {
      const year = this.year(event);
      this.hint(year);
      this.chart.style.setProperty("cursor", this.isWithin(year) ? "grab" : "crosshair");
      if (isNaN(start) || (!moved && Math.abs(year - start) < this.step)) return;
      moved = true;
      if (dragged) this.move(...dragged, year - start);
      else this.look(Math.min(start, year), Math.max(start, year));
    });
    this.chart.addEventListener("pointerup", (event) => {
      const bar = this.first + Math.floor((this.year(event) - this.first) / this.step) * this.step;
      if (!moved) {
        const years = this.filters.years;
        const again = years && years[0] === bar && years[1] === bar + this.step - 1;
        if (again) this.look(-1e9, 1e9);
        else this.look(bar, bar + this.step - 1);
      }
      start = NaN;
    });
    for (const end of ["pointercancel", "pointerleave"]) {
      this.chart.addEventListener(end, () => {
        this.tip.hidden = true;
        if (end === "pointercancel") start = NaN;
      });
    }
  }

  /** @param {number} year */
  hint(year) {
    const at = Math.floor((year - this.first) / this.step);
    if (at < 0 || at >= this.bars) return;
    const from = this.first + at * this.step;
    const { sure, perhaps } = this.counts[at], share = (100 * (at + 0.5)) / this.bars;
    const groups = Object.keys(TEXT.groups).filter((group) => sure[group]).map((group) => `${groupName(group)} ${sure[group].toLocaleString("en")}`);
    const began = TEXT.began(TEXT.years(from, from + this.step - 1), sum(sure), Math.round(sum(perhaps)));
    this.tip.textContent = began + (groups.length > 1 ? ` · ${groups.join(", ")}` : "");
    this.tip.style.setProperty("left", `${share}%`);
    this.tip.style.setProperty("transform", `translateX(-${share}%)`);
    this.tip.hidden = false;
  }

  /** The ties that began in each bar, and at the end those without a date, under all other filters. @returns {Began[]} */
  tally() {
    const counts = Array.from({ length: this.bars + 1 }, () => ({ sure: {}, perhaps: {} }));
    const add = (/** @type {Record<string, number>} */ to, /** @type {Tie} */ { kind }, /** @type {number} */ share) =>
      (to[kind.group] = (to[kind.group] || 0) + share);
    for (const tie of TIES) {
      const { began, undated } = tie.time;
      if (this.filters.why[tie.index] & ~WHY.time) continue;
      if (undated) add(counts[this.bars].sure, tie, 1);
      if (!began) continue;
      const [from, to] = began.map((year) => Math.floor((year - this.first) / this.step));
      if (from === to) add(counts[from].sure, tie, 1);
      else for (let at = from; at <= to; at++) add(counts[at].perhaps, tie, 1 / (to - from + 1));
    }
    return counts;
  }

  /** Show the state of the filters. */
  show() {
    const [first, last] = this.filters.years || this.years;
    this.counts = this.tally();
    const dated = this.counts.slice(0, this.bars), [undated] = this.counts.slice(this.bars);
    const most = Math.max(1, ...dated.map(({ sure, perhaps }) => sum(sure) + sum(perhaps)));
    const wide = (this.bars < 9 ? 40 : 80) / this.bars;
    const shapes = dated.flatMap(({ sure, perhaps }, at) => {
      const begin = this.first + at * this.step;
      const state = begin + this.step > first && begin <= last ? "" : " out";
      const x = (100 * (at + 0.5)) / this.bars - wide / 2;
      const begun = stack(sure, CHART, most), perhapsBegun = stack(perhaps, CHART - high(begun), most);
      const vague = high(perhapsBegun);
      return [
        ...[...begun, ...perhapsBegun].map(([group, y, height]) => bar(x, y, wide, height, `fill ${group}${state}`)),
        ...(vague ? [bar(x, CHART - high(begun) - vague, wide, vague, "hatched")] : []),
      ];
    });
    const edges = [this.across(first), this.across(last + 1)];
    const isAll = !this.filters.years;
    const brush = isAll ? [] : [draw("rect", { x: edges[0], y: 0, width: this.across(this.first + last + 1 - first), height: CHART, class: "brush" }),
      ...edges.map((x) => draw("line", { x1: x, x2: x, y1: 0, y2: CHART, class: "edge" }))];
    this.chart.replaceChildren(hatch(), ...brush, ...shapes);
    [this.from.value, this.to.value] = [String(first), String(last)];
    this.says.textContent = isAll ? TEXT.allYears : TEXT.years(first, last);
    this.box.checked = this.filters.undated;
    this.showUndated(undated.sure, most);
    this.behind.hidden = !this.playing;
    this.behind.textContent = TEXT.years(first, last);
  }

  /** The bar of those without a date. If it were higher than the chart, it is cut, and has a gap that says so.
   * @param {Record<string, number>} undated @param {number} most the ties of the highest bar */
  showUndated(undated, most) {
    const number = sum(undated);
    this.undated.textContent = TEXT.undated(number);
    this.stack.classList.toggle("cut", number > most);
    this.stack.classList.toggle("out", !this.filters.undated);
    this.stack.replaceChildren(...stack(undated, CHART, Math.max(most, number)).map(([group, , height]) => {
      const made = make("span", { className: `fill ${group}` });
      made.style.setProperty("height", `${height}px`);
      return made;
    }));
  }

  /** Play the years: move the brush on, or go through single years without a brush. */
  play() {
    if (this.playing) {
      this.stop();
      return;
    }
    const [first, last] = this.years;
    const [from, to] = this.filters.years || [first, first + this.step - 1];
    const width = to - from;
    let year = to >= last ? first : from;
    this.button.textContent = "❚❚";
    this.button.title = this.button.ariaLabel = TEXT.pause;
    const next = () => {
      this.look(year, year + width);
      if (year + width >= last) this.stop();
      else year += this.step;
    };
    this.playing = window.setInterval(next, Math.max(120, 9000 / this.bars));
    next();
  }

  stop() {
    if (!this.playing) return;
    clearInterval(this.playing);
    this.playing = 0;
    this.behind.hidden = true;
    this.button.textContent = "▶";
    this.button.title = this.button.ariaLabel = TEXT.play;
  }
}

/** @param {Record<string, number>} numbers */
const sum = (numbers) => Object.values(numbers).reduce((all, number) => all + number, 0);

/** The parts of a bar, from the bottom up: group, top, height. @param {Record<string, number>} numbers @param {number} bottom
 * @param {number} most the number of the whole height @returns {[string, number, number][]} */
function stack(numbers, bottom, most) {
  let y = bottom;
  return Object.keys(TEXT.groups).filter((group) => numbers[group]).map((group) => {
    const height = Math.max(1.5, (numbers[group] / most) * (CHART - 4));
    return [group, (y -= height), height];
  });
}

/** @param {[string, number, number][]} parts */
const high = (parts) => parts.reduce((all, [, , height]) => all + height, 0);

/** @param {number} x in percent @param {number} y @param {number} width in percent @param {number} height @param {string} look */
const bar = (x, y, width, height, look) =>
  draw("rect", { x: `${x.toFixed(3)}%`, y: y.toFixed(2), width: `${width.toFixed(3)}%`, height: height.toFixed(2), class: look });

/** Stripes of the ground, which make of the bar below a hatched one. */
const hatch = () => draw("pattern", { id: "hatch", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
  draw("rect", { width: 2.6, height: 5, class: "gap" }));
