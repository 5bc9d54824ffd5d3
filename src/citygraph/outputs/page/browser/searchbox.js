// The search box for names in any spelling and script, with the list of results below it.
"use strict";

class SearchBox {
  /** @param {(id: string, second: boolean) => void} open what to do with the id of what was picked; `second` if it is to
   *   be the other end of a path */
  constructor(open) {
    this.open = open;
    this.input = /** @type {HTMLInputElement} */ (element("query"));
    this.list = element("found");
    /** @type {Found[]} */ this.found = [];
    this.at = -1;
    Object.assign(this.input, { placeholder: TEXT.search, ariaLabel: TEXT.searchLabel });
    this.list.ariaLabel = TEXT.searchLabel;
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("focus", () => this.search());
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => this.key(event));
    // A click on the list must not move the focus.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  focus() {
    this.input.focus();
    this.input.select();
  }

  search() {
    const text = this.input.value.trim();
    this.found = text ? search(text).slice(0, 12) : [];
    this.at = this.found.length ? 0 : -1;
    const items = this.found.map((found, at) => {
      const item = make("li", { id: `found-${at}`, role: "option" }, ...described(found));
      item.addEventListener("click", (event) => this.pick(at, event.shiftKey));
      return item;
    });
    if (text && !items.length) items.push(make("li", { className: "quiet", role: "option", ariaDisabled: "true" }, TEXT.searchNothing));
    this.list.replaceChildren(...items);
    this.list.hidden = !items.length;
    this.input.ariaExpanded = String(!!items.length);
    this.mark();
  }

  mark() {
    [...this.list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === this.at)));
    if (this.at < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `found-${this.at}`);
    this.list.children[this.at]?.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.found.length) {
      this.at = (this.at + step + this.found.length) % this.found.length;
      this.mark();
    } else if (event.key === "Enter" && this.at >= 0) {
      this.pick(this.at, event.shiftKey);
    } else if (event.key === "Escape") {
      if (this.list.hidden) return;
      this.input.value = "";
      this.close();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {number} at @param {boolean} second */
  pick(at, second) {
    const { id } = this.found[at];
    this.input.value = "";
    this.close();
    this.open(id, second);
  }

  close() {
    this.list.hidden = true;
    this.input.ariaExpanded = "false";
  }
}

/** @param {Found} found */
function described({ id, matched, how }) {
  const node = NODE.get(id);
  const name = nameOf(id);
  const what = node ? [TEXT.type[/** @type {keyof typeof TEXT.type} */ (node.type)], node.country ? countryName(node.country) : ""].filter(Boolean).join(", ") : TEXT.source.toLowerCase();
  const also = matched !== name && how !== "id" ? make("span", { className: "matched" }, matched) : null;
  return [node ? typeSwatch(node.type) : make("span", { className: "swatch" }), make("span", { className: "name" }, name), also, make("span", { className: "quiet" }, what)];
}
