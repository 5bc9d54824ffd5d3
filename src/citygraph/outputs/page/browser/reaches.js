// How far ties reach on their plane, so that those far from what is looked at need not be drawn or looked at.
"use strict";

class Reaches {
  /** @param {(tie: Tie, view: View) => Point[]} pointsOf the points of a tie's line, or of what is around it */
  constructor(pointsOf) {
    this.pointsOf = pointsOf;
    /** For each tie left, top, right, bottom, in units of the view; NaN till it is asked for.
     * @type {Record<View, Float32Array>} */
    this.boxes = { network: new Float32Array(4 * TIES.length).fill(NaN), map: new Float32Array(4 * TIES.length).fill(NaN) };
  }

  /** Whether a tie may be in a part of a view. @param {Tie} tie @param {View} view @param {number[]} part left, top, right, bottom */
  meets(tie, view, [left, top, right, bottom]) {
    const boxes = this.boxes[view], at = 4 * tie.index;
    if (Number.isNaN(boxes[at])) this.measure(tie, view);
    return boxes[at] <= right && boxes[at + 2] >= left && boxes[at + 1] <= bottom && boxes[at + 3] >= top;
  }

  /** @param {Tie} tie @param {View} view */
  measure(tie, view) {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [x, y] of this.pointsOf(tie, view)) {
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    }
    this.boxes[view].set([left, top, right, bottom], 4 * tie.index);
  }
}
