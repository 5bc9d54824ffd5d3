// The page: it holds the state (view, filters, open node or tie) and updates the other parts when that changes.
"use strict";

/** Within this time, in milliseconds, a change of the same part of the address belongs to the last one: a slider that is
 * dragged is one step for the Back button. */
const SAME_STEP = 1000;

/** The choice if keys of one character work everywhere. Readers who use speech input may type them by accident. If a
 * browser stores nothing for pages from files, it forgets the choice with the page. */
const CHARACTER_KEYS = {
  name: "citygraph-character-keys",
  everywhere: true,
  recall() {
    try {
      this.everywhere = localStorage.getItem(this.name) !== "off";
    } catch {}
  },
  /** @param {boolean} everywhere */
  keep(everywhere) {
    this.everywhere = everywhere;
    try {
      localStorage.setItem(this.name, everywhere ? "on" : "off");
    } catch {}
  },
};

/** The colours of a system that forces its own, as the canvas needs them. @returns {Paper} */
function forcedPaper() {
  const probe = make("span", { hidden: true });
  document.body.append(probe);
  probe.style.setProperty("forced-color-adjust", "none");
  const color = (/** @type {string} */ name) => {
    probe.style.setProperty("color", name);
    return getComputedStyle(probe).color;
  };
  const ground = color("Canvas"), ink = color("CanvasText");
  const paper = { ground, sea: ground, land: color("color-mix(in srgb, CanvasText 25%, Canvas)"), border: color("color-mix(in srgb, CanvasText 50%, Canvas)"), ink, quiet: ink, accent: color("Highlight"), link: color("LinkText"), back: color("color-mix(in srgb, CanvasText 35%, Canvas)") };
  probe.remove();
  return paper;
}

class Page {
  constructor() {
    this.filters = new Filters();
    /** @type {View | "table"} */ this.view = NODES.filter((node) => node.place).length * 2 > NODES.length ? "map" : "network";
    /** @type {Thing} */ this.thing = null;
    /** The ends of the path that is looked at. @type {[Node_, Node_] | null} */ this.ends = null;
    /** Where a path begins whose end is still to be picked. @type {Node_ | null} */ this.start = null;
    this.theme = "auto";
    this.isPrinting = false;
    /** @type {Hop[] | null} */ this.hops = null;
    this.hinting = 0;
    /** What had the focus when something was opened, and gets it back. @type {Element | null} */ this.opener = null;
    /** Whether the address is being read, so that it is not a step of its own. */ this.isReading = true;
    /** The last step in the browser's history: what part of the address it changed, and when. */
    this.lastStep = { part: "", at: -SAME_STEP };
    this.keeping = 0;
    /** @type {Record<string, HTMLButtonElement>} */ this.views = {};
    this.themeButton = button("", () => this.turnTheme(), TEXT.theme.auto);
    this.stage = new Stage(/** @type {HTMLCanvasElement} */ (element("canvas")), this.filters);
    this.sidebar = new Sidebar(element("filters"), this.filters, (fit) => this.update(fit));
    this.time = YEARS && new TimeBar(element("time"), YEARS, this.filters, () => this.update(), element("behind"));
    element("time").hidden = !YEARS;
    this.panel = new Panel(element("panel"), this);
    this.sheet = new Sheet(element("stage"), element("sheet"), this);
    this.chips = new Chips(element("chips"), this.filters, (fit) => this.update(fit));
    this.table = new Table(element("table"), this);
    this.search = new SearchBox((id, second) => {
      const node = NODE.get(id);
      this.pick(node || id, second);
      if (node) this.stage.goTo(node);
    });
    this.tip = element("tip");
    new Pointer(this.stage, (thing, second) => this.pick(thing, second), (thing, x, y) => this.pointAt(thing, x, y),
      () => this.hint(TEXT.clickToZoom, 2500));
    this.fill();
    this.dress();
    this.listen();
    this.arrive();
  }

