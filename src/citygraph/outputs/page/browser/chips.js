// The filters in force, in words, above the picture: each as a button that takes it away.
"use strict";

/** A filter in force, and how to take it away. @typedef {{text: string, takeAway: () => void}} InForce */

/** So many values are named in a chip; more are counted. */
const MOST_NAMED = 3;

class Chips {
  /** @param {HTMLElement} root @param {Filters} filters @param {(fit?: boolean) => void} changed */
  constructor(root, filters, changed) {
    this.root = root;
    this.filters = filters;
    this.changed = changed;
    root.ariaLabel = TEXT.chipsLabel;
  }

  show() {
    const had = this.root.contains(document.activeElement);
    const chips = this.buttons(this.inForce());
    this.root.hidden = !chips.length;
    this.root.replaceChildren(...chips);
    if (had) (chips[0] || element("canvas")).focus();
  }

  /** @param {InForce[]} filters */
  buttons(filters) {
    return filters.map(({ text, takeAway }) => {
      const made = button("chip", () => {
        takeAway();
        this.changed(true);
      }, make("bdi", {}, text), make("span", { ariaHidden: "true" }, "✕"));
      made.ariaLabel = visible(TEXT.takeAway(text));
      return made;
    });
  }

  /** What narrows the picture, the facets first. @returns {InForce[]} */
  inForce() {
    const { filters } = this;
    /** @type {InForce[]} */
    const found = FACETS.filter((facet) => !filters[facet].isEmpty)
      .map((facet) => ({ text: facetInWords(facet, filters[facet]), takeAway: () => filters[facet].clear() }));
    const { near, years, least } = filters;
    if (years) found.push({ text: TEXT.years(...years), takeAway: () => (filters.years = null) });
    if (!filters.undated) found.push({ text: TEXT.dated, takeAway: () => (filters.undated = true) });
    if (near) found.push({ text: TEXT.near(near.node.name, near.hops), takeAway: () => (filters.near = null) });
    if (least > 1) found.push({ text: TEXT.leastChip(least, filters.shareShown()), takeAway: () => (filters.chosenLeast = 1) });
    return found;
  }
}

/** What a filter admits or excludes. @param {Facet} facet @param {Filter} filter */
function facetInWords(facet, filter) {
  const only = named(facet, filter.only), not = named(facet, filter.not);
  return [only, not && TEXT.but(not)].filter(Boolean).join(", ");
}

/** Some values of a facet: by their names if they are few. Kinds that are the whole of a group have its name.
 * @param {Facet} facet @param {Set<string>} values */
function named(facet, values) {
  const left = new Set(values);
  const groups = Object.keys(facet === "kind" ? TEXT.groups : {}).filter((group) => {
    const kinds = KINDS.filter((kind) => kind.group === group).map((kind) => kind.id);
    const isWhole = kinds.length > 1 && kinds.every((kind) => left.has(kind));
    if (isWhole) kinds.forEach((kind) => left.delete(kind));
    return isWhole;
  });
  const names = [...groups.map((group) => TEXT.groups[/** @type {keyof typeof TEXT.groups} */ (group)]), ...[...left].map((value) => valueName(facet, value))];
  return names.length > MOST_NAMED ? TEXT.several(names.length, TEXT.chosen[facet]) : names.join(TEXT.or);
}
