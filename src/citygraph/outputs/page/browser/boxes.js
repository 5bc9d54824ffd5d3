// Boxes on the screen, to find free places.
"use strict";

/** The side of a cell, in pixels. */ const CELL = 64;

class Boxes {
  constructor() {
    /** The boxes that meet each cell. @type {Map<number, number[][]>} */ this.cells = new Map();
  }

  /** @param {number} left @param {number} top @param {number} right @param {number} bottom */
  add(left, top, right, bottom) {
    const box = [left, top, right, bottom];
    for (let x = Math.floor(left / CELL); x <= right / CELL; x++) {
      for (let y = Math.floor(top / CELL); y <= bottom / CELL; y++) {
        const boxes = this.cells.get(x * 4096 + y);
        if (boxes) boxes.push(box);
        else this.cells.set(x * 4096 + y, [box]);
      }
    }
  }

  /** The boxes that meet this one. @param {number} left @param {number} top @param {number} right @param {number} bottom
   * @param {number} most how many are enough */
  meeting(left, top, right, bottom, most) {
    /** @type {number[][]} */
    const met = [];
    for (let x = Math.floor(left / CELL); x <= right / CELL; x++) {
      for (let y = Math.floor(top / CELL); y <= bottom / CELL; y++) {
        for (const box of this.cells.get(x * 4096 + y) || []) {
          if (left >= box[2] || right <= box[0] || top >= box[3] || bottom <= box[1] || met.includes(box)) continue;
          met.push(box);
          if (met.length >= most) return met;
        }
      }
    }
    return met;
  }

  /** How many boxes meet this one; of more than a hundred, a hundred. @param {number} left @param {number} top
   * @param {number} right @param {number} bottom */
  count(left, top, right, bottom) {
    return this.meeting(left, top, right, bottom, 100).length;
  }

  /** @param {number} left @param {number} top @param {number} right @param {number} bottom */
  isFree(left, top, right, bottom) {
    return !this.meeting(left, top, right, bottom, 1).length;
  }
}