  // ---------------------------------------------------------------- the state

  /** A click, or what was found: looked at, or the other end of a path. @param {Node_ | Tie | string | null} thing
   * @param {boolean} second */
  pick(thing, second) {
    const node = thing && typeof thing !== "string" && !("kind" in thing) ? thing : null;
    const start = this.start || (second && this.thing && typeof this.thing !== "string" && "spot" in this.thing ? this.thing : null);
    if (node && start) this.connect(start, node);
    else this.open(thing);
  }

  /** @param {Thing} thing */
  open(thing) {
    const last = this.thing;
    this.leavePath();
    this.keepOpener(thing);
    this.ends = null;
    this.thing = thing;
    this.update();
    this.moveFocus(thing, last);
    const nodes = !thing || typeof thing === "string" ? [] : "kind" in thing ? [thing.from, thing.to] : "spot" in thing ? [thing] : [];
    this.stage.reveal(nodes);
    if (nodes.length) say(nodes.map((node) => short(node.name)).join(" – "));
  }

  /** Remember where the focus was, before something is opened. @param {Thing} thing */
  keepOpener(thing) {
    const { activeElement } = document;
    if (thing === null || activeElement === document.body) return;
    if (!this.panel.root.contains(activeElement)) this.opener = activeElement;
    else if (!this.thing && !this.ends) this.opener = null;
  }

  /** Move the focus to what was opened, or back to what opened it. In the picture it stays: from there one goes on to the
   * next node. @param {Thing} thing @param {Thing} last what was open */
  moveFocus(thing, last) {
    const { canvas } = this.stage;
    if (document.activeElement === canvas) return;
    if (thing !== null) this.panel.focus();
    else if (this.opener instanceof HTMLElement && this.opener.isConnected) this.opener.focus();
    else if (this.view !== "table") canvas.focus();
    else this.table.focus(last);
  }

  /** Begin a path: the next node that is picked ends it. @param {Node_} start */
  beginPath(start) {
    this.start = start;
    this.hint(TEXT.pathPick(short(start.name)));
    this.search.focus();
  }

  leavePath() {
    this.start = null;
    this.hint("");
  }

  /** @param {Node_} start @param {Node_} end */
  connect(start, end) {
    this.leavePath();
    this.keepOpener(end);
    this.ends = [start, end];
    this.update();
    this.moveFocus(end, null);
    this.stage.reveal(this.hops?.length ? [start, ...this.hops.map((hop) => hop.to)] : [start, end]);
    say(TEXT.path(start.name, end.name));
  }

  /** Show only what is near a node, or all again. @param {Node_ | null} node */
  focus(node) {
    this.filters.near = node ? { node, hops: 1 } : null;
    this.update(true);
  }

  /** Show all again what has changed; `fit` it into sight too. @param {boolean} [fit] */
  update(fit = false) {
    const { filters, stage } = this;
    const node = this.thing && typeof this.thing !== "string" && "spot" in this.thing ? this.thing : null;
    this.hops = this.ends ? shortestPath(...this.ends, filters) : null;
    const path = this.hops || [];
    filters.apply(node);
    // A path follows the lens, but not the least number of ties: it is shown whole.
    filters.keep([...path.map((hop) => hop.tie), ...(this.thing && typeof this.thing !== "string" && "kind" in this.thing ? [/** @type {Tie} */ (this.thing)] : [])]);
    stage.picked = new Set(this.ends || (node ? [node] : []));
    stage.pickedTies = new Set(
      this.ends ? path.map((hop) => hop.tie)
        : node ? node.ties.filter((tie) => !filters.why[tie.index])
        : typeof this.thing === "string" ? filters.ties.filter((tie) => tie.sources.includes(/** @type {string} */ (this.thing)))
        : this.thing ? [/** @type {Tie} */ (this.thing)] : [],
    );
    stage.arrange();
    this.chips.show();
    this.sidebar.show();
    this.time?.show();
    this.sheet.follow(this.ends || this.thing);
    this.showPanel();
    this.table.show();
    this.tell();
    if (fit) stage.fit();
    this.address();
  }

