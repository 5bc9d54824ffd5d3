// The marks of what ties are, and their arrows.
"use strict";

/** The marks and arrows of ties. @param {Surface} surface @param {Stage} stage @param {Tie[]} ties @param {Batch} batch
 * @param {number} fade */
function paintSigns(surface, stage, ties, { group, state, weight, sure }, fade) {
  const color = stage.colors[group];
  const isMarked = state.mark && !stage.bare.has(ties[0].time.stage);
  const shares = isMarked ? paintMarks(surface, stage, ties, color, fade, weight) : new Map();
  if (ties.length > MANY || (weight < 2 && stage.filters.ties.length > MANY)) return;
  paintArrows(surface, stage, ties, color, fade * stage.opacityOf(state, weight, sure), weight, shares);
}

/** The marks of what ties are, near the middle of their lines, where they cover no other mark and no node. The result
 * says where: the share of the line. @param {Surface} surface @param {Stage} stage @param {Tie[]} ties of one stage
 * @param {string} color @param {number} fade @param {Weight} weight */
function paintMarks(surface, stage, ties, color, fade, weight) {
  const size = weight === 2 ? 4.2 : 3.6;
  /** @type {Map<Tie, number>} */
  const shares = new Map();
  /** @type {[string, number, number][]} */
  const marks = [];
  for (const tie of ties) {
    const { mark } = tie.stage;
    const places = MARK_SHARES.map((share) => ({ share, ...stage.along(tie, share) }));
    if (places[0].length < 20) continue;
    const room = size + 2.4;
    const { share, x, y } = places.find(({ x, y }) => stage.taken.isFree(x - room, y - room, x + room, y + room)) || places[0];
    stage.taken.add(x - room, y - room, x + room, y + room);
    shares.set(tie, share);
    if (!stage.isInSight({ x, y, opacity: 1 })) continue;
    marks.push([mark, x, y]);
    stage.marked.push([x - room, y - room, x + room, y + room]);
  }
  if (!marks.length) return shares;
  const discs = surface.pen();
  for (const [mark, x, y] of marks) markPath(discs, null, mark, x, y, size);
  surface.fill(stage.paper.ground, fade);
  const strokes = surface.pen();
  for (const [mark, x, y] of marks) markPath(null, strokes, mark, x, y, size);
  surface.stroke({ color, width: 1.6, opacity: fade, round: true });
  return shares;
}

/** Which way ties point: beyond their marks. @param {Surface} surface @param {Stage} stage @param {Tie[]} ties
 * @param {string} color @param {number} opacity @param {Weight} weight @param {Map<Tie, number>} shares */
function paintArrows(surface, stage, ties, color, opacity, weight, shares) {
  const size = weight === 2 ? 5.5 : 4.5;
  const arrows = surface.pen();
  let any = false;
  for (const tie of ties) {
    if (tie.kind.symmetric || tie.from === tie.to) continue;
    const { length } = stage.along(tie, 0.6);
    if (length < 36) continue;
    const marked = shares.get(tie);
    const { x, y, angle } = stage.along(tie, marked === undefined ? 0.6 : Math.min(marked + 14 / length, 0.9));
    any = true;
    const [cos, sin] = [Math.cos(angle) * size, Math.sin(angle) * size];
    arrows.moveTo(x + cos, y + sin);
    arrows.lineTo(x - cos - 0.8 * sin, y - sin + 0.8 * cos);
    arrows.lineTo(x - cos + 0.8 * sin, y - sin - 0.8 * cos);
    arrows.closePath();
  }
  if (any) surface.fill(color, opacity);
}
