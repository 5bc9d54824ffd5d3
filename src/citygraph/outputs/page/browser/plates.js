// What is much is drawn once, on plates that move with the camera: a picture of 100,000 ties takes a quarter of a second.
// At rest a plate is drawn anew, a little in each frame, so that what is looked at is sharp. Nothing is left out meanwhile.
"use strict";

/** Up to so many ties are drawn anew in each frame. */ const MOST_LIVE = 2500;
/** So many nodes, the largest, are drawn anew over a plate that moves and has them all. */ const HUBS_LIVE = 300;
/** How far a plate reaches beyond the picture on each side, as a share of it. */ const BEYOND = 0.25;
/** So long nothing moves at rest, in milliseconds. */ const REST = 120;
/** So many ties are drawn in one frame at rest. */ const AT_ONCE = 2500;

/** A part of the plane, drawn. @typedef {{canvas: HTMLCanvasElement, camera: Camera, width: number, height: number}} Plate */

class Plates {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    /** What was drawn last. @type {Plate | null} */ this.sharp = null;
    /** All of the picture, for what the other does not reach. @type {Plate | null} */ this.whole = null;
    /** What the plates show, but for the camera. @type {any[]} */ this.shown = [];
    /** The plate that is being drawn. @type {{plate: Plate, steps: Iterator<void>} | null} */ this.work = null;
    this.resting = 0;
    /** The camera that a plate is waited for with. @type {Camera | null} */ this.waiting = null;
  }

  /** Whether there is so much to draw. */
  get areNeeded() {
    return this.stage.filters.ties.length > MOST_LIVE;
  }

  /** Whether nodes are on the plates, too. */
  get haveNodes() {
    return this.stage.filters.nodes.size > 2 * HUBS_LIVE;
  }

  /** The ground and the ties, and the nodes if they are many. The result is the nodes that are still to be drawn: those
   * that are not faint are sharp while the plates are not. @param {CanvasSurface} surface @returns {Node_[]} */
  paint(surface) {
    const { stage } = this;
    const camera = stage.cameras[stage.drawn];
    this.renew(camera, surface.ratio);
    const sharp = /** @type {Plate} */ (this.sharp);
    if (!this.covers(sharp, camera)) {
      if (!this.whole || !this.covers(this.whole, camera)) stage.paintGround(surface);
      if (this.whole) this.put(surface, this.whole, camera);
    }
    this.put(surface, sharp, camera);
    const isSharp = isSame(sharp.camera, camera), isReady = isSharp && sharp.width > stage.width;
    if (!isReady || !this.whole) this.wait(isReady ? stage.whole[stage.drawn] : camera, surface.ratio);
    if (!this.haveNodes) return stage.order;
    const isBack = stage.picked.size > 0 || stage.pickedTies.size > 0;
    return isSharp ? [] : stage.order.slice(0, HUBS_LIVE).filter((node) => !isBack || stage.beside.has(node));
  }

  /** Draw a plate at once if what they show has changed: an old one would show what is no longer so.
   * @param {Camera} camera @param {number} ratio */
  renew(camera, ratio) {
    const { arranged, drawn, paper, colors, width, height, places } = this.stage;
    const shown = [arranged, drawn, paper, colors, width, height, ratio, places.open];
    if (shown.every((part, at) => part === this.shown[at])) return;
    this.shown = shown;
    this.whole = this.work = this.waiting = null;
    clearTimeout(this.resting);
    const { plate, steps } = this.begin(camera, ratio, 0);
    while (!steps.next().done);
    this.sharp = plate;
  }

  /** Draw a plate for a camera as soon as nothing moves. @param {Camera} camera @param {number} ratio */
  wait(camera, ratio) {
    if (this.waiting && isSame(this.waiting, camera)) return;
    this.waiting = { ...camera };
    this.work = null;
    clearTimeout(this.resting);
    this.resting = window.setTimeout(() => {
      this.work = this.begin(camera, ratio, BEYOND);
      this.goOn();
    }, REST);
  }

  /** Draw a little of the plate in each frame. */
  goOn() {
    requestAnimationFrame(() => {
      if (!this.work) return;
      const { plate, steps } = this.work;
      if (!steps.next().done) return this.goOn();
      this.work = this.waiting = null;
      const { cameras, whole, drawn } = this.stage;
      const before = [this.sharp, this.whole];
      if (isSame(plate.camera, cameras[drawn])) this.sharp = plate;
      // One that shows it all and half as much again serves for what is beyond the next.
      if (plate.camera.scale <= 1.05 * whole[drawn].scale) this.whole = plate;
      // A browser may keep the memory of a canvas for long.
      for (const old of before) if (old && old !== this.sharp && old !== this.whole) old.canvas.width = 0;
      this.stage.draw();
    });
  }

  /** @param {Camera} camera @param {number} ratio @param {number} beyond @returns {{plate: Plate, steps: Iterator<void>}} */
  begin(camera, ratio, beyond) {
    const { stage } = this;
    const [right, down] = [Math.ceil(beyond * stage.width), Math.ceil(beyond * stage.height)];
    const [width, height] = [stage.width + 2 * right, stage.height + 2 * down];
    const canvas = make("canvas", { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    const surface = new CanvasSurface(/** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { alpha: false })), ratio);
    const plate = { canvas, camera: { ...camera }, width, height };
    return { plate, steps: this.steps(surface, this.seenFrom(plate)) };
  }

  /** The stage as it is with the camera and the size of a plate. @param {Plate} plate @returns {Stage} */
  seenFrom({ camera, width, height }) {
    const { stage } = this, { cameras, drawn, room } = stage;
    const other = Object.assign(Object.create(stage), { cameras: { ...cameras, [drawn]: camera }, width, height });
    return Object.defineProperty(other, "room", { value: room });
  }

  /** @param {CanvasSurface} surface @param {Stage} stage @returns {Generator<void, void, void>} */
  *steps(surface, stage) {
    stage.paintGround(surface);
    for (const batch of stage.batches) {
      for (const [all, fade] of stage.partsOf(batch)) {
        const ties = stage.inSight(all);
        for (let from = 0; from < ties.length; from += AT_ONCE) {
          stage.strokeTies(surface, ties.slice(from, from + AT_ONCE), batch, fade);
          yield;
        }
      }
    }
    if (!this.haveNodes) return;
    for (let end = stage.order.length; end > 0; end -= AT_ONCE) {
      paintNodes(surface, stage, stage.order.slice(Math.max(0, end - AT_ONCE), end));
      yield;
    }
  }

  /** Where a plate is in the picture: left, top, right, bottom. @param {Plate} plate @param {Camera} camera */
  placeOf(plate, { x, y, scale }) {
    const { width, height } = this.stage;
    const left = (plate.camera.x - x) * scale + width / 2, top = (plate.camera.y - y) * scale + height / 2;
    const half = scale / plate.camera.scale / 2;
    return [left - plate.width * half, top - plate.height * half, left + plate.width * half, top + plate.height * half];
  }

  /** @param {Plate} plate @param {Camera} camera */
  covers(plate, camera) {
    const [left, top, right, bottom] = this.placeOf(plate, camera);
    return left < 0.5 && top < 0.5 && right > this.stage.width - 0.5 && bottom > this.stage.height - 0.5;
  }

  /** @param {CanvasSurface} surface @param {Plate} plate @param {Camera} camera */
  put({ context }, plate, camera) {
    const [left, top, right, bottom] = this.placeOf(plate, camera);
    context.globalAlpha = 1;
    context.imageSmoothingEnabled = plate.camera.scale !== camera.scale;
    context.drawImage(plate.canvas, left, top, right - left, bottom - top);
  }
}

/** @param {Camera} one @param {Camera} other */
const isSame = (one, other) => one.x === other.x && one.y === other.y && one.scale === other.scale;
