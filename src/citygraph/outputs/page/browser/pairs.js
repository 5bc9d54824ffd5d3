// Ties whose ends are so near each other on the screen that lines between them cannot be told apart: a plate says how many
// there are, and how many of them hold or took place.
"use strict";

/** When there is a plate, and its measures: outputs/style.py says what they are.
 * @type {{near: number, crowd: number, seen: number, high: number, above: number, letters: number, beside: number}} */
const PLATE = DATA.style.plates;

class Pairs {
  constructor() {
    /** The shown ties of each pair, what holds or took place first. @type {Tie[][]} */ this.pairs = [];
    /** Where plates are. @type {{ties: Tie[], box: [number, number, number, number]}[]} */ this.plates = [];
  }

  /** @param {Tie[]} ties those that are shown */
  arrange(ties) {
    // Where there are many ties, most that are alone between their ends are covered by others anyway.
    const least = ties.length > PLATE.crowd ? 2 : 1;
    const joining = ties.filter((tie) => tie.from !== tie.to);
    this.pairs = byPair(joining).filter((some) => some.length >= least).sort((one, other) => other.length - one.length);
    for (const some of this.pairs) some.sort((one, other) => byStanding(one.stage, other.stage));
  }

  /** The plates, where no other is. Labels and marks avoid them. @param {Surface} surface @param {Stage} stage */
  paint(surface, stage) {
    this.plates = [];
    if (stage.share > 0 && stage.share < 1) return;
    const back = stage.picked.size > 0 || stage.pickedTies.size > 0;
    const taken = new Boxes();
    for (const ties of this.pairs) {
      const [{ from, to }] = ties;
      if (back && !ties.some((tie) => stage.pickedTies.has(tie))) continue;
      if (stage.share === 1 && !Stage.isOnMap(ties[0])) continue;
      const [one, other] = [stage.spot(from), stage.spot(to)];
      if (!one.opacity || !other.opacity || !stage.isInSight(one)) continue;
      const apart = Math.hypot(one.x - other.x, one.y - other.y);
      // A single tie can be seen, if its ends do not cover it.
      const isSeen = apart > stage.radius(from) + stage.radius(to) + PLATE.seen;
      if (apart >= PLATE.near || (ties.length === 1 && isSeen)) continue;
      const facts = ties.filter((tie) => tie.stage.isFact).length;
      const text = TEXT.shown(String(facts), String(ties.length));
      const wide = stage.labels.measure(text, PLATE.letters, true) + 2 * PLATE.beside;
      const [x, y] = [(one.x + other.x) / 2, Math.min(one.y - stage.radius(from), other.y - stage.radius(to)) - PLATE.high / 2 - PLATE.above];
      /** @type {[number, number, number, number]} */
      const box = [x - wide / 2, y - PLATE.high / 2, x + wide / 2, y + PLATE.high / 2];
      if (!taken.isFree(...box)) continue;
      taken.add(...box);
      this.plates.push({ ties, box });
      stage.marked.push(box);
      this.paintPlate(surface, stage, text, box, facts > 0);
    }
  }

  /** @param {Surface} surface @param {Stage} stage @param {string} text
   * @param {[number, number, number, number]} box @param {boolean} isDark */
  paintPlate(surface, { paper, labels }, text, [left, top, right, bottom], isDark) {
    const outline = surface.pen();
    outline.moveTo(left, top);
    for (const [x, y] of [[right, top], [right, bottom], [left, bottom]]) outline.lineTo(x, y);
    outline.closePath();
    surface.fill(isDark ? paper.ink : paper.ground);
    surface.stroke({ color: paper.ink, width: 1 });
    const [color, halo] = isDark ? [paper.ground, paper.ink] : [paper.ink, paper.ground];
    const wide = labels.measure(text, PLATE.letters, true);
    surface.text(text, (left + right - wide) / 2, (top + bottom) / 2, { size: PLATE.letters, color, halo, bold: true });
  }

  /** The ties whose plate is at a point of the screen; what holds or took place comes first. @param {number} x @param {number} y
   * @returns {Tie[]} */
  at(x, y) {
    return this.plates.find(({ box: [left, top, right, bottom] }) => x >= left && x <= right && y >= top && y <= bottom)?.ties || [];
  }
}
