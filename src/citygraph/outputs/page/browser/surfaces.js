// The surfaces of the picture: the canvas, and an SVG file. Both accept the same pen.
"use strict";

/** @typedef {{moveTo(x: number, y: number): void, lineTo(x: number, y: number): void,
 *   quadraticCurveTo(a: number, b: number, x: number, y: number): void,
 *   arc(x: number, y: number, radius: number, start: number, end: number): void, closePath(): void}} Pen */
/** @typedef {{color: string, width: number, dash?: number[], opacity?: number, round?: boolean}} Stroke */
/** @typedef {{size: number, color: string, halo: string, bold?: boolean, opacity?: number}} Lettering */

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';

class CanvasSurface {
  /** @param {CanvasRenderingContext2D} context @param {number} ratio device pixels to a pixel */
  constructor(context, ratio) {
    this.context = context;
    this.ratio = ratio;
    /** What is written, where it stands: its left, its middle, its width. @type {{text: string, x: number, y: number, size: number, wide: number}[] | null} */
    this.texts = null;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.lineJoin = "round";
  }

  /** A new path. @returns {Pen} */
  pen() {
    this.context.beginPath();
    return this.context;
  }

  /** @param {string} color @param {number} [opacity] */
  fill(color, opacity = 1) {
    this.context.globalAlpha = opacity;
    this.context.fillStyle = color;
    this.context.fill();
  }

  /** @param {Stroke} stroke */
  stroke({ color, width, dash = [], opacity = 1, round = false }) {
    const { context } = this;
    context.lineCap = round ? "round" : "butt";
    context.globalAlpha = opacity;
    context.strokeStyle = color;
    context.lineWidth = width;
    context.setLineDash(dash);
    context.stroke();
  }

  /** Areas of a plane, seen by a camera. @param {Point[][]} rings @param {Camera} camera @param {number} width
   * @param {number} height @param {string} color @param {number} opacity */
  area(rings, camera, width, height, color, opacity) {
    const { context, ratio } = this;
    let path = CanvasSurface.areas.get(rings);
    if (!path) {
      path = new Path2D();
      for (const ring of rings) {
        ring.forEach(([x, y], at) => (at ? path?.lineTo(x, y) : path?.moveTo(x, y)));
        path.closePath();
      }
      CanvasSurface.areas.set(rings, path);
    }
    const scale = camera.scale * ratio;
    context.save();
    context.setTransform(scale, 0, 0, scale, (width / 2) * ratio - camera.x * scale, (height / 2) * ratio - camera.y * scale);
    context.globalAlpha = opacity;
    context.fillStyle = color;
    context.fill(path, "evenodd");
    context.restore();
  }

  /** @param {string} text @param {number} x @param {number} y @param {Lettering} lettering */
  text(text, x, y, { size, color, halo, bold = false, opacity = 1 }) {
    const { context } = this;
    context.globalAlpha = opacity;
    context.font = `${bold ? "600 " : ""}${size}px ${FONT}`;
    context.textBaseline = "middle";
    context.setLineDash([]);
    context.strokeStyle = halo;
    context.lineWidth = 3.5;
    // Of its own direction, whatever stands around it.
    const isolated = `\u2068${text}\u2069`;
    context.strokeText(isolated, x, y);
    context.fillStyle = color;
    context.fillText(isolated, x, y);
    this.texts?.push({ text, x, y, size, wide: context.measureText(isolated).width });
  }

