"""What people put around a number or a date that they do not know exactly."""

from __future__ import annotations

import re

_ABOUT_WORDS = (
    "c", "ca", "circa", "about", "around", "approx", "approximately", "roughly", "est", "um", "etwa", "zirka", "rund",
    "gegen", "ungefähr", "vers", "environ", "env", "hacia", "aproximadamente", "aprox", "alrededor de", "cerca de",
    "unos", "unas", "por volta de", "verso", "circa il", "intorno al", "ongeveer", "rond", "omstreeks", "około", "ok",
    "około roku", "около", "ок", "примерно", "прибл", "порядка", "близько", "бл", "приблизно", "орієнтовно", "yaklaşık",
    "takriben", "حوالي", "نحو", "ما يقارب", "约", "約", "大约", "大約", "大概", "およそ", "おおよそ", "약", "대략",
)  # fmt: skip
ABOUT = re.compile(rf"(?:(?:{'|'.join(_ABOUT_WORDS)})(?:\.\s?|\s|(?=\d))|[~≈±]\s?)(?=\S)", re.IGNORECASE)
"""Before a number or a date: it is about right."""
ABOUT_AFTER = re.compile(
    r"\s?(?:左右|前後|前后|上下|頃|ごろ|ころ|程度|ほど|경|무렵|정도|\scivarı(?:nda)?"
    r"|,?\s\(?(?:ca?|circa|approx|est|estimated?|geschätzt|schätzung|estimation|estimaci[oó]n|estimado|estimada"
    r"|stima|schatting|szac|szacunkowo|оценка|оцінка|tahmini|تقدير|估计|估計|推計|推定|추정)\.?\)?)$",
    re.IGNORECASE,
)
"""The same behind it."""
