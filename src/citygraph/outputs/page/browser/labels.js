// The names on the picture: those of hubs first, with a line to free ground if there is no room beside them.
"use strict";

/** A name in its place: `x` is its left, `y` its middle. `own` is the name in its own script, below. `leader` is the line
 * to its node, if it stands farther away.
 * @typedef {{node: Node_, x: number, y: number, wide: number, text: string, own: string, size: number, bold: boolean,
 *   opacity: number, leader: [Point, Point] | null}} Label */

const FIRST_SIZE = 14, LABEL_SIZE = 12.5, OWN_SIZE = 11.5;
/** The first so many have large names. */ const FIRST = 10;
/** The first so many have names in any case. */ const HUBS = 20;
/** How far a name may stand from its node, in pixels. */ const AWAY = [26, 44, 66, 92, 124, 160, 200, 250, 310];
const MOST_LETTERS = 32;
const ACCENTS = "\\u0300-\\u036f\\u0483-\\u0489\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe20-\\ufe2f";
/** More accents on one letter than any language has: as in outputs/picture/labels.py. */
const TOWERS = new RegExp(`([${ACCENTS}]{2})[${ACCENTS}]+`, "gu");

/** A name as it stands in the picture: within its line, with signs for what is not seen. @param {string} name */
function lettered(name) {
  const text = visible(name.slice(0, 500)).replace(TOWERS, "$1");
  const letters = [...text];
  return letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS - 2).join("").trimEnd()}…` : text;
}

class Labels {
  /** @param {CanvasRenderingContext2D} context to measure with */
  constructor(context) {
    this.context = context;
    /** @type {Label[]} */ this.placed = [];
    /** Where nothing may stand: buttons over the picture. @type {number[][]} */ this.kept = [];
    /** @type {Map<string, number>} */ this.widths = new Map();
    /** @type {Map<Node_, string>} */ this.texts = new Map();
  }

  /** @param {string} text @param {number} size @param {boolean} bold */
  measure(text, size, bold) {
    const key = `${bold ? "*" : ""}${size}${text}`;
    let wide = this.widths.get(key);
    if (wide === undefined) {
      this.context.font = `${bold ? "600 " : ""}${size}px ${FONT}`;
      wide = this.context.measureText(text).width;
      this.widths.set(key, wide);
    }
    return wide;
  }

  /** @param {Node_} node */
  textOf(node) {
    let text = this.texts.get(node);
    if (text === undefined) this.texts.set(node, (text = lettered(node.name)));
    return text;
  }

  /** Draw the names, and those of countries between them. @param {Surface} surface @param {Stage} stage */
  paint(surface, stage) {
    const crossed = tiesOnScreen(stage);
    const taken = this.place(stage, crossed);
    Ground.paintNames(surface, stage, taken, crossed);
    const { paper } = stage;
    const leaders = this.placed.flatMap(({ leader }) => (leader ? [leader] : []));
    if (leaders.length) {
      const pen = surface.pen();
      for (const [from, to] of leaders) {
        pen.moveTo(...from);
        pen.lineTo(...to);
      }
      surface.stroke({ color: paper.ink, width: 0.8 });
    }
    for (const { x, y, text, own, size, bold, opacity } of this.placed) {
      surface.text(text, x, y, { size, color: paper.ink, halo: paper.ground, bold, opacity });
      if (own) surface.text(own, x, y + size, { size: OWN_SIZE, color: paper.quiet, halo: paper.ground, opacity });
    }
  }

  /** Find a place for each name. The result says where names and nodes are. @param {Stage} stage
   * @param {Boxes} crossed where ties are @returns {Boxes} */
  place(stage, crossed) {
    const { width, height, picked, beside } = stage;
    const back = picked.size > 0 || stage.pickedTies.size > 0;
    const most = Math.max(HUBS, (width * height) / (back ? 6000 : 9000)) + 4;
    const near = [];
    for (const node of stage.order) {
      const spot = stage.spot(node);
      if (spot.opacity < 0.5 || !stage.isInSight(spot)) continue;
      // Names may cover faded nodes.
      if (back && !beside.has(node)) continue;
      near.push({ node, spot, radius: stage.radius(node) });
      if (near.length > 1500) break;
    }
    const taken = new Boxes(), dots = new Boxes(), marked = new Boxes();
    for (const box of this.kept) taken.add(...(/** @type {[number, number, number, number]} */ (box)));
    for (const { spot: { x, y }, radius } of near) dots.add(x - radius, y - radius, x + radius, y + radius);
    for (const box of stage.marked) marked.add(...box);
    this.placed = [];
    const { nodes, degree } = stage.filters;
    // Of equals, none has a larger name than the others.
    const next = near.length > FIRST ? degree[near[FIRST].node.index] : -1;
    let rank = -1;
    for (const one of near) {
      const isInside = one.spot.x > 0 && one.spot.y > 0 && one.spot.x < width && one.spot.y < height;
      if (isInside) rank++;
      const isHub = isInside && rank < HUBS && (degree[one.node.index] > 1 || nodes.size <= 2 * HUBS);
      const { spot: { x, y }, radius } = one;
      // What is larger came before: only that stands in a name's way.
      taken.add(x - radius, y - radius, x + radius, y + radius);
      if (this.placed.length > most && !isHub) continue;
      const label = this.labelOf(stage, one, isInside && rank < FIRST && degree[one.node.index] > next);
      let found = this.beside(stage, one, label, taken, dots, marked, crossed, isHub);
      // Of few nodes each is seen: rather a line to the name than a name on a node.
      const isHidden = found && near.length <= 2 * HUBS && dots.count(...boxOf(found, found.x, found.y)) > 0;
      if ((!found || isHidden) && (isHub || picked.has(one.node))) {
        const away = this.away(stage, one, label, taken, dots, marked);
        if (away && !(found && dots.count(...boxOf(away, away.x, away.y)))) found = away;
      }
      if (!found) continue;
      taken.add(...boxOf(found, found.x, found.y));
      this.placed.push(found);
    }
    for (const { spot: { x, y }, radius } of near) taken.add(x - radius, y - radius, x + radius, y + radius);
    return taken;
  }

  /** @param {Stage} stage @param {{node: Node_, spot: Spot}} one @param {boolean} isLarge @returns {Label} */
  labelOf(stage, { node, spot }, isLarge) {
    const bold = isLarge || stage.picked.has(node);
    const size = isLarge ? FIRST_SIZE : LABEL_SIZE;
    const behind = stage.share === 1 ? stage.places.behind(node) : null;
    const text = this.textOf(node) + (behind ? ` +${behind.length - 1}` : "");
    const own = node.own && stage.enlarged > 1.4 ? lettered(node.own) : "";
    const wide = Math.max(this.measure(text, size, bold), own ? this.measure(own, OWN_SIZE, false) : 0);
    return { node, x: 0, y: 0, wide, text, own, size, bold, opacity: spot.opacity, leader: null };
  }

  /** The name beside its node, where it covers least. @param {Stage} stage @param {{node: Node_, spot: Spot, radius: number}} one
   * @param {Label} label @param {Boxes} taken @param {Boxes} dots @param {Boxes} marked @param {Boxes} crossed
   * @param {boolean} isHub whether it may rather stand away than cover many nodes @returns {Label | null} */
  beside(stage, { node, spot, radius }, label, taken, dots, marked, crossed, isHub) {
    const high = highOf(label), gap = radius + 4, middle = (high - label.size) / 2 - 1.5;
    const { x, y } = spot, { wide } = label;
    const corners = [
      [x + gap, y - middle], [x - gap - wide, y - middle],
      [x - wide / 2, y - gap - high / 2 - middle], [x - wide / 2, y + gap + high / 2 - middle],
      [x + gap * 0.75, y - high * 0.8], [x + gap * 0.75, y + label.size * 0.9],
      [x - gap * 0.75 - wide, y - high * 0.8], [x - gap * 0.75 - wide, y + label.size * 0.9],
    ];
    let best = null, least = Infinity;
    for (const [left, down] of corners) {
      const box = boxOf(label, left, down);
      if (!isWithin(stage, box) || !taken.isFree(...box)) continue;
      const cost = 2 * dots.count(...box) + (marked.isFree(...box) ? 0 : 9) + Math.min(1, crossed.count(...box) / 20);
      if (cost < least) [best, least] = [{ ...label, x: left, y: down }, cost];
      if (!cost) break;
    }
    if (best && least >= 9 && (isHub || !stage.picked.has(node))) return least > 12 || isHub ? null : best;
    return best;
  }

  /** The name on free ground, with a line to its node. @param {Stage} stage @param {{spot: Spot, radius: number}} one
   * @param {Label} label @param {Boxes} taken @param {Boxes} dots @param {Boxes} marked @returns {Label | null} */
  away(stage, { spot: { x, y }, radius }, label, taken, dots, marked) {
    let best = null, least = Infinity;
    for (const far of AWAY) {
      for (let turn = 0; turn < 16; turn++) {
        const angle = (turn * Math.PI) / 8;
        const [right, down] = [x + far * Math.cos(angle), y + far * Math.sin(angle)];
        const left = right - (Math.cos(angle) < -0.3 ? label.wide : Math.abs(Math.cos(angle)) <= 0.3 ? label.wide / 2 : 0);
        const box = boxOf(label, left, down);
        if (!isWithin(stage, box) || !taken.isFree(...box)) continue;
        const near = [Math.max(box[0] + 2, Math.min(x, box[2] - 2)), Math.max(box[1], Math.min(y, box[3]))];
        const long = Math.hypot(near[0] - x, near[1] - y) || 1;
        const cost = far / 8 + 3 * dots.count(...box) + (marked.isFree(...box) ? 0 : 8) +
          8 * this.placed.filter((other) => meetsLine(boxOf(other, other.x, other.y), [x, y], near)).length;
        if (cost >= least) continue;
        least = cost;
        const start = /** @type {Point} */ ([x + ((near[0] - x) * radius) / long, y + ((near[1] - y) * radius) / long]);
        best = { ...label, x: left, y: down, leader: /** @type {[Point, Point]} */ ([start, near]) };
      }
      if (best && least < far / 8 + 4) break;
    }
    return best;
  }

  /** The node whose name is at a point of the screen. @param {number} x @param {number} y @returns {Node_ | null} */
  at(x, y) {
    const found = this.placed.find((label) => {
      const [left, top, right, bottom] = boxOf(label, label.x, label.y);
      return x >= left && x <= right && y >= top && y <= bottom;
    });
    return found ? found.node : null;
  }
}

/** Where ties are on the screen, if they are few. @param {Stage} stage */
function tiesOnScreen(stage) {
  const trail = new Trail(stage.width, stage.height);
  if (stage.filters.ties.length > 200) return trail.boxes;
  for (const tie of stage.filters.ties) if (!stage.share || Stage.isOnMap(tie)) stage.trace(trail, tie);
  return trail.boxes;
}

/** @param {Label} label */
const highOf = ({ size, own }) => size + 3 + (own ? OWN_SIZE + 2 : 0);

/** @param {Label} label @param {number} x @param {number} y @returns {[number, number, number, number]} */
const boxOf = (label, x, y) => [x - 2, y - label.size / 2 - 1.5, x + label.wide + 2, y - label.size / 2 - 1.5 + highOf(label)];

/** @param {Stage} stage @param {number[]} box */
const isWithin = ({ width, height }, [left, top, right, bottom]) => left > 1 && top > 1 && right < width - 1 && bottom < height - 1;

/** Whether a line from a point to another crosses a box. @param {number[]} box @param {number[]} from @param {number[]} to */
function meetsLine([left, top, right, bottom], from, to) {
  for (let at = 1; at < 12; at++) {
    const x = between(from[0], to[0], at / 12), y = between(from[1], to[1], at / 12);
    if (x > left && x < right && y > top && y < bottom) return true;
  }
  return false;
}
