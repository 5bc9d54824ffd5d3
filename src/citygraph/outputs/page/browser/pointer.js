// Mouse, pen and touch on the picture: move, zoom, point, pick.
"use strict";

/** How near a pointer must be, in pixels: a finger is less exact. @param {PointerEvent} event */
const reachOf = (event) => (event.pointerType === "mouse" ? 7 : 18);

/** Whether the page stands in another one. */
const IS_FRAMED = window.parent !== window;

class Pointer {
  /** @param {Stage} stage @param {(thing: Node_ | Tie | null, second: boolean) => void} pick
   * @param {(thing: Node_ | Tie | null, x: number, y: number) => void} pointAt @param {() => void} ask for a click, before
   *   the wheel zooms */
  constructor(stage, pick, pointAt, ask) {
    this.ask = ask;
    this.stage = stage;
    this.pick = pick;
    this.pointAt = pointAt;
    /** Where fingers are. @type {Map<number, Point>} */ this.down = new Map();
    this.moved = 0;
    /** Whether the wheel zooms. In a frame it does after a click, since it scrolls the page around the frame till then. */
    this.isHere = !IS_FRAMED;
    const { canvas } = stage;
    canvas.addEventListener("pointerdown", (event) => this.press(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    canvas.addEventListener("pointerup", (event) => this.release(event));
    canvas.addEventListener("pointercancel", (event) => this.down.delete(event.pointerId));
    canvas.addEventListener("pointerleave", () => this.pointAt(null, 0, 0));
    canvas.addEventListener("dblclick", (event) => stage.zoom(event.shiftKey ? 0.5 : 2, ...this.at(event)));
    canvas.addEventListener("pointerleave", () => (this.isHere = !IS_FRAMED));
    canvas.addEventListener("wheel", (event) => {
      if (!this.isHere) {
        this.ask();
        return;
      }
      event.preventDefault();
      const lines = event.deltaMode === 1 ? 16 : 1;
      stage.zoom(Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0016)), ...this.at(event));
    }, { passive: false });
  }

  /** Where an event is on the picture. @param {MouseEvent} event @returns {Point} */
  at(event) {
    const { left, top } = this.stage.canvas.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  /** @param {PointerEvent} event */
  press(event) {
    this.isHere = true;
    if (!this.down.size) this.moved = 0;
    this.down.set(event.pointerId, this.at(event));
    this.stage.canvas.setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  move(event) {
    const here = this.at(event);
    const before = this.down.get(event.pointerId);
    if (!before) {
      this.pointAt(this.stage.find(...here, reachOf(event)), ...here);
      return;
    }
    this.moved += Math.hypot(here[0] - before[0], here[1] - before[1]);
    // A click may move a little, since hands tremble.
    if (this.moved < 4) return;
    this.pointAt(null, 0, 0);
    const other = [...this.down].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const [middle, was] = [here, before].map(([x, y]) => [(x + other[0]) / 2, (y + other[1]) / 2]);
      const apart = (/** @type {number[]} */ [x, y]) => Math.hypot(x - other[0], y - other[1]);
      this.stage.pan(middle[0] - was[0], middle[1] - was[1]);
      this.stage.zoom(apart(here) / (apart(before) || 1), middle[0], middle[1]);
    } else {
      this.stage.pan(here[0] - before[0], here[1] - before[1]);
    }
    this.down.set(event.pointerId, here);
  }

  /** @param {PointerEvent} event */
  release(event) {
    const last = this.down.size === 1;
    this.down.delete(event.pointerId);
    if (!last || this.moved >= 4) return;
    const thing = this.stage.find(...this.at(event), reachOf(event));
    if (!this.stage.unfold(thing)) this.pick(thing, event.shiftKey);
  }
}
