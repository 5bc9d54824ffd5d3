// The shortest path between two nodes, the same as that of `citygraph path`: questions/path/search.py explains the rules.
"use strict";

/** @typedef {{from: Node_, to: Node_, tie: Tie, beside: Tie[]}} Hop */

/** Of all shortest paths within the filters, the one with the least doubt in sum; of equal ones the first by
 * ids. Null if there is none. @param {Node_} start @param {Node_} end @param {Filters} filters @returns {Hop[] | null} */
function shortestPath(start, end, filters) {
  if (start === end) return [];
  const away = distances(end, start, filters);
  if (!away.has(start)) return null;
  /** The nodes that lead on to the end, and the least doubt that is before each. @type {Map<Node_, number>} */
  const total = new Map([[end, 0]]);
  /** @type {Map<Node_, Map<Node_, Tie[]>>} */
  const onward = new Map();
  const length = /** @type {number} */ (away.get(start));
  for (const node of [...away.keys()]) {  // from the end backwards
    const left = /** @type {number} */ (away.get(node));
    if (node === end || left > length) continue;
    const steps = onwardFrom(node, left, away, filters);
    onward.set(node, steps);
    total.set(node, Math.min(...[...steps].map(([after, ties]) => ties[0].doubt + /** @type {number} */ (total.get(after)))));
  }
  const hops = [];
  for (let node = start; node !== end; ) {
    const steps = [.../** @type {Map<Node_, Tie[]>} */ (onward.get(node))]
      .map(([after, ties]) => ({ after, ties, doubt: ties[0].doubt + /** @type {number} */ (total.get(after)) }))
      .sort((one, other) => one.doubt - other.doubt || (one.after.id < other.after.id ? -1 : 1));
    const { after, ties } = steps[0];
    hops.push({ from: node, to: after, tie: ties[0], beside: ties.slice(1) });
    node = after;
  }
  return hops;
}

/** How many ties away from the end each node is, as far as the start. @param {Node_} end @param {Node_} start
 * @param {Filters} filters */
function distances(end, start, filters) {
  const away = new Map([[end, 0]]);
  let level = [end];
  while (level.length && !away.has(start)) {
    const next = [];
    for (const node of level) {
      for (const tie of node.ties) {
        const other = otherEnd(tie, node);
        if (away.has(other) || !filters.counts(tie) || (other !== start && !filters.admits(other))) continue;
        away.set(other, /** @type {number} */ (away.get(node)) + 1);
        next.push(other);
      }
    }
    level = next;
  }
  return away;
}

/** The nodes that are one tie nearer to the end, and the ties to each, the least doubtful first. @param {Node_} node
 * @param {number} left @param {Map<Node_, number>} away @param {Filters} filters */
function onwardFrom(node, left, away, filters) {
  /** @type {Map<Node_, Tie[]>} */
  const steps = new Map();
  for (const tie of node.ties) {
    const other = otherEnd(tie, node);
    if (away.get(other) !== left - 1 || !filters.counts(tie)) continue;
    const ties = steps.get(other);
    if (ties) ties.push(tie);
    else steps.set(other, [tie]);
  }
  for (const ties of steps.values()) {
    ties.sort((one, other) => one.doubt - other.doubt || (one.id < other.id ? -1 : 1));
  }
  return steps;
}
