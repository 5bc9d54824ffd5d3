"""A picture for typst, which sets its texts itself.

typst's reader of SVG breaks the letters of scripts that join or change places, such as Devanagari, and takes one font
for a whole text. So it reads a picture without texts, and these apart.
"""

from __future__ import annotations

import json

from citygraph.outputs.picture.frame import Frame
from citygraph.outputs.picture.scene import Scene
from citygraph.outputs.picture.svg import NAMED_FONTS, apart

PICTURE = f"""\
#let picture(wide) = {{
  let px = wide / int(sys.inputs.wide)
  let fonts = ({", ".join(f'"{font}"' for font in NAMED_FONTS)})
  let set-texts = context for look in json(bytes(sys.inputs.looks)) {{
    let paint = rgb(look.fill).transparentize((1 - look.opacity) * 100%)
    let halo = if look.halo > 0 {{ (paint: paint, thickness: look.halo * px, join: "round") }}
    let set-text = text(
      font: fonts, top-edge: "baseline", bottom-edge: "baseline",
      size: look.size * px, fill: paint, stroke: halo, weight: if look.bold {{ "bold" }} else {{ "regular" }},
      tracking: look.spacing * px, look.text,
    )
    let share = (start: 0, middle: 0.5, end: 1).at(look.anchor)
    place(dx: look.x * px - share * measure(set-text).width, dy: look.y * px, box(set-text))
  }}
  block(width: wide, height: int(sys.inputs.high) * px, {{
    place(image(bytes(sys.inputs.picture), format: "svg", width: 100%))
    set-texts
  }})
}}
"""
"""A function in typst's language: the picture in its inputs, as ``wide`` as is said."""


def inputs_of(scene: Scene, page: Frame) -> dict[str, str]:
    """The inputs of a template with :data:`PICTURE`: the picture, its size, and its ``texts`` and their ``looks``."""
    picture, letterings = apart(scene, page)
    wide, high = map(str, page.size)
    texts = json.dumps([text.text for text in letterings])
    looks = json.dumps([text._asdict() for text in letterings])
    return {"picture": picture.decode(), "wide": wide, "high": high, "texts": texts, "looks": looks}
