// The ties as a table: for screen readers, for reading, and for print.
"use strict";

const ROWS = 200;

/** @typedef {"from" | "label" | "to" | "since" | "until" | "on" | "status" | "sources"} Column */

/** What a tie has in a column. @param {Tie} tie @param {Column} column */
function cell(tie, column) {
  if (column === "from" || column === "to") return tie[column].name;
  if (column === "label") return labelFrom(tie, tie.from);
  if (column === "status") return tie.time.stage;
  if (column === "sources") return tie.sources.map(nameOf).join(", ");
  if (column === "on") return tie.time.when || "";
  return tie.time[column] || "";
}

class Table {
  /** @param {HTMLElement} root @param {Filters} filters @param {(tie: Tie) => void} open */
  constructor(root, filters, open) {
    this.root = root;
    this.filters = filters;
    this.open = open;
    root.ariaLabel = TEXT.tableLabel;
    /** @type {Column | null} */ this.sorted = null;
    /** @type {boolean} */ this.down = false;
    this.rows = ROWS;
    this.before = { hidden: true, rows: ROWS };
  }

  show() {
    if (this.root.hidden) return;
    const columns = /** @type {Column[]} */ (Object.keys(TEXT.columns));
    const ties = [...this.filters.ties];
    const { sorted } = this;
    if (sorted) {
      const turn = this.down ? -1 : 1;
      ties.sort((one, other) => turn * cell(one, sorted).localeCompare(cell(other, sorted), "en", { numeric: true }));
    }
    const head = columns.map((column) => {
      const way = column !== sorted ? "none" : this.down ? "descending" : "ascending";
      const sign = { none: "", ascending: " ↑", descending: " ↓" }[way];
      const button = make("button", { type: "button", title: TEXT.sortBy(TEXT.columns[column]) }, TEXT.columns[column] + sign);
      button.addEventListener("click", () => this.sort(column));
      return make("th", { scope: "col", ariaSort: way }, button);
    });
    const rows = ties.slice(0, this.rows).map((tie) => {
      const cells = columns.map((column) => {
        const text = cell(tie, column);
        if (column !== "label") return make("td", {}, text);
        const button = make("button", { type: "button", className: "link" }, text);
        button.addEventListener("click", () => this.open(tie));
        return make("td", {}, button, noteSign(tie));
      });
      return make("tr", {}, ...cells);
    });
    const left = ties.length - rows.length;
    const more = make("button", { type: "button", className: "more", hidden: left <= 0 }, TEXT.moreRows(Math.min(left, ROWS)));
    more.addEventListener("click", () => {
      this.rows += ROWS;
      this.show();
    });
    this.root.replaceChildren(
      ties.length
        ? make("table", {}, make("caption", { className: "unseen" }, TEXT.tableLabel),
          make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows))
        : make("p", { className: "quiet" }, TEXT.noTies),
      more,
    );
  }

  /** Paper has the table under the picture. @param {boolean} begins */
  print(begins) {
    if (begins) this.before = { hidden: this.root.hidden === true, rows: this.rows };
    this.root.hidden = !begins && this.before.hidden;
    this.rows = begins ? 5 * ROWS : this.before.rows;
    this.show();
  }

  /** @param {Column} column */
  sort(column) {
    this.down = column === this.sorted && this.down === false;
    this.sorted = column;
    this.show();
    const buttons = [...this.root.querySelectorAll("th button")];
    /** @type {HTMLElement} */ (buttons[Object.keys(TEXT.columns).indexOf(column)]).focus();
  }
}
