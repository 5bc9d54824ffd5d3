// Geometry: the world map (Equal Earth, as in outputs/land.py), routes on it, and cameras over planes.
"use strict";

/** @typedef {[number, number]} Point */
/** @typedef {{x: number, y: number, scale: number}} Camera  What is in the middle, and pixels to a unit. */

const RADIANS = Math.PI / 180;
const EQUAL_EARTH = [1.340264, -0.081106, 0.000893, 0.003796];

/** The point of a longitude, counted from the map's centre, and a latitude: right and down, in radii of the globe.
 * @param {number} longitude @param {number} latitude @returns {Point} */
function flat(longitude, latitude) {
  const [one, two, three, four] = EQUAL_EARTH;
  const theta = Math.asin((Math.sqrt(3) / 2) * Math.sin(latitude * RADIANS));
  const square = theta * theta, power = square ** 3;
  const across = 9 * four * square * power + 7 * three * power + 3 * two * square + one;
  return [
    (2 * Math.sqrt(3) * longitude * RADIANS * Math.cos(theta)) / (3 * across),
    -theta * (four * square * power + three * power + two * square + one),
  ];
}

/** A longitude, counted from the map's centre. @param {number} longitude */
function turned(longitude) {
  const from = longitude - DATA.map.centre;
  return from < -180 ? from + 360 : from;
}

/** @param {Point} place longitude and latitude @returns {Point} */
const onMap = (place) => flat(turned(place[0]), place[1]);

/** The lines of the world's countries on the map: `land` as closed rings; `dashed` are borders that are in dispute.
 * @typedef {{land: Point[][], borders: Point[][], dashed: Point[][]}} Outlines */

/** The points of a line. outputs/land.py describes how it is written. @param {string} text @param {number} unit
 * @returns {Point[]} */
function unpacked(text, unit) {
  /** @type {string} */
  const signs = DATA.map.signs;
  const half = signs.length / 2;
  /** @type {Point[]} */
  const points = [];
  let [x, y, number, scale, isDown] = [0, 0, 0, 1, false];
  for (const letter of text) {
    const digit = signs.indexOf(letter);
    number += (digit % half) * scale;
    scale *= half;
    if (digit >= half) continue;
    const step = number % 2 ? -(number + 1) / 2 : number / 2;
    if (isDown) points.push(flat(x / unit, (y += step) / unit));
    else x += step;
    [number, scale, isDown] = [0, 1, !isDown];
  }
  return points;
}

/** The outlines, unpacked when they are first drawn: the fine ones cost a moment. */
const OUTLINES = {
  /** @type {Map<string, Outlines>} */ known: new Map(),
  /** Those for a scale in device pixels to a unit of the map. @param {number} scale @returns {Outlines} */
  of(scale) {
    const fineness = scale > DATA.map.coarseUpTo ? "fine" : "coarse";
    const { unit, ...lines } = DATA.map[fineness];
    const found = this.known.get(fineness) ||
      /** @type {Outlines} */ (Object.fromEntries(Object.entries(lines).map(([key, texts]) => [key, texts.map((/** @type {string} */ text) => unpacked(text, unit))])));
    this.known.set(fineness, found);
    return found;
  },
};

/** A country's name, the middle of its place, and the width of the land there, all in units of the map.
 * @typedef {{name: string, at: Point, width: number}} CountryName */

/** @type {CountryName[]} */
const COUNTRY_NAMES = DATA.map.names.map((/** @type {[string, number, number, number]} */ [name, longitude, latitude, degrees]) =>
  ({ name, at: onMap([longitude, latitude]), width: degrees * RADIANS }));

/** The edge of the globe from a latitude on, as a ring of points of the map. @param {number} south */
function edgeFrom(south) {
  /** @type {Point[]} */
  const east = [];
  for (let latitude = south; latitude <= 90; latitude += 2) east.push(flat(180, latitude));
  return [...east, ...east.map(([x, y]) => /** @type {Point} */ ([-x, y])).reverse()];
}

const EDGE_WIDTH = 2 * flat(180, 0)[0];

/** How far a tie bends to one side, in parts of its length, so that ties beside each other are seen apart. @param {Tie} tie */
function bend(tie) {
  if (tie.of === 1) return 0;
  const step = Math.min(0.16, 0.8 / tie.of);
  return (tie.beside - (tie.of - 1) / 2) * step * (tie.from.index < tie.to.index ? 1 : -1);
}

