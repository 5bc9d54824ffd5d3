// Time: a histogram of the years in which ties began, a brush to select years, and a button to play them.
"use strict";

class TimeBar {
  /** @param {HTMLElement} root @param {[number, number]} years the first and the last @param {Filters} filters
   * @param {() => void} changed */
  constructor(root, years, filters, changed) {
    this.years = years;
    this.filters = filters;
    this.changed = changed;
    this.playing = 0;
    /** @type {{sure: number, perhaps: number}[]} */ this.counts = [];
    const undated = TIES.filter((tie) => tie.time.undated).length;
    const [first, last] = years;
    /** The number of years of a bar. */
    this.step = [1, 2, 5, 10, 20, 50, 100].find((step) => (last - first + 1) / step <= 80) || 200;
    this.first = Math.floor(first / this.step) * this.step;
    this.bars = Math.ceil((last + 1 - this.first) / this.step);
    this.chart = draw("svg", { role: "img", preserveAspectRatio: "none", "aria-label": TEXT.timeLabel });
    this.says = make("output", { id: "years" });
    this.button = make("button", { type: "button", id: "play", title: TEXT.play, ariaLabel: TEXT.play }, "▶");
    this.from = this.slider(TEXT.from, first);
    this.to = this.slider(TEXT.to, last);
    this.box = make("input", { type: "checkbox", id: "undated", checked: true });
    this.tip = make("div", { className: "tip", hidden: true });
    const ticks = make("div", { className: "ticks", ariaHidden: "true" });
    const every = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500].find((each) => (last - first) / each <= 8) || 1000;
    for (let year = Math.ceil(first / every) * every; year <= last; year += every) {
      const tick = make("span", {}, String(year));
      tick.style.setProperty("left", `${(100 * (year + 0.5 - this.first)) / (this.bars * this.step)}%`);
      ticks.append(tick);
    }
    this.track = make("div", { className: "track" }, this.chart, this.from, this.to, ticks, this.tip);
    // A few years need no wide bars.
    this.track.style.setProperty("max-width", `${this.bars * 52}px`);
    root.replaceChildren(
      this.button, make("span", { className: "label" }, TEXT.time), this.track, this.says,
      make("label", { className: "check", hidden: !undated }, this.box, make("span", {}, TEXT.undated(undated))),
    );
    this.box.addEventListener("change", () => {
      filters.undated = this.box.checked;
      changed();
    });
    this.button.addEventListener("click", () => this.play());
    this.listen();
  }

  /** @param {string} label @param {number} value */
  slider(label, value) {
    const [min, max] = this.years;
    const slider = make("input", { type: "range", min: String(min), max: String(max), value: String(value), ariaLabel: label });
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

  /** The year under the pointer. @param {PointerEvent} event */
  year(event) {
    const { left, width } = this.track.getBoundingClientRect();
    return Math.floor(this.first + ((event.clientX - left) / width) * this.bars * this.step);
  }

  listen() {
    let start = NaN;
    this.chart.addEventListener("pointerdown", (event) => {
      this.stop();
      start = this.year(event);
      this.chart.setPointerCapture(event.pointerId);
    });
    this.chart.addEventListener("pointermove", (event) => {
      const year = this.year(event);
      this.hint(year);
      if (!isNaN(start) && Math.abs(year - start) >= this.step) this.look(Math.min(start, year), Math.max(start, year));
    });
    this.chart.addEventListener("pointerup", (event) => {
      const bar = this.first + Math.floor((this.year(event) - this.first) / this.step) * this.step;
      if (Math.abs(this.year(event) - start) < this.step) {
        const years = this.filters.years;
        const again = years && years[0] === bar && years[1] === bar + this.step - 1;
        if (again) this.look(-1e9, 1e9);
        else this.look(bar, bar + this.step - 1);
      }
      start = NaN;
    });
    this.chart.addEventListener("pointerleave", () => (this.tip.hidden = true));
  }

  /** @param {number} year */
  hint(year) {
    const at = Math.floor((year - this.first) / this.step);
    if (at < 0 || at >= this.bars) return;
    const from = this.first + at * this.step;
    const { sure, perhaps } = this.counts[at];
    this.tip.textContent = TEXT.began(TEXT.years(from, from + this.step - 1), sure, Math.round(perhaps));
    this.tip.style.setProperty("left", `${(100 * (at + 0.5)) / this.bars}%`);
    this.tip.hidden = false;
  }

  /** The number of ties that began in each bar, surely and perhaps, under all other filters. */
  tally() {
    const counts = Array.from({ length: this.bars }, () => ({ sure: 0, perhaps: 0 }));
    for (const tie of TIES) {
      const { began } = tie.time;
      if (!began || this.filters.why[tie.index] & ~WHY.time) continue;
      const [from, to] = began.map((year) => Math.floor((year - this.first) / this.step));
      if (from === to) counts[from].sure++;
      else for (let at = from; at <= to; at++) counts[at].perhaps += 1 / (to - from + 1);
    }
    return counts;
  }

  /** Show the state of the filters. */
  show() {
    const [first, last] = this.filters.years || this.years;
    this.counts = this.tally();
    const most = Math.max(1, ...this.counts.map(({ sure, perhaps }) => sure + perhaps));
    const high = 40, wide = 10;
    this.chart.setAttribute("viewBox", `0 0 ${this.bars * wide} ${high}`);
    const shapes = this.counts.flatMap(({ sure, perhaps }, at) => {
      const begin = this.first + at * this.step;
      const state = begin + this.step > first && begin <= last ? "" : " out";
      const one = (sure / most) * (high - 2), other = (perhaps / most) * (high - 2);
      return [
        bar(at * wide + 1, high - one, wide - 2, sure ? Math.max(one, 1.5) : 0, `sure${state}`),
        bar(at * wide + 1, high - one - other, wide - 2, perhaps ? Math.max(other, 1) : 0, `perhaps${state}`),
      ];
    });
    const left = ((first - this.first) / this.step) * wide, right = ((last + 1 - this.first) / this.step) * wide;
    const brush = this.filters.years ? [bar(left, 0, right - left, high, "brush")] : [];
    this.chart.replaceChildren(...brush, ...shapes);
    [this.from.value, this.to.value] = [String(first), String(last)];
    this.says.textContent = this.filters.years ? TEXT.years(first, last) : TEXT.allYears;
    this.box.checked = this.filters.undated;
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
    this.button.textContent = "▶";
    this.button.title = this.button.ariaLabel = TEXT.play;
  }
}

/** @param {number} x @param {number} y @param {number} width @param {number} height @param {string} look */
const bar = (x, y, width, height, look) =>
  draw("rect", { x: x.toFixed(2), y: y.toFixed(2), width: width.toFixed(2), height: height.toFixed(2), class: look });
