// Elements: find them, make them, and fill them with text that cannot become markup or hide its control characters.
"use strict";

/** @param {string} id @returns {HTMLElement} */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/** Text with visible control characters, as the command line shows them, because names may come from strangers.
 * @param {string} text */
const visible = (text) =>
  text.replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g, (letter) =>
    NAMED[letter] || (letter < "\u0100" ? `\\x${hexadecimal(letter, 2)}` : `\\u${hexadecimal(letter, 4)}`));

/** @type {Record<string, string>} */
const NAMED = { "\t": "\\t", "\r": "\\r", "\x1b": "\\e" };

/** @param {string} letter @param {number} digits */
const hexadecimal = (letter, digits) => letter.charCodeAt(0).toString(16).padStart(digits, "0");

/** An element. Properties that begin with `aria` are attributes; strings among the children are text, null is nothing.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {Record<string, any>} [properties] @param {...(Node | string | null)} children
 * @returns {HTMLElementTagNameMap[Tag]} */
function make(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined) continue;
    if (key.startsWith("aria")) made.setAttribute(`aria-${key.slice(4).toLowerCase()}`, visible(String(value)));
    else if (key === "role" || key === "scope") made.setAttribute(key, value);
    else Object.assign(made, { [key]: key === "title" ? visible(value) : value });
  }
  for (const child of children) {
    if (child !== null) made.append(typeof child === "string" ? visible(child) : child);
  }
  return made;
}

/** A button that does something. @param {string} className @param {() => void} action @param {...(Node | string | null)} children */
function button(className, action, ...children) {
  const made = make("button", { type: "button", className }, ...children);
  made.addEventListener("click", action);
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

/** An element of a small drawing. @param {string} tag @param {Record<string, string | number>} attributes
 * @param {...Node} children */
function draw(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** A link, if it leads where a browser may be sent; else the text. @param {string} address @param {string} [text] */
function link(address, text = address) {
  if (!/^https?:\/\/[^\s]+$/i.test(address)) return make("span", {}, text);
  return make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text);
}

/** What an address says, if it can be read. @param {string} [text] */
function unescaped(text = "") {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** Tell screen readers a text. @param {string} text */
const say = (text) => (element("said").textContent = visible(text));

/** @param {EventTarget | null} target */
const isTyping = (target) =>
  target instanceof HTMLInputElement && !["checkbox", "range"].includes(target.type) || target instanceof HTMLTextAreaElement;
