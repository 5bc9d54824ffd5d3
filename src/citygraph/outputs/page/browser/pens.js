// Pens that do not draw, but look where lines run.
"use strict";

/** A pen for lines alone: it turns curves into them. @implements {Pen} */
class LinePen {
  constructor() {
    /** @type {Point} */ this.here = [0, 0];
  }

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.here = [x, y];
  }

  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.here = [x, y];
  }

  /** @param {number} a @param {number} b @param {number} x @param {number} y */
  quadraticCurveTo(a, b, x, y) {
    const [left, top] = this.here;
    for (let at = 1; at <= 8; at++) {
      const share = at / 8, rest = 1 - share;
      this.lineTo(
        rest * rest * left + 2 * rest * share * a + share * share * x,
        rest * rest * top + 2 * rest * share * b + share * share * y,
      );
    }
  }

  /** @param {number} _x @param {number} _y @param {number} _radius */
  arc(_x, _y, _radius) {}

  closePath() {}
}

/** Measures the distance of a line from a point. */
class Probe extends LinePen {
  /** @param {number} x @param {number} y */
  constructor(x, y) {
    super();
    this.x = x;
    this.y = y;
    this.distance = Infinity;
  }

  /** @param {number} x @param {number} y @override */
  lineTo(x, y) {
    this.distance = Math.min(this.distance, distanceTo(this.x, this.y, this.here, [x, y]));
    super.lineTo(x, y);
  }

  /** @param {number} x @param {number} y @param {number} radius @override */
  arc(x, y, radius) {
    this.distance = Math.min(this.distance, Math.abs(Math.hypot(this.x - x, this.y - y) - radius));
  }
}

/** Keeps where a line was: a box every few pixels. */
class Trail extends LinePen {
  /** @param {number} width @param {number} height */
  constructor(width, height) {
    super();
    this.width = width;
    this.height = height;
    this.boxes = new Boxes();
  }

  /** @param {number} x @param {number} y @override */
  lineTo(x, y) {
    const [a, b] = this.here;
    const isOut = Math.max(a, x) < 0 || Math.min(a, x) > this.width || Math.max(b, y) < 0 || Math.min(b, y) > this.height;
    const steps = isOut ? 0 : Math.min(400, Math.ceil(Math.hypot(x - a, y - b) / 5));
    for (let at = 0; at < steps; at++) {
      const right = between(a, x, at / steps), down = between(b, y, at / steps);
      this.boxes.add(right, down, right, down);
    }
    super.lineTo(x, y);
  }

  /** @param {number} x @param {number} y @param {number} radius @override */
  arc(x, y, radius) {
    this.boxes.add(x - radius, y - radius, x + radius, y + radius);
  }
}
