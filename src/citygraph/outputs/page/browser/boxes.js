// Boxes on the screen, to find free places.
"use strict";

class Boxes {
  constructor() {
    /** @type {Map<number, number[][]>} */ this.cells = new Map();
  }

  /** @param {number} left @param {number} top @param {number} right @param {number} bottom */
  *around(left, top, right, bottom) {
    for (let x = Math.floor(left / 64); x <= right / 64; x++) {
      for (let y = Math.floor(top / 64); y <= bottom / 64; y++) yield x * 4096 + y;
    }
  }

  /** @param {number} left @param {number} top @param {number} right @param {number} bottom */
  add(left, top, right, bottom) {
    const box = [left, top, right, bottom];
    for (const cell of this.around(left, top, right, bottom)) {
      const boxes = this.cells.get(cell);
      if (boxes) boxes.push(box);
      else this.cells.set(cell, [box]);
    }
  }

  /** How many boxes meet this one. @param {number} left @param {number} top @param {number} right @param {number} bottom */
  count(left, top, right, bottom) {
    const met = new Set();
    for (const cell of this.around(left, top, right, bottom)) {
      for (const box of this.cells.get(cell) || []) {
        if (left < box[2] && right > box[0] && top < box[3] && bottom > box[1]) met.add(box);
      }
    }
    return met.size;
  }

  /** @param {number} left @param {number} top @param {number} right @param {number} bottom */
  isFree(left, top, right, bottom) {
    for (const cell of this.around(left, top, right, bottom)) {
      for (const [a, b, c, d] of this.cells.get(cell) || []) {
        if (left < c && right > a && top < d && bottom > b) return false;
      }
    }
    return true;
  }
}
