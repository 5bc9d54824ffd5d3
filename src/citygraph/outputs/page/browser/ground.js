// The ground of the map: sea, land, borders of countries and their names.
"use strict";

const COUNTRY_SIZE = 9.5;

const Ground = {
  /** The edge of what the map shows of the globe, without the empty south unless something is there. */
  edge: NODES.some((node) => node.place && node.place[1] < DATA.map.emptySouth) ? [edgeFrom(-90)] : [edgeFrom(DATA.map.emptySouth)],

  /** The camera moved so that it shows no more than it must of what is beyond the globe. @param {Camera} camera
   * @param {number} width @param {number} height @returns {Camera} */
  within({ x, y, scale }, width, height) {
    const beyond = 24 / scale;
    const reach = (/** @type {number} */ middle, /** @type {number} */ half, /** @type {number} */ least, /** @type {number} */ most) =>
      most - least < 2 * half ? (least + most) / 2 : Math.max(least + half, Math.min(middle, most - half));
    const [[, bottom]] = Ground.edge[0], top = flat(0, 90)[1];
    return {
      x: reach(x, width / scale / 2, -EDGE_WIDTH / 2 - beyond, EDGE_WIDTH / 2 + beyond),
      y: reach(y, height / scale / 2, top - beyond, bottom + beyond),
      scale,
    };
  },

  /** @param {Surface} surface @param {Stage} stage */
  paint(surface, { cameras, width, height, paper, share }) {
    if (!share) return;
    const camera = cameras.map;
    const lines = OUTLINES.of(camera.scale * surface.ratio);
    surface.area(Ground.edge, camera, width, height, paper.sea, share);
    surface.area(lines.land, camera, width, height, paper.land, share);
    const border = { color: paper.border, width: 0.6, opacity: share };
    strokeLines(surface, lines.borders, camera, width, height, border);
    strokeLines(surface, lines.dashed, camera, width, height, { ...border, dash: [3, 3] });
  },

  /** The names of countries that have room, where no name, node or tie is.
   * @param {Surface} surface @param {Stage} stage @param {Boxes} taken what is there already
   * @param {Boxes} crossed where ties are */
  paintNames(surface, stage, taken, crossed) {
    if (stage.share < 1) return;
    const { scale } = stage.cameras.map;
    for (const { name, at, width } of COUNTRY_NAMES) {
      if (width * scale < 40) break;
      const [x, y] = stage.onScreen(at, "map");
      if (x < 0 || y < 8 || x > stage.width || y > stage.height - 8) continue;
      const text = name.toUpperCase();
      const wide = stage.labels.measure(text, COUNTRY_SIZE, false);
      if (wide + 16 > width * scale || x < wide / 2 + 4 || x > stage.width - wide / 2 - 4) continue;
      const box = /** @type {const} */ ([x - wide / 2 - 3, y - 7, x + wide / 2 + 3, y + 7]);
      if (!taken.isFree(...box) || !crossed.isFree(...box)) continue;
      taken.add(...box);
      const { paper } = stage;
      surface.text(text, x - wide / 2, y, { size: COUNTRY_SIZE, color: paper.quiet, halo: paper.land, opacity: 0.85 });
    }
  },
};