  /** Paint into a part of it, and nothing beside that. @param {number} x @param {number} y @param {number} width
   * @param {number} height @param {(inner: CanvasSurface) => void} paint */
  within(x, y, width, height, paint) {
    const { ratio, context } = this, canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
    const inner = new CanvasSurface(/** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { alpha: false })), ratio);
    if (this.texts) inner.texts = [];
    paint(inner);
    context.globalAlpha = 1;
    context.drawImage(canvas, x, y, canvas.width / ratio, canvas.height / ratio);
    this.texts?.push(...(inner.texts || []).map((text) => ({ ...text, x: text.x + x, y: text.y + y })));
  }
}

/** Areas as the browser keeps them, so that they need not be told anew for each frame. @type {WeakMap<Point[][], Path2D>} */
CanvasSurface.areas = new WeakMap();

/** Draw lines of a plane, seen by a camera. @param {CanvasSurface | SvgSurface} surface @param {Point[][]} lines
 * @param {Camera} camera @param {number} width @param {number} height @param {Stroke} stroke */
function strokeLines(surface, lines, camera, width, height, stroke) {
  const pen = surface.pen();
  const [right, down] = [width / 2 - camera.x * camera.scale, height / 2 - camera.y * camera.scale];
  for (const line of lines) tracePart(pen, line, camera.scale, right, down, width, height);
  surface.stroke(stroke);
}

/** The part of a line that is in the picture, with a pen: pieces wholly outside are left out. @param {Pen} pen
 * @param {Point[]} line @param {number} scale @param {number} right @param {number} down @param {number} width @param {number} height */
function tracePart(pen, line, scale, right, down, width, height) {
  let isDown = false;
  let [x, y] = [line[0][0] * scale + right, line[0][1] * scale + down];
  for (let at = 1; at < line.length; at++) {
    const to = line[at][0] * scale + right, under = line[at][1] * scale + down;
    const isOut = Math.max(x, to) < 0 || Math.min(x, to) > width || Math.max(y, under) < 0 || Math.min(y, under) > height;
    if (!isOut) {
      if (!isDown) pen.moveTo(x, y);
      pen.lineTo(to, under);
    }
    isDown = !isOut;
    [x, y] = [to, under];
  }
}

/** Whether a ring may be in the picture. @param {Point[]} ring @param {Camera} camera @param {number} width @param {number} height */
function isSeen(ring, camera, width, height) {
  const wide = width / camera.scale / 2, high = height / camera.scale / 2;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  return right > camera.x - wide && left < camera.x + wide && bottom > camera.y - high && top < camera.y + high;
}

class SvgSurface {
  /** @param {number} width @param {number} height */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    /** A file may be enlarged: it gets what a fine screen has. */ this.ratio = 2;
    /** @type {string[]} */ this.parts = [];
    this.path = new SvgPen();
  }

  /** @returns {Pen} */
  pen() {
    this.path = new SvgPen();
    return this.path;
  }

  /** @param {string} color @param {number} [opacity] */
  fill(color, opacity = 1) {
    this.parts.push(`<path d="${this.path}" fill="${color}"${SvgSurface.opacity(opacity)}/>`);
  }

  /** @param {Stroke} stroke */
  stroke({ color, width, dash = [], opacity = 1, round = false }) {
    const dashes = dash.length ? ` stroke-dasharray="${dash.map(rounded).join(" ")}"` : "";
    this.parts.push(
      `<path d="${this.path}" fill="none" stroke="${color}" stroke-width="${rounded(width)}" ` +
      `stroke-linejoin="round"${round ? ' stroke-linecap="round"' : ""}${dashes}${SvgSurface.opacity(opacity)}/>`,
    );
  }

  /** @param {Point[][]} rings @param {Camera} camera @param {number} width @param {number} height
   * @param {string} color @param {number} opacity */
  area(rings, camera, width, height, color, opacity) {
    const pen = this.pen();
    for (const ring of rings) {
      if (!isSeen(ring, camera, width, height)) continue;
      ring.forEach(([x, y], at) => {
        const [right, down] = [(x - camera.x) * camera.scale + width / 2, (y - camera.y) * camera.scale + height / 2];
        if (at) pen.lineTo(right, down);
        else pen.moveTo(right, down);
      });
      pen.closePath();
    }
    this.parts.push(`<path d="${pen}" fill="${color}" fill-rule="evenodd"${SvgSurface.opacity(opacity)}/>`);
  }

  /** @param {string} text @param {number} x @param {number} y @param {Lettering} lettering */
  text(text, x, y, { size, color, halo, bold = false, opacity = 1 }) {
    const look = `x="${rounded(x)}" y="${rounded(y + MIDDLE * size)}" font-size="${size}"${bold ? ' font-weight="600"' : ""} ` +
      `unicode-bidi="isolate"${SvgSurface.opacity(opacity)}`;
    // Twice, because half of all programs do not know paint-order.
    this.parts.push(
      `<text ${look} fill="none" stroke="${halo}" stroke-width="3.5" stroke-linejoin="round" aria-hidden="true">${escaped(text)}</text>` +
      `<text ${look} fill="${color}">${escaped(text)}</text>`,
    );
  }

  /** Paint into a part of it, and nothing beside that. @param {number} x @param {number} y @param {number} width
   * @param {number} height @param {(inner: SvgSurface) => void} paint */
  within(x, y, width, height, paint) {
    const inner = new SvgSurface(width, height);
    paint(inner);
    this.parts.push(`<svg x="${rounded(x)}" y="${rounded(y)}" ${inner.box} overflow="hidden">\n${inner.parts.join("\n")}\n</svg>`);
  }

  get box() {
    const { width, height } = this;
    return `width="${rounded(width)}" height="${rounded(height)}" viewBox="0 0 ${rounded(width)} ${rounded(height)}"`;
  }

  /** The file. @param {string} title @param {string} description */
  toString(title = "", description = "") {
    return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" ${this.box} role="img" font-family="${escaped(FONT)}">
<title>${escaped(title)}</title>
<desc>${escaped(description)}</desc>
${this.parts.join("\n")}
</svg>
`;
  }

  /** @param {number} opacity */
  static opacity(opacity) {
    return opacity < 1 ? ` opacity="${Math.round(opacity * 100) / 100}"` : "";
  }
}

/** How far the middle of letters is above their base line, as a share of their size. */ const MIDDLE = 0.35;

/** @param {number} number */
const rounded = (number) => String(Math.round(number * 10) / 10);

/** A text as XML may have it. @param {string} text */
const escaped = (text) =>
  text.replace(/[&<>"\ufffe\uffff]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] || "\ufffd");

/** @implements {Pen} */
class SvgPen {
  constructor() {
    /** @type {string[]} */ this.steps = [];
  }

  /** @param {string} letter @param {...number} numbers */
  step(letter, ...numbers) {
    this.steps.push(letter + numbers.map(rounded).join(" "));
  }

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.step("M", x, y);
  }

  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.step("L", x, y);
  }

  /** @param {number} a @param {number} b @param {number} x @param {number} y */
  quadraticCurveTo(a, b, x, y) {
    this.step("Q", a, b, x, y);
  }

  /** A whole circle: nothing else is asked for. @param {number} x @param {number} y @param {number} radius */
  arc(x, y, radius) {
    this.step("M", x + radius, y);
    this.step("A", radius, radius, 0, 1, 1, x - radius, y);
    this.step("A", radius, radius, 0, 1, 1, x + radius, y);
  }

  closePath() {
    this.steps.push("Z");
  }

  toString() {
    return this.steps.join("");
  }
}