  /** Show what is open; nothing, where the sheet has the legend. */
  showPanel() {
    if (this.sheet.isLegend) this.panel.show(null, null);
    else this.panel.show(this.ends ? this.hops : this.thing, this.ends);
  }

  /** Show the counts, and what is not on the map. */
  tell() {
    const { filters } = this;
    const part = (/** @type {number} */ some, /** @type {number} */ all, /** @type {string} */ words) =>
      some === all ? words : TEXT.shown(some.toLocaleString("en"), words);
    element("counts").textContent = [
      part(filters.nodes.size, NODES.length, thingsOf(NODES)), part(filters.ties.length, TIES.length, TEXT.ties(TIES.length)),
    ].join(" · ");
    const tray = /** @type {HTMLDetailsElement} */ (element("tray"));
    const lost = [...filters.nodes].filter((node) => !node.place).sort((one, other) => filters.degree[other.index] - filters.degree[one.index] || (one.id < other.id ? -1 : 1));
    const ties = filters.ties.filter((tie) => !Stage.isOnMap(tie)).length;
    tray.hidden = this.view !== "map" || !lost.length;
    const most = 200;
    tray.replaceChildren(
      make("summary", {}, [TEXT.tray(lost.length), ...(ties ? [TEXT.notOnMap(ties)] : [])].join("; ")),
      make("ul", {}, ...lost.slice(0, most).map((node) => make("li", {}, button("link", () => this.open(node), typeSwatch(node.type), short(node.name)))),
        lost.length > most ? make("li", { className: "quiet" }, TEXT.more(lost.length - most)) : null),
    );
    this.tellOfNothing();
    const statuses = stagesOf(filters.ties).map(([stage, number]) => `${number.toLocaleString("en")} ${stage}`).join(", ");
    const counts = [element("counts").textContent, statuses].filter(Boolean).join(": ");
    this.stage.canvas.setAttribute("aria-label", TEXT.canvas(TEXT.views[this.view], counts));
    const bare = element("bare");
    bare.hidden = !this.stage.bare.size || this.view === "table";
    bare.textContent = this.stage.bareInWords();
    this.stage.keepClear();
  }

  /** Say in the middle of the picture why it is empty, and what to do. */
  tellOfNothing() {
    const { filters } = this;
    const isNowhere = this.view === "map" && filters.nodes.size > 0 && ![...filters.nodes].some((node) => node.place);
    const empty = element("empty");
    empty.hidden = this.view === "table" || (filters.nodes.size > 0 && !isNowhere);
    if (empty.hidden) return;
    const all = button("quiet", () => {
      filters.clear();
      this.update(true);
    }, TEXT.clear);
    const network = button("quiet", () => this.show("network"), TEXT.showNetwork);
    empty.replaceChildren(...(!NODES.length ? [TEXT.nothingYet] : isNowhere ? [TEXT.nowhere(filters.nodes.size), " ", network] : [TEXT.empty, " ", TEXT.takeAwayAny, ...this.chips.buttons(this.chips.inForce()), all]));
  }

  /** @param {View | "table"} view */
  show(view) {
    this.view = view;
    const isTable = view === "table";
    element("table").hidden = !isTable;
    element("canvas").hidden = element("zoom").hidden = isTable;
    if (view !== "table") this.stage.change(view);
    for (const [name, made] of Object.entries(this.views)) made.ariaPressed = String(name === view);
    this.table.show();
    this.tell();
    this.address();
  }

  // ---------------------------------------------------------------- the address

