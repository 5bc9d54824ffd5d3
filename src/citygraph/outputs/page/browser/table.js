// The ties as a table: for screen readers, for reading, and for print.
"use strict";

const ROWS = 200;

/** @typedef {"from" | "label" | "to" | "since" | "until" | "on" | "status" | "sources"} Column */

/** What stands before the value of a column where a row is a card. @param {Tie} tie @param {Column} column */
const titleOf = (tie, column) => (column === "since" ? sinceOrFrom(tie) : column === "until" || column === "on" ? TEXT.columns[column] : "").toLowerCase();

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
  /** @param {HTMLElement} root @param {Page} page */
  constructor(root, page) {
    this.root = root;
    this.page = page;
    root.ariaLabel = TEXT.tableLabel;
    /** @type {Column | null} */ this.sorted = null;
    /** @type {boolean} */ this.down = false;
    this.rows = ROWS;
    this.before = { hidden: true, rows: ROWS };
    this.isPrinting = false;
  }

  show() {
    if (this.root.hidden) return;
    const columns = /** @type {Column[]} */ (Object.keys(TEXT.columns));
    const { filters, stage: { pickedTies: picked }, thing } = this.page;
    const ties = [...filters.ties];
    const { sorted } = this;
    if (sorted) {
      const turn = this.down ? -1 : 1;
      ties.sort((one, other) => turn * cell(one, sorted).localeCompare(cell(other, sorted), "en", { numeric: true }));
    }
    // What is looked at comes first: a page of rows may not hold it otherwise.
    ties.sort((one, other) => Number(picked.has(other)) - Number(picked.has(one)));
    const head = columns.map((column) => {
      const way = column !== sorted ? "none" : this.down ? "descending" : "ascending";
      const sign = { none: "", ascending: " ↑", descending: " ↓" }[way];
      const turn = button("", () => this.sort(column), TEXT.columns[column] + sign);
      turn.title = TEXT.sortBy(TEXT.columns[column]);
      return make("th", { scope: "col", role: "columnheader", ariaSort: way }, turn);
    });
    const rows = ties.slice(0, this.rows).map((tie) => {
      const cells = columns.map((column) => {
        const text = cell(tie, column);
        if (column !== "label") {
          const made = make("td", { role: "cell", className: /\S{25}/.test(text) ? "long" : null }, ...(text ? [unfoldingName(text)] : []));
          made.dataset.column = titleOf(tie, column);
          return made;
        }
        const open = button("link", () => this.page.open(tie), text);
        open.ariaLabel = nameOfTie(tie, text);
        open.dataset.tie = tie.id;
        return make("td", { role: "cell" }, open, noteSign(tie));
      });
      return make("tr", { role: "row", ...(picked.has(tie) ? { className: "picked", ariaCurrent: "true" } : {}) }, ...cells.flatMap((made) => [made, " "]));
    });
    const left = ties.length - rows.length;
    const more = button("more", () => {
      this.rows += ROWS;
      this.show();
    }, TEXT.moreRows(Math.min(left, ROWS)));
    more.hidden = left <= 0 || this.isPrinting;
    const first = ties.filter((tie) => picked.has(tie)).length;
    const name = thing && typeof thing !== "string" && "spot" in thing ? thing.name : typeof thing === "string" ? nameOf(thing) : "";
    this.root.replaceChildren(
      ...(first && name ? [make("p", { className: "quiet" }, TEXT.pickedFirst(first, name))] : []),
      ties.length
        ? make("table", { role: "table" }, make("caption", { className: "unseen" }, TEXT.tableLabel),
          make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...head)), make("tbody", { role: "rowgroup" }, ...rows))
        : make("p", { className: "quiet" }, TEXT.noTies),
      more,
      ...(this.isPrinting && left > 0 ? [make("p", { className: "quiet" }, TEXT.rowsOf(rows.length, ties.length))] : []),
    );
  }

  /** Paper has the table under the picture. @param {boolean} begins */
  print(begins) {
    if (begins) this.before = { hidden: this.root.hidden === true, rows: this.rows };
    this.root.hidden = !begins && this.before.hidden;
    this.rows = begins ? 5 * ROWS : this.before.rows;
    this.isPrinting = begins;
    this.show();
  }

  /** Move the focus to the row of a tie, or to the table. @param {Thing} thing */
  focus(thing) {
    const id = thing && typeof thing !== "string" && "kind" in thing ? thing.id : "";
    const row = [...this.root.querySelectorAll("button")].find((made) => made.dataset.tie === id);
    (row || this.root).focus();
  }

  /** @param {Column} column */
  sort(column) {
    this.down = column === this.sorted && this.down === false;
    this.sorted = column;
    this.show();
    this.page.address();
    const buttons = [...this.root.querySelectorAll("th button")];
    /** @type {HTMLElement} */ (buttons[Object.keys(TEXT.columns).indexOf(column)]).focus();
  }
}
