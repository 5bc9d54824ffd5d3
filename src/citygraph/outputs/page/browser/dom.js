// Elements: find them, make them, and fill them with text that cannot become markup or hide its control characters.
"use strict";

/** @param {string} id @returns {HTMLElement} */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/** Characters that show nothing by themselves, but for those that stand where they belong, such as a joiner in Persian
 * (`unseen` in domain/names.py says which). */
const UNSEEN = (() => {
  const shapeless = "\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f" +
    "\\u2028-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8\\u{1bca0}-\\u{1bca3}" +
    "\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}";
  const joined = "\\u0620-\\u08ff\\u0900-\\u0dff\\u1000-\\u109f\\u1780-\\u17b3\\u17b6-\\u180a\\u1810-\\u18af\\ua840-\\ua87f" +
    "\\u{11000}-\\u{114ff}";
  const symbols = "\\xa9\\xae\\u203c\\u2049\\u2100-\\u2bff\\u3030\\u303d\\u3297\\u3299\\u{1f000}-\\u{1faff}";
  const han = "\\u3001-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\uff01-\\uff60\\u{20000}-\\u{3ffff}";
  const unspaced = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff";
  const atHome = [
    `(?<=[${joined}][\\u200c\\u200d])(?=[${joined}])`,
    "(?<=[\\u0900-\\u0dff][\\u200c\\u200d])",
    `(?<=[${symbols}\\ufe0f]\\u200d)(?=[${symbols}])`,
    "(?<=[#*0-9]\\ufe0f)(?=\\u20e3)",
    `(?<=[${symbols}][\\ufe0e\\ufe0f])`,
    `(?<=[${han}][\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}])`,
    "(?<=[\\u1000-\\u109f\\ua840-\\ua87f][\\ufe00-\\ufe0f])",
    "(?<=[\\u1810-\\u18af][\\u180b-\\u180f])",
    "(?<=[\\u{1f3f4}\\u{e0020}-\\u{e007e}][\\u{e0020}-\\u{e007f}])",
    "(?<=[\\u1100-\\u115e]\\u1160)|(?<=\\u115f)(?=[\\u1161-\\u11a7])",
    `(?<=[${unspaced}]\\u200b)(?=[${unspaced}])`,
  ];
  return new RegExp(`[${shapeless}](?!${atHome.join("|")})`, "gu");
})();

/** Text in which all that shows nothing is visible, as the command line shows it, because names may come from strangers.
 * @param {string} text */
const visible = (text) =>
  text.replace(UNSEEN, (letter) =>
    NAMED[letter] || (letter < "\u0100" ? `\\x${hexadecimal(letter, 2)}`
      : letter.length > 1 ? `\\U${hexadecimal(letter, 8)}` : `\\u${hexadecimal(letter, 4)}`));

/** @type {Record<string, string>} */
const NAMED = { "\t": "\\t", "\r": "\\r", "\x1b": "\\e" };

/** @param {string} letter @param {number} digits */
const hexadecimal = (letter, digits) => (letter.codePointAt(0) ?? 0).toString(16).padStart(digits, "0");

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

/** So many letters of a name are shown at once. */
const LETTERS_SHOWN = 120;

/** A name, cut if it is very long. @param {string} name */
const short = (name) => (name.length > LETTERS_SHOWN ? `${[...name.slice(0, LETTERS_SHOWN)].slice(0, -1).join("")}…` : name);

/** A name, of which the rest is shown if one asks. @param {string} name @returns {Node | string} */
function unfoldingName(name) {
  if (name.length <= LETTERS_SHOWN) return name;
  const made = make("span", {}, `${short(name)} `, button("more", () => made.replaceChildren(visible(name)), TEXT.wholeName));
  return made;
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