  /** Show what the address says. */
  arrive() {
    const { hash } = location;
    if (hash.length > 1) Address.read(this, hash);
    this.stage.showAtOnce(this.view === "map" ? "map" : "network");
    this.show(this.view);
    this.update();
    this.stage.resize();
    this.stage.fit(false);
    this.stage.paintNow();
    const nodes = [...this.stage.beside];
    if (!Address.lookAt(this.stage, hash) && nodes.length) this.stage.reveal(nodes);
    this.isReading = false;
    this.stage.onDraw = () => this.keepViewport();
  }

  /** Keep the address of what is looked at, so that one can go back to what was. */
  address() {
    const hash = Address.write(this);
    if (hash === location.hash) return;
    const part = Address.changed(location.hash, hash), now = performance.now();
    const goesOn = part === this.lastStep.part && now - this.lastStep.at < SAME_STEP;
    if (this.isReading || goesOn || !part) history.replaceState(null, "", hash);
    else history.pushState(null, "", hash);
    if (!this.isReading && part) this.lastStep = { part, at: now };
  }

  /** Show what an address says that one came back to. */
  follow() {
    const { hash } = location;
    this.isReading = true;
    Address.read(this, hash);
    this.show(this.view);
    this.update();
    if (!Address.lookAt(this.stage, hash)) this.stage.fit();
    this.isReading = false;
  }

  /** Keep the place in the picture in the address, when it has come to rest. */
  keepViewport() {
    clearTimeout(this.keeping);
    this.keeping = window.setTimeout(() => this.address(), 300);
  }

  // ---------------------------------------------------------------- the parts of the page

