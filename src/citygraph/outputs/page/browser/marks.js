// The shapes of nodes and the marks of ties.
"use strict";

/** The outline of a shape of about the same area as a circle of this radius. @param {Pen} pen @param {string} shape
 * @param {number} x @param {number} y @param {number} radius */
function shapePath(pen, shape, x, y, radius) {
  if (shape === "circle" || shape === "ring") {
    pen.moveTo(x + radius, y);
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  const side = radius * 0.89, tip = radius * 1.25;
  /** @type {Record<string, Point[]>} */
  const corners = {
    square: [[-side, -side], [side, -side], [side, side], [-side, side]],
    diamond: [[0, -tip], [tip, 0], [0, tip], [-tip, 0]],
    triangle: [[0, -tip * 1.1], [tip * 1.1, tip * 0.8], [-tip * 1.1, tip * 0.8]],
  };
  corners[shape].forEach(([right, down], at) => (at ? pen.lineTo(x + right, y + down) : pen.moveTo(x + right, y + down)));
  pen.closePath();
}

/** The colour of a shape. @param {string} shape @returns {"ink" | "quiet"} */
const toneOf = (shape) => DATA.style.tones[shape];

/** Where the mark of a line may be, as shares of its length; the best first. */
const MARK_SHARES = [0.5, 0.42, 0.58, 0.35, 0.65, 0.29, 0.71];

/** The disc under a mark, and the lines of the mark, each for its own pen. @param {Pen | null} disc @param {Pen | null} lines
 * @param {string} mark @param {number} x @param {number} y @param {number} size half the height of the mark */
function markPath(disc, lines, mark, x, y, size) {
  /** @type {Point[][]} */
  const strokes = DATA.style.marks[mark];
  if (!strokes.length) return;
  const radius = size * Math.max(1, ...strokes.flat().map(([across]) => Math.abs(across))) + 2.4;
  disc?.moveTo(x + radius, y);
  disc?.arc(x, y, radius, 0, 2 * Math.PI);
  for (const stroke of strokes) {
    stroke.forEach(([across, down], at) => (at ? lines?.lineTo(x + size * across, y + size * down) : lines?.moveTo(x + size * across, y + size * down)));
  }
}

/** The stages whose marks are left out, so that there are not too many: the most common ones. The rule is that of
 * `without_marks` in outputs/style.py. @param {Iterable<Tie>} ties @returns {Map<string, number>} */
function withoutMarks(ties) {
  let left = DATA.style.mostMarks;
  const bare = new Map();
  const marked = stagesOf(ties).filter(([stage]) => STAGES[stage].mark).sort(([, one], [, other]) => one - other);
  for (const [stage, count] of marked) {
    left -= count;
    if (left < 0) bare.set(stage, count);
  }
  return bare;
}
