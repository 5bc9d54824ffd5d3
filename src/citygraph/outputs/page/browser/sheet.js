// On a narrow screen: the sheet at the bottom, in three heights, with the details, the legend or the filters.
"use strict";

const NARROW = matchMedia("(max-width: 820px)");

/** @typedef {"details" | "legend" | "filters"} Sheet_ */

/** Its lowest height has the buttons alone, its highest covers the picture. */
const HEIGHTS = 3;

class Sheet {
  /** @param {HTMLElement} root what has the picture and the sheet @param {HTMLElement} head @param {Page} page */
  constructor(root, head, page) {
    this.root = root;
    this.head = head;
    this.page = page;
    this.height = 0;
    /** @type {Sheet_} */ this.part = "legend";
    /** What it followed last. @type {unknown} */ this.open = null;
    this.grip = button("grip", () => this.set((this.height + 1) % HEIGHTS), "");
    /** @type {Record<Sheet_, HTMLButtonElement>} */
    this.parts = {
      details: button("", () => this.turn("details"), TEXT.panel),
      legend: button("", () => this.turn("legend"), TEXT.legendShort),
      filters: button("", () => this.turn("filters"), TEXT.filters),
    };
    head.ariaLabel = TEXT.sheet;
    head.append(this.grip, ...Object.values(this.parts));
    this.listen();
    this.show();
  }

  /** Whether the panel is to have the legend, whatever is open. */
  get isLegend() {
    return NARROW.matches && this.part === "legend";
  }

  /** Whether the filters hide the details. */
  get hasFilters() {
    return NARROW.matches && this.part === "filters" && this.height > 0;
  }

  /** Show a part; if it is there already, what it hides. @param {Sheet_} part */
  turn(part) {
    const isThere = part === this.part && this.height > 0, isBelow = part === "details" || !this.open;
    if (isThere) this.part = this.open ? "details" : "legend";
    else this.part = part;
    this.set(isThere && isBelow ? 0 : Math.max(this.height, 1));
    this.page.showPanel();
    if (!isThere && part === "filters") /** @type {HTMLElement | null} */ (element("filters").querySelector("input, button"))?.focus();
  }

  /** Rise for what is opened, and sink when it is closed. @param {unknown} open what is open, or null */
  follow(open) {
    if (open === this.open) return;
    this.open = open;
    this.part = open ? "details" : "legend";
    this.set(open ? Math.max(this.height, 1) : 0);
  }

  /** @param {number} height */
  set(height) {
    this.height = height;
    this.show();
  }

  show() {
    Object.assign(this.root.dataset, { sheet: String(this.height), part: this.part });
    this.grip.ariaLabel = TEXT.heights[(this.height + 1) % HEIGHTS];
    for (const [part, made] of Object.entries(this.parts)) made.ariaExpanded = String(part === this.part && this.height > 0);
    this.parts.details.hidden = !this.open;
  }

  /** Its head can be dragged up and down. */
  listen() {
    let start = NaN;
    this.head.addEventListener("pointerdown", (event) => (start = event.clientY));
    // It may leave the pointer behind.
    addEventListener("pointermove", (event) => {
      if (isNaN(start) || Math.abs(event.clientY - start) < 10) return;
      const { top, bottom } = this.root.getBoundingClientRect(), share = (bottom - event.clientY) / (bottom - top);
      const height = share < 0.25 ? 0 : share < 0.75 ? 1 : 2;
      if (height !== this.height) this.set(height);
    });
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => (start = NaN));
  }
}