/** The great circle between two places, as lines on the map: two, if it crosses the map's edge. `step` is the longest
 * piece, in degrees of arc. @param {Point} start @param {Point} end @param {number} side see {@link bend}
 * @param {number} step @returns {Point[][]} */
function route(start, end, side, step) {
  const one = vector(start), other = vector(end);
  const cosine = dot(one, other);
  const across = other.map((value, axis) => value - cosine * one[axis]);
  const sine = Math.hypot(...across);
  const angle = Math.atan2(sine, cosine);
  const steps = Math.max(1, Math.ceil(angle / RADIANS / step));
  /** @type {Point[]} */
  const places = [];
  for (let at = 0; at <= steps; at++) {
    const turn = (angle * at) / steps;
    const [x, y, z] = one.map((value, axis) => value * Math.cos(turn) + (sine ? (across[axis] / sine) * Math.sin(turn) : 0));
    places.push([Math.atan2(y, x) / RADIANS, Math.atan2(z, Math.hypot(x, y)) / RADIANS]);
  }
  return cut(places).flatMap(withoutPoles).map((part) => bent(part.map(([x, y]) => flat(x, y)), side));
}

/** A vector of the unit sphere, whose zero meridian is the map's centre. @param {Point} place */
function vector(place) {
  const [longitude, latitude] = [turned(place[0]) * RADIANS, place[1] * RADIANS];
  return [Math.cos(latitude) * Math.cos(longitude), Math.cos(latitude) * Math.sin(longitude), Math.sin(latitude)];
}

/** @param {number[]} one @param {number[]} other */
const dot = (one, other) => one.reduce((sum, value, axis) => sum + value * other[axis], 0);

/** The parts of a line that are not so near a pole that they would run along the map's edge: as in outputs/land.py.
 * @param {Point[]} line @returns {Point[][]} */
function withoutPoles(line) {
  /** @type {Point[][]} */
  const parts = [[]];
  line.forEach((place, at) => {
    if (Math.abs(place[1]) <= DATA.map.pole || !at || at === line.length - 1) parts[parts.length - 1].push(place);
    else if (parts[parts.length - 1].length) parts.push([]);
  });
  const found = parts.filter((part) => part.length > 1);
  return found.length ? found : [line];
}

/** A line in parts that do not cross the map's edge, but meet in it. @param {Point[]} line @returns {Point[][]} */
function cut(line) {
  /** @type {Point[][]} */
  const parts = [[line[0]]];
  for (const [longitude, latitude] of line.slice(1)) {
    const part = parts[parts.length - 1];
    const [x, y] = part[part.length - 1];
    if (Math.abs(longitude - x) > 180) {
      const side = Math.sign(x) * 180;
      const share = (side - x) / (longitude + 2 * side - x || 1);
      const at = y + share * (latitude - y);
      part.push([side, at]);
      parts.push([[-side, at]]);
    }
    parts[parts.length - 1].push([longitude, latitude]);
  }
  return parts;
}

/** A line that bends to one side. @param {Point[]} line @param {number} side @returns {Point[]} */
function bent(line, side) {
  if (!side) return line;
  const [a, b] = line[0], [c, d] = line[line.length - 1];
  return line.map(([x, y], at) => {
    const much = side * Math.sin((Math.PI * at) / (line.length - 1));
    return [x - much * (d - b), y + much * (c - a)];
  });
}

/** The camera that shows some points, with a margin in pixels and a scale of at most `most` pixels per unit.
 * @param {Point[]} points @param {number} width @param {number} height @param {number} margin @param {number} most
 * @returns {Camera} */
function fitting(points, width, height, margin, most) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  if (left === Infinity) return { x: 0, y: 0, scale: Math.min(width, height) / 6 };
  const scale = Math.min(
    (width - 2 * margin) / (right - left || 1e-9),
    (height - 2 * margin) / (bottom - top || 1e-9),
    most,
  );
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.max(scale, 1) };
}

/** @param {number} a @param {number} b @param {number} share */
const between = (a, b, share) => a + (b - a) * share;

/** How far a point is from a piece of a line. @param {number} x @param {number} y @param {Point} one @param {Point} other */
function distanceTo(x, y, [a, b], [c, d]) {
  const [right, down] = [c - a, d - b];
  const share = Math.max(0, Math.min(1, ((x - a) * right + (y - b) * down) / (right * right + down * down || 1)));
  return Math.hypot(x - a - share * right, y - b - share * down);
}