  /** Build the parts that are always there. */
  fill() {
    element("title").textContent = visible(DATA.title);
    const views = /** @type {(View | "table")[]} */ (["network", "map", "table"]);
    for (const view of views) this.views[view] = button("", () => this.show(view), TEXT.views[view]);
    element("views").ariaLabel = TEXT.viewsLabel;
    element("views").append(...Object.values(this.views));
    element("panel").ariaLabel = TEXT.panel;
    element("time").ariaLabel = TEXT.time;
    const sign = (/** @type {string} */ text, /** @type {string} */ label, /** @type {() => void} */ action) => {
      const made = button("", action, text);
      made.ariaLabel = made.title = label;
      return made;
    };
    element("zoom").append(
      sign("+", TEXT.zoomIn, () => this.stage.zoomAtPick(1.5)), sign("−", TEXT.zoomOut, () => this.stage.zoomAtPick(1 / 1.5)),
      sign("⤢", TEXT.fit, () => this.stage.fit()),
    );
    element("zoom").ariaLabel = TEXT.zoomLabel;
    const theme = this.themeButton;
    const actions = [
      button("", () => this.copyLink(), TEXT.copyLink), ...this.pictureActions(),
      button("", () => save(fileName("csv"), new Blob([asCsv(this.filters.ties)], { type: "text/csv" })), TEXT.saveCsv),
      button("", () => save(fileName("json"), new Blob([JSON.stringify(asJson(this.filters), null, 2)], { type: "application/json" })), TEXT.saveJson),
      button("", () => print(), TEXT.print), theme,
    ];
    const menu = make("details", { className: "menu" }, make("summary", {}, TEXT.share), make("div", {}, ...actions));
    menu.addEventListener("click", (event) => {
      if (event.target !== theme && event.target instanceof HTMLButtonElement) menu.open = false;
    });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(/** @type {Node} */ (event.relatedTarget))) menu.open = false;
    });
    const help = /** @type {HTMLDialogElement} */ (element("help"));
    CHARACTER_KEYS.recall();
    const characters = make("input", { type: "checkbox", checked: CHARACTER_KEYS.everywhere });
    characters.addEventListener("change", () => CHARACTER_KEYS.keep(characters.checked));
    element("tools").append(menu, sign("?", TEXT.help, () => this.openHelp()));
    const close = button("", () => help.close(), TEXT.close);
    close.id = "close-help";
    help.append(
      make("h2", {}, TEXT.helpTitle),
      make("dl", {}, ...TEXT.keys.flatMap(([key, what]) => [make("dt", {}, key), make("dd", {}, what)])),
      make("label", {}, characters, TEXT.keysEverywhere),
      make("p", { className: "quiet" }, TEXT.made(DATA.citygraph)), make("p", { className: "quiet" }, TEXT.outline(DATA.credit)),
      close,
    );
    help.ariaLabel = TEXT.help;
  }

  /** To save the picture: which size, and in what kind of file. */
  pictureActions() {
    const sizes = /** @type {FigureSize[]} */ (Object.keys(FIGURE.sizes));
    const size = make("select", {}, ...sizes.map((value) => make("option", { value }, TEXT.sizes[value])));
    const forms = /** @type {(keyof typeof FORMS)[]} */ (Object.keys(FORMS));
    return [
      make("label", { className: "size" }, TEXT.size, size),
      ...forms.map((form) => button("", () => saveFigure(this, form, /** @type {FigureSize} */ (size.value)), TEXT.saveFigure(form.toUpperCase()))),
    ];
  }

  /** Use the system's colours, or the reader's choice. If the system forces its few colours, all lines have that of text:
   * their dashes and marks tell them apart. */
  dress() {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const theme = this.isPrinting ? "light" : this.theme === "auto" ? (dark ? "dark" : "light") : this.theme;
    const { style } = document.documentElement;
    document.documentElement.dataset.theme = theme;
    const forced = !this.isPrinting && matchMedia("(forced-colors: active)").matches;
    /** @type {Paper} */
    const paper = forced ? forcedPaper() : DATA.style.paper[theme];
    const lines = Object.fromEntries(Object.entries(DATA.style.lines).map(([group, line]) => [group, forced ? paper.ink : line[theme]]));
    for (const [name, color] of Object.entries({ ...paper, ...lines })) style.setProperty(`--${name}`, String(color));
    Object.assign(this.stage, { paper, colors: lines });
    this.stage.draw();
  }

  /** Make a picture to save, in the colours of paper. @param {() => void} make */
  inLight(make) {
    this.isPrinting = true;
    this.dress();
    make();
    this.isPrinting = false;
    this.dress();
  }

  /** Paper is light, and has the table under the picture, with what explains both. @param {boolean} begins */
  print(begins) {
    this.isPrinting = begins;
    this.dress();
    this.stage.paintNow();
    this.table.print(begins);
    element("paper").replaceChildren(...(begins ? this.panel.paper() : []));
  }

  turnTheme() {
    const themes = /** @type {("auto" | "light" | "dark")[]} */ (["auto", "light", "dark"]);
    this.theme = themes[(themes.indexOf(/** @type {any} */ (this.theme)) + 1) % 3];
    this.themeButton.textContent = TEXT.theme[/** @type {"auto"} */ (this.theme)];
    this.dress();
  }

  openHelp() {
    /** @type {HTMLDialogElement} */ (element("help")).showModal();
    element("close-help").focus();
  }

  async copyLink() {
    try {
      await navigator.clipboard.writeText(location.href);
      this.hint(TEXT.copied, 3000);
    } catch {
      this.hint(TEXT.copyFailed, 5000);
    }
  }

  /** Say something over the picture, for a while. @param {string} text @param {number} [milliseconds] */
  hint(text, milliseconds = 0) {
    const hint = element("hint");
    clearTimeout(this.hinting);
    hint.textContent = visible(text);
    hint.hidden = !text;
    if (milliseconds) this.hinting = window.setTimeout(() => (hint.hidden = true), milliseconds);
  }

  /** @param {Node_ | Tie | null} thing @param {number} x @param {number} y */
  pointAt(thing, x, y) {
    const { stage, tip } = this;
    tip.hidden = !thing;
    stage.canvas.style.setProperty("cursor", thing ? "pointer" : "grab");
    if (thing) {
      const pair = stage.pairs.at(x, y);
      const ties = pair.length ? pair : "kind" in thing ? [thing] : [];
      const text = ties.length ? ties.map((tie) => [sentence(tie), when(tie)].filter(Boolean).join(" · ")).join("\n")
        : "kind" in thing ? ""
        : stage.share === 1 && stage.places.behind(thing) ? TEXT.atOnePlace(stage.places.behind(thing)?.length || 0)
        : `${short(thing.name)} · ${TEXT.ties(this.filters.degree[thing.index])}`;
      tip.textContent = visible(text);
      const { offsetWidth } = tip;
      tip.style.setProperty("left", `${Math.max(4, Math.min(x + 14, stage.width - offsetWidth - 8))}px`);
      tip.style.setProperty("top", `${Math.max(4, y - 14 - tip.offsetHeight)}px`);
    }
    if (thing === stage.hovered) return;
    stage.hovered = thing;
    stage.draw();
  }

  // ---------------------------------------------------------------- keys and windows

  listen() {
    new ResizeObserver(() => this.stage.resize()).observe(element("picture"));
    for (const media of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
      matchMedia(media).addEventListener("change", () => this.dress());
    }
    NARROW.addEventListener("change", () => this.showPanel());
    addEventListener("popstate", () => this.follow());
    addEventListener("keydown", (event) => this.key(event));
    addEventListener("beforeprint", () => this.print(true));
    addEventListener("afterprint", () => this.print(false));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const { stage } = this;
    if (event.key.length === 1 && !CHARACTER_KEYS.everywhere && document.activeElement !== stage.canvas) return;
    const onPicture = document.activeElement === stage.canvas || document.activeElement === document.body;
    /** @type {Record<string, () => void>} */
    const everywhere = {
      "/": () => this.search.focus(),
      1: () => this.show("network"), 2: () => this.show("map"), 3: () => this.show("table"),
      "?": () => this.openHelp(),
      f: () => this.sheet.turn("filters"),
      Escape: () => this.letGo(),
      "+": () => stage.zoomAtPick(1.5), "=": () => stage.zoomAtPick(1.5), "-": () => stage.zoomAtPick(1 / 1.5), 0: () => stage.fit(),
      n: () => this.step(1), p: () => this.step(-1),
    };
    /** @type {Record<string, () => void>} */
    const there = {
      ArrowLeft: () => stage.pan(60, 0), ArrowRight: () => stage.pan(-60, 0),
      ArrowUp: () => stage.pan(0, 60), ArrowDown: () => stage.pan(0, -60),
      Enter: () => stage.hovered && !stage.unfold(stage.hovered) && this.pick(stage.hovered, event.shiftKey),
    };
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const action = everywhere[key] || (onPicture && this.view !== "table" ? there[key] : undefined);
    if (!action) return;
    event.preventDefault();
    action();
  }

  /** Close what was opened last. */
  letGo() {
    const menu = document.querySelector(".menu[open]");
    if (menu instanceof HTMLDetailsElement) menu.open = false;
    else if (this.sheet.hasFilters) this.sheet.turn("filters");
    else if (this.stage.places.open && !this.stage.picked.size) this.stage.fold();
    else if (this.start) this.leavePath();
    else if (this.thing || this.ends) this.open(null);
  }

  /** Point at the next node, by number of ties. @param {number} by */
  step(by) {
    const nodes = this.stage.order.filter((node) => this.view !== "map" || node.place);
    if (!nodes.length || this.view === "table") return;
    const at = this.stage.hovered && "spot" in this.stage.hovered ? nodes.indexOf(this.stage.hovered) : by > 0 ? -1 : 0;
    const node = nodes[(at + by + nodes.length) % nodes.length];
    this.stage.canvas.focus();
    this.stage.reveal([node]);
    if (node !== this.stage.places.behind(node)?.[0]) this.stage.unfold(node);
    const { x, y } = this.stage.spot(node);
    this.pointAt(node, x, y);
    say(`${node.name}, ${TEXT.ties(this.filters.degree[node.index])}`);
  }
}

const PAGE = new Page();
