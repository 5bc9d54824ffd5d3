// Nodes at one place of the map: one dot with their number, which opens into a fan.
"use strict";

class Places {
  constructor() {
    /** The nodes of each place that has several, those with most ties first. @type {Map<Node_, Node_[]>} */ this.among = new Map();
    /** Those that are fanned out. @type {Node_[] | null} */ this.open = null;
  }

  /** @param {Iterable<Node_>} order what is shown, the largest first @param {Set<Node_>} picked whose place is open */
  arrange(order, picked) {
    /** @type {Map<string, Node_[]>} */
    const at = new Map();
    for (const node of order) {
      if (!node.place) continue;
      const key = node.place.map((degrees) => degrees.toFixed(4)).join();
      const there = at.get(key);
      if (there) there.push(node);
      else at.set(key, [node]);
    }
    this.among = new Map([...at.values()].filter((nodes) => nodes.length > 1).flatMap((nodes) => nodes.map((node) => [node, nodes])));
    const chosen = [...picked].find((node) => this.among.has(node));
    const was = this.open?.find((node) => this.among.has(node));
    const still = chosen || (picked.size ? undefined : was);
    this.open = (still && this.among.get(still)) || null;
  }

  /** Those that the dot of a node stands for; null if it stands for itself. @param {Node_} node */
  behind(node) {
    const nodes = this.among.get(node);
    return nodes && nodes !== this.open ? nodes : null;
  }

  /** Where a node is drawn, from its place, in pixels; null if the dot of another stands for it. @param {Node_} node
   * @returns {Point | null} */
  offset(node) {
    const nodes = this.among.get(node);
    if (!nodes) return [0, 0];
    const number = nodes.indexOf(node);
    if (nodes !== this.open) return number ? null : [0, 0];
    // A ring while there is room, then a spiral.
    const isRing = nodes.length <= 12;
    const turn = isRing ? (2 * Math.PI * number) / nodes.length : number * 2.4;
    const far = isRing ? Math.max(34, nodes.length * 6) : 26 + 13 * Math.sqrt(number);
    return [far * Math.cos(turn), far * Math.sin(turn)];
  }

  /** Fan out those that a dot stands for. @param {Node_ | Tie} thing @returns {number} how many they are; 0 if it stands for itself */
  unfold(thing) {
    const nodes = "spot" in thing ? this.behind(thing) : null;
    if (nodes) this.open = nodes;
    return nodes ? nodes.length : 0;
  }

  /** The lines from a place to the fan around it. @param {Surface} surface @param {Stage} stage */
  paintLegs(surface, stage) {
    if (stage.share < 1 || !this.open) return;
    const [x, y] = stage.onScreen(stage.at(this.open[0], "map"), "map");
    const pen = surface.pen();
    for (const node of this.open) {
      const spot = stage.spot(node);
      pen.moveTo(x, y);
      pen.lineTo(spot.x, spot.y);
    }
    surface.stroke({ color: stage.paper.quiet, width: 0.8 });
  }

  /** The numbers on dots that stand for several. @param {Surface} surface @param {Stage} stage */
  paintNumbers(surface, stage) {
    if (stage.share < 1) return;
    for (const nodes of new Set(this.among.values())) {
      if (nodes === this.open) continue;
      const { x, y } = stage.spot(nodes[0]);
      if (!stage.isInSight({ x, y, opacity: 1 })) continue;
      const pen = surface.pen(), radius = stage.radius(nodes[0]);
      pen.moveTo(x + radius, y);
      pen.arc(x, y, radius, 0, 2 * Math.PI);
      surface.fill(stage.paper.ink);
      const text = String(nodes.length), size = 11;
      surface.text(text, x - stage.labels.measure(text, size, true) / 2, y, { size, color: stage.paper.ground, halo: stage.paper.ink, bold: true });
    }
  }
}
