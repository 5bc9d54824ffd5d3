// The picture: the places and the look of nodes and ties on the screen, and what is under the pointer.
"use strict";

/** @typedef {"network" | "map"} View */
/** How much a tie stands out: far back, as usual, or picked. @typedef {0 | 1 | 2} Weight */
/** Ties that are drawn alike, in one stroke. @typedef {{group: string, state: Stage_, weight: Weight, sure: boolean,
 *   ties: Tie[]}} Batch */
/** @typedef {{x: number, y: number, opacity: number}} Spot */
/** @typedef {CanvasSurface | SvgSurface} Surface */

const REDUCED = matchMedia("(prefers-reduced-motion: reduce)");
const MANY = 1500;
/** The least width of the map of one place, in radii of the globe: 3,000 km. */ const LEAST_ALONE = 0.5;
/** How far what was searched for is from the others, at least, in pixels. */ const APART = 64;
/** The width of the picture on a laptop, in pixels. */ const USUAL_WIDTH = 850;

class Stage {
  /** @param {HTMLCanvasElement} canvas @param {Filters} filters */
  constructor(canvas, filters) {
    this.canvas = canvas;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { alpha: false }));
    this.filters = filters;
    this.width = 1;
    this.height = 1;
    /** @type {View} */ this.view = "network";
    /** The progress of the change to the map: 0 in the network, 1 on the map. */
    this.share = 0;
    /** @type {Record<View, Camera>} */
    this.cameras = { network: { x: 0, y: 0, scale: 40 }, map: { x: 0, y: 0, scale: 200 } };
    /** The camera that sees all. @type {Record<View, Camera>} */
    this.whole = { network: { x: 0, y: 0, scale: 40 }, map: { x: 0, y: 0, scale: 200 } };
    /** What stands out; all else stands back, unless it is empty. @type {Set<Node_>} */
    this.picked = new Set();
    /** @type {Set<Tie>} */ this.pickedTies = new Set();
    /** What stands out beside them. @type {Set<Node_>} */ this.beside = new Set();
    /** @type {Node_ | Tie | null} */ this.hovered = null;
    /** @type {Batch[]} */ this.batches = [];
    /** @type {Node_[]} */ this.order = [];
    /** The largest number of ties of a node. */ this.mostTies = 0;
    this.labels = new Labels(this.context);
    this.places = new Places();
    /** @type {Map<Tie, Point[][]>} */ this.routes = new Map();
    /** @type {Paper} */ this.paper = DATA.style.paper.light;
    /** The colour of each group. @type {Record<string, string>} */ this.colors = {};
    /** The stages whose marks are left out, because they would be too many; with the number of ties of each.
     * @type {Map<string, number>} */
    this.bare = new Map();
    /** Where marks are, and nodes that they must not cover. */ this.taken = new Boxes();
    /** Where marks are in sight, which labels avoid. @type {[number, number, number, number][]} */ this.marked = [];
    this.asked = false;
    this.pairs = new Pairs();
    this.plates = new Plates(this);
    /** How often it was arranged. */ this.arranged = 0;
    this.reaches = new Reaches((tie, view) => (view === "map" ? this.routeOf(tie).flat()
      : [tie.from.spot, tie.to.spot, Stage.middle(tie.from.spot, tie.to.spot, bend(tie))]));
    /** What to do when it is drawn anew. */ this.onDraw = () => {};
    /** @type {Point[]} */ this.mapped = NODES.map((node) => (node.place ? onMap(node.place) : [0, 0]));
    /** The movements in progress: of the camera, and from view to view. */
    this.movements = { camera: 0, view: 0 };
  }

  // ---------------------------------------------------------------- what to draw

  /** Whether a tie is on the map. @param {Tie} tie */
  static isOnMap(tie) {
    return tie.from.place !== null && tie.to.place !== null;
  }

  /** Group nodes and ties that look alike. Call it after a change of the filters or of the picked node or tie. */
  arrange() {
    this.arranged++;
    const batches = new Map();
    const back = this.picked.size > 0 || this.pickedTies.size > 0;
    this.beside = new Set(this.picked);
    for (const tie of this.pickedTies) this.beside.add(tie.from).add(tie.to);
    for (const tie of this.filters.ties) {
      /** @type {Weight} */
      const weight = this.pickedTies.has(tie) ? 2 : back ? 0 : 1;
      const sure = this.filters.held(tie) === "yes";
      const state = tie.stage;
      const key = `${weight}${sure}${tie.kind.group}${tie.time.stage}`;
      const batch = batches.get(key);
      if (batch) batch.ties.push(tie);
      else batches.set(key, { group: tie.kind.group, state, weight, sure, ties: [tie] });
    }
    this.bare = withoutMarks(back ? this.pickedTies : this.filters.ties);
    const groups = Object.keys(DATA.style.lines).reverse();
    // What holds is drawn last, so that nothing that does not hold hides it.
    this.batches = [...batches.values()].sort((one, other) =>
      one.weight - other.weight || byStanding(other.state, one.state) || groups.indexOf(one.group) - groups.indexOf(other.group));
    this.pairs.arrange(this.filters.ties);
    // The first are drawn last, and get their labels first.
    this.order = [...this.filters.nodes].sort(
      (one, other) => this.rank(other) - this.rank(one) || (one.id < other.id ? -1 : 1),
    );
    this.places.arrange(this.order, this.picked);
    this.mostTies = this.filters.degree.reduce((most, degree) => Math.max(most, degree), 0);
    this.draw();
  }

  bareInWords() {
    return TEXT.bare([...this.bare].map(([stage, count]) => `${count.toLocaleString("en")} ${stage}`).join(", "));
  }

  /** @param {Node_} node */
  rank(node) {
    return (this.picked.has(node) ? 2e6 : 0) + (this.beside.has(node) ? 1e6 : 0) + this.filters.degree[node.index];
  }

  // ---------------------------------------------------------------- places on the screen

  /** @param {Node_} node @param {View} view @returns {Point} */
  at(node, view) {
    return view === "map" ? this.mapped[node.index] : node.spot;
  }

  /** @param {Point} point @param {View} view @returns {Point} */
  onScreen([x, y], view) {
    const camera = this.cameras[view];
    return [(x - camera.x) * camera.scale + this.width / 2, (y - camera.y) * camera.scale + this.height / 2];
  }

  /** The view that is drawn: while one changes to the map, the network still. @returns {View} */
  get drawn() {
    return this.share === 1 ? "map" : "network";
  }

  /** A part of the screen with a margin, in units of the view: left, top, right, bottom. @param {number} left
   * @param {number} top @param {number} right @param {number} bottom @param {number} margin in pixels */
  partAround(left, top, right, bottom, margin) {
    const { x, y, scale } = this.cameras[this.drawn];
    return [
      (left - margin - this.width / 2) / scale + x, (top - margin - this.height / 2) / scale + y,
      (right + margin - this.width / 2) / scale + x, (bottom + margin - this.height / 2) / scale + y,
    ];
  }

  /** Where a node is on the screen. On the map, what has no coordinates is not. @param {Node_} node @returns {Spot} */
  spot(node) {
    if (this.share === 0) {
      const [x, y] = this.onScreen(node.spot, "network");
      return { x, y, opacity: 1 };
    }
    if (!node.place) {
      const [x, y] = this.onScreen(node.spot, "network");
      return { x, y: between(y, this.height + 20, this.share), opacity: 1 - this.share };
    }
    const [x, y] = this.onScreen(this.mapped[node.index], "map");
    if (this.share === 1) {
      const offset = this.places.offset(node);
      return offset ? { x: x + offset[0], y: y + offset[1], opacity: 1 } : { x, y, opacity: 0 };
    }
    const [a, b] = this.onScreen(node.spot, "network");
    return { x: between(a, x, this.share), y: between(b, y, this.share), opacity: 1 };
  }

  /** A tie as lines on the map. @param {Tie} tie */
  routeOf(tie) {
    let lines = this.routes.get(tie);
    if (!lines) {
      const step = TIES.length > 2 * MANY ? 6 : 2;
      lines = route(/** @type {Point} */ (tie.from.place), /** @type {Point} */ (tie.to.place), bend(tie), step);
      this.routes.set(tie, lines);
    }
    return lines;
  }

  /** The line of a tie on the screen, drawn with a pen. @param {Pen} pen @param {Tie} tie
   * @param {boolean} [isCut] whether what is out of sight may be left out */
  trace(pen, tie, isCut = false) {
    if (this.share === 1) {
      const { x, y, scale } = this.cameras.map;
      const [right, down] = [this.width / 2 - x * scale, this.height / 2 - y * scale];
      for (const line of this.routeOf(tie)) {
        if (isCut) {
          tracePart(pen, line, scale, right, down, this.width, this.height);
          continue;
        }
        pen.moveTo(line[0][0] * scale + right, line[0][1] * scale + down);
        for (let at = 1; at < line.length; at++) pen.lineTo(line[at][0] * scale + right, line[at][1] * scale + down);
      }
      return;
    }
    const [from, to] = [this.spot(tie.from), this.spot(tie.to)];
    pen.moveTo(from.x, from.y);
    if (tie.from === tie.to) {
      pen.arc(from.x, from.y - 14, 10, 0, 2 * Math.PI);
      return;
    }
    const side = bend(tie);
    if (!side) pen.lineTo(to.x, to.y);
    else {
      const [x, y] = Stage.control(from, to, side);
      pen.quadraticCurveTo(x, y, to.x, to.y);
    }
  }

  /** What a bent line is drawn towards. @param {Spot} from @param {Spot} to @param {number} side @returns {Point} */
  static control(from, to, side) {
    return [(from.x + to.x) / 2 - 2 * side * (to.y - from.y), (from.y + to.y) / 2 + 2 * side * (to.x - from.x)];
  }

  /** A point of a tie's line, and the direction there. @param {Tie} tie @param {number} share
   * @returns {{x: number, y: number, angle: number, length: number}} */
  along(tie, share) {
    if (this.share === 1) {
      const lines = this.routeOf(tie);
      const line = lines.reduce((longest, part) => (part.length > longest.length ? part : longest));
      const along = share * (line.length - 1), at = Math.min(Math.floor(along) + 1, line.length - 1);
      const [a, b] = this.onScreen(line[at - 1], "map"), [x, y] = this.onScreen(line[at], "map");
      const [left, top] = this.onScreen(line[0], "map"), [right, bottom] = this.onScreen(line[line.length - 1], "map");
      const part = along - at + 1;
      return {
        x: between(a, x, part), y: between(b, y, part), angle: Math.atan2(y - b, x - a),
        length: Math.hypot(right - left, bottom - top),
      };
    }
    const [from, to] = [this.spot(tie.from), this.spot(tie.to)];
    const [x, y] = Stage.control(from, to, bend(tie));
    const left = 1 - share;
    const mix = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ c) =>
      left * left * a + 2 * left * share * b + share * share * c;
    return {
      x: mix(from.x, x, to.x), y: mix(from.y, y, to.y),
      angle: Math.atan2(
        left * (y - from.y) + share * (to.y - y),
        left * (x - from.x) + share * (to.x - x),
      ),
      length: Math.hypot(to.x - from.x, to.y - from.y),
    };
  }

  /** The room for the picture, as a share of that on a laptop. */
  get room() {
    return Math.min(1, Math.min(this.width, 2 * this.height) / USUAL_WIDTH);
  }

  /** The zoom: how much larger the picture is than when it shows everything. */
  get enlarged() {
    return this.cameras[this.view].scale / this.whole[this.view].scale;
  }

  /** In pixels: an area of a node for its ties, less of it where there is little room. @param {Node_} node */
  radius(node) {
    const { nodes, degree } = this.filters;
    const least = nodes.size <= 40 ? 4.5 * Math.max(0.8, this.room) : (nodes.size <= 120 ? 3.2 : nodes.size <= 800 ? 2.6 : 1.6) * Math.max(0.6, this.room);
    const most = this.view === "map" ? 2.2 * least : 3 * least;
    const size = between(least, most, Math.sqrt(Math.min(1, degree[node.index] / Math.max(12, this.mostTies))));
    const grown = size * Math.min(2, Math.max(0.8, this.enlarged ** 0.4));
    return this.share === 1 && this.places.behind(node) ? Math.max(10, grown) : grown;
  }

  /** The opacity of lines, from the usual one. Lines keep their width, so they cover more of a smaller picture, and are
   * paler there. @param {number} usual */
  thin(usual) {
    return Math.min(0.5, Math.max(0.06, usual * this.room * this.enlarged));
  }

  // ---------------------------------------------------------------- drawing

  /** Draw in the next frame. */
  draw() {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      this.onDraw();
      this.paintNow();
    });
  }

  paintNow() {
    this.paint(new CanvasSurface(this.context, devicePixelRatio || 1), true);
  }

  /** @param {Surface} surface @param {boolean} [moves] whether more frames may follow, as on the screen */
  paint(surface, moves = false) {
    const onPlates = moves && surface instanceof CanvasSurface && this.plates.areNeeded && (this.share === 0 || this.share === 1);
    let nodes = this.order;
    if (onPlates) nodes = this.plates.paint(/** @type {CanvasSurface} */ (surface));
    else {
      this.paintGround(surface);
      this.paintTies(surface);
    }
    this.taken = new Boxes();
    this.marked = [];
    for (const node of this.order.slice(0, 400)) {
      const { x, y } = this.spot(node), radius = this.radius(node);
      this.taken.add(x - radius, y - radius, x + radius, y + radius);
    }
    for (const batch of this.batches) {
      if (batch.weight) for (const [ties, fade] of this.partsOf(batch)) paintSigns(surface, this, ties, batch, fade);
    }
    this.places.paintLegs(surface, this);
    paintNodes(surface, this, nodes);
    paintRings(surface, this);
    this.places.paintNumbers(surface, this);
    this.pairs.paint(surface, this);
    this.labels.paint(surface, this);
  }

  /** @param {Surface} surface */
  paintGround(surface) {
    const pen = surface.pen();
    pen.moveTo(0, 0);
    for (const [x, y] of [[this.width, 0], [this.width, this.height], [0, this.height]]) pen.lineTo(x, y);
    pen.closePath();
    surface.fill(this.paper.ground);
    Ground.paint(surface, this);
  }

  /** @param {Surface} surface */
  paintTies(surface) {
    for (const batch of this.batches) {
      for (const [ties, fade] of this.partsOf(batch)) this.strokeTies(surface, ties, batch, fade);
    }
  }

  /** The ties of a batch that are in the picture, and how visible they are: what is not on the map fades as it comes.
   * @param {Batch} batch @returns {[Tie[], number][]} */
  partsOf({ ties }) {
    if (this.share === 0) return [[ties, 1]];
    const parts = /** @type {[Tie[], number][]} */ ([[ties.filter(Stage.isOnMap), 1]]);
    if (this.share < 1) parts.unshift([ties.filter((tie) => !Stage.isOnMap(tie)), 1 - this.share]);
    return parts.filter(([some]) => some.length);
  }

  /** @param {Surface} surface @param {Tie[]} ties @param {Batch} batch @param {number} fade */
  strokeTies(surface, ties, { group, state, weight, sure }, fade) {
    const all = this.filters.ties.length;
    const color = weight ? this.colors[group] : this.paper.back;
    // Lines of one pixel are drawn much faster than wider ones.
    const width = weight === 0 ? (all <= MANY ? 0.8 : 0.5) : (weight === 2 ? 2.4 : all <= 300 ? 1.8 : all <= MANY ? 1.3 : 1) * state.width;
    const opacity = fade * this.opacityOf(state, weight, sure);
    const dash = all > MANY && weight < 2 ? [] : DATA.style.lines[group].dash.map((/** @type {number} */ part) => part * width);
    const pen = surface.pen();
    for (const tie of this.inSight(ties)) this.trace(pen, tie, all > MANY && this.enlarged > 1.5);
    if (state.hollow && weight) {
      surface.stroke({ color, width: width + 2.6, dash, opacity });
      surface.stroke({ color: this.share === 1 ? this.paper.sea : this.paper.ground, width: width + 0.4, opacity: fade });
    } else {
      surface.stroke({ color, width, dash, opacity });
    }
  }

  /** Those of some ties that may be in the picture. @param {Tie[]} ties */
  inSight(ties) {
    if (this.share > 0 && this.share < 1) return ties;
    const part = this.partAround(0, 0, this.width, this.height, 24);
    return ties.filter((tie) => this.reaches.meets(tie, this.drawn, part));
  }

  /** @param {State} state @param {Weight} weight @param {boolean} sure */
  opacityOf(state, weight, sure) {
    const all = this.filters.ties.length;
    const dense = all <= 300 ? 0.9 : all <= MANY ? 0.7 : this.thin(all <= 6000 ? 0.45 : 0.28);
    return weight !== 1 ? 1 : dense * state.opacity * (sure ? 1 : 0.45);
  }

  /** @param {Spot} spot */
  isInSight({ x, y }) {
    return x > -20 && x < this.width + 20 && y > -20 && y < this.height + 20;
  }

  // ---------------------------------------------------------------- what is under the pointer

  /** @param {number} x @param {number} y @param {number} reach in pixels @returns {Node_ | Tie | null} */
  find(x, y, reach) {
    /** @type {Node_ | null} */
    let node = null;
    let nearest = Infinity;
    for (const one of this.order) {
      const spot = this.spot(one);
      if (!spot.opacity) continue;
      const distance = Math.hypot(spot.x - x, spot.y - y) - this.radius(one);
      if (distance < Math.min(reach, nearest)) [node, nearest] = [one, distance];
    }
    const [first] = this.pairs.at(x, y);
    if (first) return first;
    const named = node || this.labels.at(x, y);
    if (named) return named;
    /** @type {Tie | null} */
    let tie = null;
    const part = this.partAround(x, y, x, y, Math.max(reach, 24));
    for (const one of this.filters.ties) {
      if (this.share === 1 && !Stage.isOnMap(one)) continue;
      if (!this.reaches.meets(one, this.drawn, part)) continue;
      const probe = new Probe(x, y);
      this.trace(probe, one);
      if (probe.distance < Math.min(reach, nearest)) [tie, nearest] = [one, probe.distance];
    }
    return tie;
  }

  // ---------------------------------------------------------------- moving

  /** Fit the canvas to its size on the page. */
  resize() {
    const { width, height } = this.canvas.getBoundingClientRect();
    if (!width || !height) return;
    const before = { width: this.width, height: this.height };
    [this.width, this.height] = [Math.round(width), Math.round(height)];
    const ratio = devicePixelRatio || 1;
    [this.canvas.width, this.canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
    this.keepClear();
    const grown = Math.min(this.width / before.width, this.height / before.height);
    if (before.width > 1) for (const camera of [...Object.values(this.cameras), ...Object.values(this.whole)]) camera.scale *= grown;
    // A canvas of a new size is black until something is drawn.
    this.paintNow();
  }

  /** Keep names clear of what stands over the picture. */
  keepClear() {
    const { left, top } = this.canvas.getBoundingClientRect();
    this.labels.kept = ["zoom", "tray"].map((id) => element(id).getBoundingClientRect()).filter(({ width }) => width)
      .map((box) => [box.left - left - 2, box.top - top - 2, box.right - left + 2, box.bottom - top + 2]);
  }

  /** The camera that shows some nodes, and the ties between them. @param {View} view @param {Iterable<Node_>} nodes
   * @returns {Camera} */
  over(view, nodes) {
    const among = new Set(view === "network" ? nodes : [...nodes].filter((node) => node.place));
    const points = [...among].map((node) => this.at(node, view));
    for (const tie of this.filters.ties) {
      if (!among.has(tie.from) || !among.has(tie.to)) continue;
      if (view === "map") for (const line of this.routeOf(tie)) points.push(...line);
      else points.push(Stage.middle(tie.from.spot, tie.to.spot, bend(tie)));
    }
    const margin = Math.min(70, this.width / 8, this.height / 8);
    if (view === "network") return this.besideButtons(among, (width) => fitting(points, width, this.height, margin, 110));
    // Ties that cross the map's edge need all of its width.
    const across = points.map(([x]) => x);
    const isWorld = across.reduce((most, x) => Math.max(most, x), -Infinity) - across.reduce((least, x) => Math.min(least, x), Infinity) > 0.8 * EDGE_WIDTH;
    if (isWorld) return fitting([...points, ...Ground.edge[0]], this.width, this.height, 8, Infinity);
    const camera = fitting(points, this.width, this.height, margin, this.width / (among.size > 1 ? 0.35 : LEAST_ALONE));
    return points.length ? Ground.within(camera, this.width, this.height) : camera;
  }

  /** A camera of the network's whole width; or if a node lies under the buttons then, of the width beside them.
   * @param {Set<Node_>} nodes @param {(width: number) => Camera} over @returns {Camera} */
  besideButtons(nodes, over) {
    const camera = over(this.width);
    const isUnder = [...nodes].some(({ spot: [x, y] }) => {
      const [right, down] = [(x - camera.x) * camera.scale + this.width / 2, (y - camera.y) * camera.scale + this.height / 2];
      return this.labels.kept.some((box) => right > box[0] && right < box[2] && down > box[1] && down < box[3]);
    });
    if (!isUnder) return camera;
    const wide = Math.min(...this.labels.kept.map(([left]) => left).filter((left) => left > this.width / 2), this.width);
    const beside = over(wide);
    return { ...beside, x: beside.x + (this.width - wide) / 2 / beside.scale };
  }

  /** The point of a bent line that is farthest from the straight one. @param {Point} from @param {Point} to
   * @param {number} side @returns {Point} */
  static middle([a, b], [c, d], side) {
    return [(a + c) / 2 - side * (d - b), (b + d) / 2 + side * (c - a)];
  }

  /** Show all of what is shown. @param {boolean} [slowly] */
  fit(slowly = true) {
    for (const view of /** @type {View[]} */ (["network", "map"])) {
      const camera = this.over(view, this.filters.nodes);
      this.whole[view] = { ...camera };
      if (view === this.view && slowly) this.fly(camera);
      else this.cameras[view] = camera;
    }
    this.draw();
  }

  /** @param {Camera} camera @param {number} [duration] in milliseconds */
  fly(camera, duration = 350) {
    const view = this.view;
    const start = { ...this.cameras[view] };
    this.animate("camera", duration, (share) => {
      // Zooming is even in the logarithm of the scale.
      const scale = start.scale * (camera.scale / start.scale) ** share;
      this.cameras[view] = { x: between(start.x, camera.x, share), y: between(start.y, camera.y, share), scale };
    });
  }

  /** Bring nodes into sight, if they are not. @param {Node_[]} nodes */
  reveal(nodes) {
    const there = nodes.filter((node) => this.view === "network" || node.place);
    const margin = 40;
    const isSeen = (/** @type {Node_} */ node) => {
      const [x, y] = this.onScreen(this.at(node, this.view), this.view);
      return x > margin && y > margin && x < this.width - margin && y < this.height - margin;
    };
    if (!there.length || there.every(isSeen)) return;
    const camera = this.over(this.view, there);
    this.fly({ ...camera, scale: Math.min(camera.scale, Math.max(this.cameras[this.view].scale, this.whole[this.view].scale)) });
  }

  /** Bring a node into the middle, so near that it can be told from the others. @param {Node_} node */
  goTo(node) {
    if (this.view === "map" && !node.place) return;
    const [x, y] = this.at(node, this.view);
    const camera = this.cameras[this.view];
    let nearest = Infinity;
    for (const other of this.filters.nodes) {
      if (other === node || (this.view === "map" && !other.place)) continue;
      const [a, b] = this.at(other, this.view);
      const apart = Math.hypot(a - x, b - y);
      // What is at the same place is told apart in another way.
      if (apart * this.mostScale > 2) nearest = Math.min(nearest, apart);
    }
    const scale = Math.min(this.mostScale, Math.max(camera.scale, APART / nearest));
    const [right, down] = this.onScreen([x, y], this.view);
    const isSeen = right > 60 && down > 60 && right < this.width - 60 && down < this.height - 60;
    if (isSeen && scale === camera.scale) return;
    this.fly({ x, y, scale }, 500);
  }

  /** Fan out what stands at one place, if a dot stands for several. @param {Node_ | Tie | null} thing @returns {boolean} */
  unfold(thing) {
    const many = thing && this.share === 1 ? this.places.unfold(thing) : 0;
    if (many) {
      say(TEXT.atOnePlace(many));
      this.draw();
    }
    return many > 0;
  }

  /** Put what is fanned out into one dot again. */
  fold() {
    this.places.open = null;
    this.draw();
  }

  /** The zoom and the middle of what is seen; null if that is all of the picture. */
  viewport() {
    const { x, y, scale } = this.cameras[this.view], all = this.whole[this.view];
    const isAll = Math.hypot(x - all.x, y - all.y) * scale < 2 && Math.abs(scale / all.scale - 1) < 0.01;
    return isAll ? null : [scale / all.scale, x, y].map((number) => Number(number.toPrecision(5)));
  }

  /** Show a viewport. @param {number} zoom @param {number} x @param {number} y */
  lookAt(zoom, x, y) {
    this.cameras[this.view] = { x, y, scale: Math.min(zoom * this.whole[this.view].scale, this.mostScale) };
    this.draw();
  }

  /** Show a view at once. @param {View} view */
  showAtOnce(view) {
    this.view = view;
    this.share = view === "map" ? 1 : 0;
    this.movements.view++;
  }

  /** @param {View} view */
  change(view) {
    if (view === this.view) return;
    if (this.plates.areNeeded) {
      this.showAtOnce(view);
      this.draw();
      return;
    }
    this.view = view;
    const start = this.share, end = view === "map" ? 1 : 0;
    this.animate("view", 700, (share) => {
      this.share = between(start, end, share);
    });
  }

  /** How near one can come. */
  get mostScale() {
    return this.view === "map" ? 160_000 : 600;
  }

  /** Zoom at what is picked, if it is in sight. @param {number} factor */
  zoomAtPick(factor) {
    const [picked, beside] = [this.picked, this.beside].map((nodes) =>
      [...nodes].filter((node) => this.filters.nodes.has(node)).map((node) => this.spot(node))
        .filter(({ x, y, opacity }) => opacity && x > 0 && y > 0 && x < this.width && y < this.height));
    const at = picked.length ? picked : beside;
    if (!at.length) return this.zoom(factor);
    const mean = (/** @type {"x" | "y"} */ axis) => at.reduce((sum, spot) => sum + spot[axis], 0) / at.length;
    this.zoom(factor, mean("x"), mean("y"));
  }

  /** @param {number} factor @param {number} [x] @param {number} [y] what stays where it is */
  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const camera = this.cameras[this.view];
    const least = this.whole[this.view].scale / 4, most = this.mostScale;
    const scale = Math.max(Math.min(camera.scale * factor, most), least);
    const [right, down] = [x - this.width / 2, y - this.height / 2];
    camera.x += right / camera.scale - right / scale;
    camera.y += down / camera.scale - down / scale;
    camera.scale = scale;
    this.draw();
  }

  /** @param {number} right @param {number} down in pixels */
  pan(right, down) {
    const camera = this.cameras[this.view];
    camera.x -= right / camera.scale;
    camera.y -= down / camera.scale;
    this.draw();
  }

  /** Move step by step, unless a newer movement takes over. @param {"camera" | "view"} what
   * @param {number} duration in milliseconds @param {(share: number) => void} step */
  animate(what, duration, step) {
    const movement = ++this.movements[what];
    if (REDUCED.matches) {
      step(1);
      this.draw();
      return;
    }
    const start = performance.now();
    const next = () => {
      if (movement !== this.movements[what]) return;
      const time = Math.min(1, (performance.now() - start) / duration);
      step(time < 1 ? time * time * (3 - 2 * time) : 1);
      this.draw();
      if (time < 1) requestAnimationFrame(next);
    };
    next();
  }
}
