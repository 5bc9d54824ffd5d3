// Names: which spellings are the same, and the search by the rules of `citygraph find`.
"use strict";

/** @type {Record<string, string>} */
const LETTERS = DATA.letters;

/** The key that all spellings of a name share; see `fold` in names.py. @param {string} text @returns {string} */
function fold(text) {
  let plain = text;
  if (/[^\x00-\x7f]/.test(text)) {
    plain = "";
    for (const letter of text.normalize("NFKC")) plain += LETTERS[letter] ?? unmarked(letter);
  }
  const key = plain.replaceAll("&", " and ").toLowerCase().replace(/[^a-z0-9]+/g, "");
  return key || text.toLowerCase().trim();
}

/** @param {string} letter */
function unmarked(letter) {
  const plain = letter.normalize("NFD").replace(/[\u0300-\u0362]/g, "");
  return /^[\x00-\x7f]*$/.test(plain) ? plain : "";
}

/** One name of a node or a source; `how` is the sort of name.
 * @typedef {{id: string, text: string, how: string, key: string, words: string[]}} Name */
/** @typedef {{id: string, matched: string, how: string}} Found */

/** @type {Name[] | null} */
let index = null;

/** @returns {Name[]} */
function allNames() {
  if (index) return index;
  /** @param {string} id @param {string} text @param {string} how @returns {Name} */
  const name = (id, text, how) => ({
    id, text, how, key: fold(text), words: /\s/.test(text) ? text.trim().split(/\s+/).map(fold) : [],
  });
  index = NODES.flatMap((node) => [
    name(node.id, node.id, "id"),
    name(node.id, node.name, "name"),
    ...node.names.map(([text, how]) => name(node.id, text, how)),
  ]);
  for (const [id, source] of Object.entries(SOURCES)) {
    index.push(name(id, id, "id"), name(id, source.title || id, "name"));
  }
  return index;
}

/** 0 if it is the whole name, 1 its beginning, 2 the beginning of a word, 3 inside. @param {Name} name @param {string} wanted */
function rankOf(name, wanted) {
  if (name.key === wanted) return 0;
  if (name.key.startsWith(wanted)) return 1;
  if (name.words.some((word) => word.startsWith(wanted))) return 2;
  return name.key.includes(wanted) ? 3 : null;
}

const HOW = /** @type {Record<string, number>} */ ({ name: 0, alias: 1, id: 2 });

/** What goes by a text, the closest first. @param {string} text @returns {Found[]} */
function search(text) {
  const wanted = fold(text);
  if (!wanted) return [];
  /** @type {Map<string, {sort: [number, number, string, string], name: Name}>} */
  const best = new Map();
  for (const name of allNames()) {
    const rank = rankOf(name, wanted);
    if (rank === null) continue;
    /** @type {[number, number, string, string]} */
    const sort = [rank, HOW[name.how] ?? 3, name.id, name.text];
    const before = best.get(name.id);
    if (!before || inOrder(sort, before.sort) < 0) best.set(name.id, { sort, name });
  }
  if (!best.size) return near(wanted);
  return [...best.values()]
    .sort((one, other) => inOrder(one.sort, other.sort))
    .map(({ name }) => ({ id: name.id, matched: name.text, how: name.how }));
}

/** Compares lists item by item. @param {(string | number)[]} one @param {(string | number)[]} other */
function inOrder(one, other) {
  for (let at = 0; at < one.length; at++) {
    if (one[at] < other[at]) return -1;
    if (one[at] > other[at]) return 1;
  }
  return 0;
}

/** What is spelled much like a key: of two thirds of the letters of both, in order. @param {string} wanted @returns {Found[]} */
function near(wanted) {
  const byKey = new Map();
  for (const name of allNames()) {
    if (["identifier", "known for", "tag"].includes(name.how)) continue;
    if (!byKey.has(name.key)) byKey.set(name.key, []);
    byKey.get(name.key).push(name);
  }
  const likes = [...byKey.keys()]
    .map((key) => ({ key, like: (200 * common(key, wanted)) / (key.length + wanted.length) }))
    .filter(({ like }) => like >= 66)
    .sort((one, other) => other.like - one.like || (one.key < other.key ? -1 : 1));
  const found = new Map();
  for (const { key } of likes.slice(0, 30)) {
    for (const name of byKey.get(key)) {
      if (!found.has(name.id)) found.set(name.id, { id: name.id, matched: nameOf(name.id), how: "spelled alike" });
    }
  }
  return [...found.values()].slice(0, 10);
}

/** How many letters two texts have in common, in the same order. @param {string} one @param {string} other */
function common(one, other) {
  let row = new Uint16Array(other.length + 1);
  for (const letter of one) {
    const next = new Uint16Array(other.length + 1);
    for (let at = 0; at < other.length; at++) {
      next[at + 1] = letter === other[at] ? row[at] + 1 : Math.max(next[at], row[at + 1]);
    }
    row = next;
  }
  return row[other.length];
}
