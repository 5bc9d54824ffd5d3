// Sharing the view: in the address, as a picture, as data.
"use strict";

/** The state in the address after its #, with the names of the command line's options. */
class Address {
  /** @param {Page} page */
  static write(page) {
    const { filters } = page;
    /** @type {[string, string][]} */
    const parts = [["view", page.view]];
    for (const facet of FACETS) if (!filters[facet].isEmpty) parts.push([facet, String(filters[facet])]);
    if (filters.years) parts.push(["years", filters.years.join("..")]);
    if (!filters.undated) parts.push(["undated", "no"]);
    const { chosenLeast } = filters;
    if (chosenLeast !== null && chosenLeast !== filters.readable()) parts.push(["least", String(chosenLeast)]);
    if (filters.near) parts.push(["ego", encodeURIComponent(filters.near.node.id)], ["hops", String(filters.near.hops)]);
    if (page.ends) parts.push(["path", page.ends.map((node) => encodeURIComponent(node.id)).join(",")]);
    else if (page.thing) parts.push(["show", encodeURIComponent(typeof page.thing === "string" ? page.thing : /** @type {Node_ | Tie} */ (page.thing).id)]);
    const { sorted, down } = page.table;
    if (sorted) parts.push(["sort", `${down ? "-" : ""}${sorted}`]);
    const viewport = page.stage.viewport();
    if (viewport) parts.push(["zoom", viewport.join(",")]);
    return `#${parts.map(([key, value]) => `${key}=${value}`).join("&")}`;
  }

  /** Take over what an address says; what it does not understand it leaves. @param {Page} page @param {string} hash */
  static read(page, hash) {
    const parts = Address.parts(hash);
    const { filters } = page;
    filters.clear();
    for (const facet of FACETS) filters[facet].read(parts.get(facet) || "");
    const years = /^(-?\d+)\.\.(-?\d+)$/.exec(parts.get("years") || "");
    if (years && YEARS) filters.years = [Math.min(+years[1], +years[2]), Math.max(+years[1], +years[2])];
    filters.undated = parts.get("undated") !== "no";
    const least = parseInt(parts.get("least") || "", 10);
    filters.chosenLeast = isNaN(least) ? null : Math.max(1, least);
    const sort = /^(-?)(\w+)$/.exec(parts.get("sort") || "");
    Object.assign(page.table, sort && Object.hasOwn(TEXT.columns, sort[2]) ? { sorted: sort[2], down: sort[1] === "-" } : { sorted: null, down: false });
    const near = NODE.get(unescaped(parts.get("ego")));
    if (near) filters.near = { node: near, hops: Math.max(1, parseInt(parts.get("hops") || "1", 10) || 1) };
    const ends = (parts.get("path") || "").split(",").map((id) => NODE.get(unescaped(id)));
    page.ends = ends.length === 2 && ends[0] && ends[1] ? [ends[0], ends[1]] : null;
    const id = unescaped(parts.get("show"));
    page.thing = NODE.get(id) || TIE.get(id) || (Object.hasOwn(SOURCES, id) ? id : null);
    const view = parts.get("view");
    if (view === "network" || view === "map" || view === "table") page.view = view;
  }

  /** Bring into sight what an address says. The result is whether it says anything.
   * @param {Stage} stage @param {string} hash */
  static lookAt(stage, hash) {
    const numbers = (Address.parts(hash).get("zoom") || "").split(",").map(Number);
    const isViewport = numbers.length === 3 && numbers.every(Number.isFinite) && numbers[0] > 0;
    if (isViewport) stage.lookAt(numbers[0], numbers[1], numbers[2]);
    return isViewport;
  }

  /** @param {string} hash */
  static parts(hash) {
    return new Map(hash.slice(1).split("&").map((part) => {
      const at = part.indexOf("=");
      return /** @type {[string, string]} */ ([part.slice(0, at), part.slice(at + 1)]);
    }));
  }

