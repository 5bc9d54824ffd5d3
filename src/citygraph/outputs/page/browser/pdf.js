// A PDF of one page: the picture as an image without loss, and its texts, not seen, where they stand, so that they can be
// searched, copied and read aloud. docs/view.md says why it is an image.
"use strict";

/** The width of the letter that holds the place of a text in Helvetica, as a share of its size. */ const PLACE_WIDTH = 0.556;
/** A pixel of 1/96 inch in points of 1/72 inch. */ const POINTS = 0.75;

/** @param {CanvasSurface} surface @param {string} title @returns {Promise<Blob>} */
async function pdfOf({ context, ratio, texts }, title) {
  const { width, height } = context.canvas;
  const wide = (width / ratio) * POINTS, high = (height / ratio) * POINTS;
  const image = await deflated(rowsOf(context.getImageData(0, 0, width, height)));
  const words = (texts || []).map(({ text, x, y, size, wide: long }) => {
    const stretch = (100 * long) / (size * PLACE_WIDTH) || 100;
    return `/Span <</ActualText ${utf16(`${text} `)}>> BDC BT 3 Tr /F1 ${rounded(size * POINTS)} Tf ${rounded(stretch)} Tz ` +
      `1 0 0 1 ${rounded(x * POINTS)} ${rounded(high - (y + MIDDLE * size) * POINTS)} Tm (a) Tj ET EMC\n`;
  }).join("");
  const contents = `q ${wide} 0 0 ${high} 0 0 cm /Im Do Q\n${words}`;
  /** @type {(string | [string, string | Uint8Array<ArrayBuffer>])[]} */
  const objects = [
    "<</Type /Catalog /Pages 2 0 R /Lang (en) /ViewerPreferences <</DisplayDocTitle true>>>>",
    "<</Type /Pages /Kids [3 0 R] /Count 1>>",
    `<</Type /Page /Parent 2 0 R /MediaBox [0 0 ${wide} ${high}] /Contents 5 0 R ` +
      "/Resources <</XObject <</Im 4 0 R>> /Font <</F1 6 0 R>>>>>>",
    ["/Type /XObject /Subtype /Image /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode " +
      `/Width ${width} /Height ${height} /DecodeParms <</Predictor 15 /Colors 3 /Columns ${width}>>`, image],
    ["", contents],
    "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>",
    `<</Title ${utf16(title)} /Producer (citygraph)>>`,
  ];
  /** @type {BlobPart[]} */
  const parts = [];
  let at = 0;
  const write = (/** @type {string | Uint8Array<ArrayBuffer>} */ part) => {
    parts.push(part);
    at += part.length; // All text here is ASCII.
  };
  write("%PDF-1.5\n");
  const places = objects.map((object, number) => {
    const place = at;
    write(`${number + 1} 0 obj\n`);
    if (typeof object === "string") write(object);
    else {
      write(`<<${object[0]} /Length ${object[1].length}>>\nstream\n`);
      write(object[1]);
      write("\nendstream");
    }
    write("\nendobj\n");
    return place;
  });
  const table = at, size = objects.length + 1;
  write(`xref\n0 ${size}\n0000000000 65535 f \n${places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("")}`);
  write(`trailer\n<</Size ${size} /Root 1 0 R /Info ${objects.length} 0 R>>\nstartxref\n${table}\n%%EOF\n`);
  return new Blob(parts, { type: "application/pdf" });
}

/** Rows of an image, each as its difference from the one above it, as PNG has them: so flat ground takes no room.
 * @param {ImageData} image @returns {Uint8Array<ArrayBuffer>} */
function rowsOf({ data, width, height }) {
  const rows = new Uint8Array(height * (3 * width + 1));
  let to = 0;
  for (let y = 0; y < height; y++) {
    rows[to++] = 2;
    for (let from = 4 * width * y, end = from + 4 * width; from < end; from += 4) {
      for (let color = 0; color < 3; color++) rows[to++] = data[from + color] - (y ? data[from + color - 4 * width] : 0);
    }
  }
  return rows;
}

/** @param {Uint8Array<ArrayBuffer>} bytes @returns {Promise<Uint8Array<ArrayBuffer>>} */
const deflated = async (bytes) =>
  new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"))).arrayBuffer());

/** A text in any script as PDF has it. @param {string} text */
const utf16 = (text) => `<FEFF${Array.from(text, (letter) => Array.from({ length: letter.length }, (_, at) => hexadecimal(String.fromCharCode(letter.charCodeAt(at)), 4)).join("")).join("")}>`;