  /** The keys in which two addresses differ, but for the place in the picture. @param {string} one @param {string} other */
  static changed(one, other) {
    const [before, after] = [one, other].map((hash) => Address.parts(hash));
    return [...new Set([...before.keys(), ...after.keys()])]
      .filter((key) => key && key !== "zoom" && before.get(key) !== after.get(key)).sort().join(",");
  }
}

/** @param {string} name @param {Blob} blob */
function save(name, blob) {
  const address = URL.createObjectURL(blob);
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** A name for a file of what is shown. @param {string} suffix */
const fileName = (suffix) =>
  `${DATA.title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").toLowerCase() || "citygraph"}.${suffix}`;

/** Save the picture as a figure. @param {Page} page @param {"png" | "svg" | "pdf"} form @param {FigureSize} size */
async function saveFigure(page, form, size) {
  /** @type {Promise<Blob | null> | null} */
  let made = null;
  page.inLight(() => (made = FORMS[form](new Figure(page, size))));
  const blob = await made;
  if (blob) save(fileName(form), blob);
}

/** The ties that are shown, in the columns of `citygraph ties --format csv`. @param {Tie[]} ties */
function asCsv(ties) {
  const noted = ties.some((tie) => tie.more.notes);
  const rows = [...ties].sort((one, other) => (one.id < other.id ? -1 : 1)).map((tie) => [
    tie.from.name, labelFrom(tie, tie.from), tie.to.name, tie.time.since || "", tie.time.until || "", tie.time.when || "",
    tie.status, tie.sources.join(", "), quotes(tie.evidence), ...(noted ? [freeText(tie.more.notes)] : []), tie.id,
  ]);
  const columns = ["from", "how", "to", "since", "until", "on", "status", "source", "words", ...(noted ? ["notes"] : []), "tie"];
  return [columns, ...rows].map((row) => row.map(quoted).join(",") + "\n").join("");
}

/** Free data as text, as questions/_columns.py writes it. @param {any} value @returns {string} */
function freeText(value) {
  if (Array.isArray(value)) {
    const items = value.map(freeText);
    return items.join(items.every((item) => item.length < 40 && !item.includes("\n")) ? ", " : "\n");
  }
  if (value && typeof value === "object") return Object.entries(value).map(([key, item]) => `${key}: ${freeText(item)}`).join("\n");
  return value === undefined || value === null ? "" : String(value);
}

/** @param {Evidence[]} evidence */
const quotes = (evidence) =>
  evidence.map(({ quote, by }) => [quote ? `“${quote}”` : "", by ? nameOf(by) : ""].filter(Boolean).join(" – ")).filter(Boolean).join("\n");

/** A cell of a table. A spreadsheet must not take it for a formula. @param {string} text */
function quoted(text) {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** What is shown, as data. @param {Filters} filters */
function asJson(filters) {
  const nodes = [...filters.nodes].sort((one, other) => one.index - other.index);
  const cited = new Set(filters.ties.flatMap((tie) => tie.sources));
  nodes.forEach((node) => node.evidence.forEach((item) => cited.add(item.source)));
  return {
    title: DATA.title, citygraph: DATA.citygraph,
    nodes: nodes.map(({ id, name, type, country, place, evidence, more }) => ({
      ...without(more, ["names"]), id, name, type, ...(more.type ? { subtype: more.type } : {}), country,
      coordinates: place && [place[1], place[0]], evidence,
    })),
    ties: filters.ties.map(({ id, from, to, kind, status, time, evidence, more }) => ({
      ...more, id, from: from.id, to: to.id, kind: kind.id, status, ...without(time, ["began", "held", "stage", "words", "toCome"]), evidence,
    })),
    sources: Object.fromEntries(Object.entries(SOURCES).filter(([id]) => cited.has(id))),
  };
}

/** @param {Record<string, any>} record @param {string[]} keys */
const without = (record, keys) => Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
