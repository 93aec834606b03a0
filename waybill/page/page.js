// The release's page: reads the two JSON blocks of this file, draws one chart and one table, asks the network for nothing.
// Texts reach the document through textContent alone, so markup in a headline or a quote stays text.
const $ = (id) => document.getElementById(id);
const data = JSON.parse($("data").textContent);
const PAGE_ROWS = 25;
const CHART_LIMIT = 4000;  // beyond this many marks the chart shows one median a month and origin, and says so
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#6a3d9a"];  // Okabe-Ito and neighbours
const DECADE = "datum.value > 0 && abs(log(datum.value) / LN10 - round(log(datum.value) / LN10)) < 1e-9";  // 1, 10, 100 ...
const LOWER = new Set(["more_than", "at_least"]);
const UPPER = new Set(["up_to", "less_than"]);

const rowsOf = (table) => table.rows.map((row) => Object.fromEntries(table.columns.map((name, i) => [name, row[i]])));
const assertions = rowsOf(data.assertions);
let mentionsCache = null;
function mentionsOf(assertionId) {
  if (!mentionsCache) {
    mentionsCache = new Map();
    for (const mention of rowsOf(JSON.parse($("mentions-data").textContent))) {
      if (!mentionsCache.has(mention.assertion_id)) mentionsCache.set(mention.assertion_id, []);
      mentionsCache.get(mention.assertion_id).push(mention);
    }
  }
  return mentionsCache.get(assertionId) ?? [];
}

const state = {
  item: "", unit: "", action: "", parties: "", origin: "", modality: "", scale: "auto",
  from: "", to: "", words: "", brush: null, sort: "date", descending: true, page: 0, open: new Set(),
};

// --- small pieces -----------------------------------------------------------------------------------------------

function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node && name !== "colSpan") node[name] = value; else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const number = new Intl.NumberFormat("en", { maximumFractionDigits: 3 });
const words = (text) => (text ?? "").replaceAll("_", " ");

function figure(row) {
  const say = (value) => number.format(value);
  const unit = row.unit === "percent" ? " %" : row.unit === "factor" ? " ×" : "";
  switch (row.comparator) {
    case "more_than": return `> ${say(row.value_low)}${unit}`;
    case "at_least": return `≥ ${say(row.value_low)}${unit}`;
    case "less_than": return `< ${say(row.value_high)}${unit}`;
    case "up_to": return `≤ ${say(row.value_high)}${unit}`;
    case "between": case "vague": return `${say(row.value_low)} – ${say(row.value_high)}${unit}`;
    case "exact": return `${say(row.value_best)}${unit}`;
    default: return `${words(row.comparator)} ${say(row.value_best)}${unit}`;
  }
}

const parties = (row) => row.supplier_id || row.recipient_id
  ? `${row.supplier_id ?? "?"} → ${row.recipient_id ?? "?"}` : row.actor_id ?? "";

// --- choosing ---------------------------------------------------------------------------------------------------

function tally(rows, key) {
  const counts = new Map();
  for (const row of rows) { const k = key(row); if (k) counts.set(k, (counts.get(k) ?? 0) + 1); }
  return counts;
}

function itemTree() {
  const counts = new Map();
  for (const row of assertions) {
    const parts = (row.item_id ?? "").split(".");
    for (let i = 1; i <= parts.length && parts[0]; i++) {
      const path = parts.slice(0, i).join(".");
      counts.set(path, (counts.get(path) ?? 0) + 1);
    }
  }
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const byCount = (counts) => new Map([...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));

function chooser(label, name, counts, all) {
  const select = element("select", { name });
  if (all) select.append(element("option", { value: "" }, all));
  for (const [value, count] of counts) select.append(element("option", { value }, `${words(value)} (${count})`));
  select.value = state[name];
  return element("label", {}, label, select);
}

function buildForm() {
  const form = $("choose");
  const scale = element("select", { name: "scale" });
  for (const [value, label] of [["auto", "by magnitude"], ["linear", "linear"], ["log", "logarithmic"]]) scale.append(element("option", { value }, label));
  form.append(
    chooser("Item", "item", itemTree(), "all items"),
    chooser("Unit", "unit", byCount(tally(assertions, (row) => row.unit)), null),
    chooser("Action", "action", byCount(tally(assertions, (row) => row.action)), "all actions"),
    chooser("Parties", "parties", byCount(tally(assertions, parties)), "all parties"),
    chooser("Origin", "origin", byCount(tally(assertions, (row) => row.origin)), "all origins"),
    chooser("Modality", "modality", byCount(tally(assertions, (row) => row.modality)), "all modalities"),
    element("label", {}, "From", element("input", { type: "date", name: "from" })),
    element("label", {}, "To", element("input", { type: "date", name: "to" })),
    element("label", {}, "Scale", scale),
  );
  form.addEventListener("input", (event) => {
    state[event.target.name] = event.target.value;
    state.brush = null; state.page = 0;
    if (event.target.name === "item") chooseUnit();
    draw();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
}

const within = (row) => !state.item || row.item_id === state.item || (row.item_id ?? "").startsWith(`${state.item}.`);

function chooseUnit() {
  const units = byCount(tally(assertions.filter(within), (row) => row.unit));
  if (!units.has(state.unit)) state.unit = units.keys().next().value ?? "";
  const select = $("choose").elements.unit;
  if (select) select.value = state.unit;
}

function chosen() {
  return assertions.filter((row) => within(row)
    && (!state.unit || row.unit === state.unit) && (!state.action || row.action === state.action)
    && (!state.parties || parties(row) === state.parties) && (!state.origin || row.origin === state.origin)
    && (!state.modality || row.modality === state.modality)
    && (!state.from || (row.date ?? "") >= state.from) && (!state.to || (row.date ?? "9") <= state.to));
}

// --- the chart --------------------------------------------------------------------------------------------------

function marksOf(rows) {
  const dated = rows.filter((row) => row.date && row.value_point !== null);
  const named = new Set([...byCount(tally(dated, (row) => row.origin ?? "own voice")).keys()].slice(0, COLOURS.length - 1));
  return dated.map((row) => ({
    id: row.assertion_id, date: row.date, value: row.value_point,
    low: row.comparator === "between" || row.comparator === "vague" ? row.value_low : null,
    high: row.comparator === "between" || row.comparator === "vague" ? row.value_high : null,
    claimant: named.has(row.origin ?? "own voice") ? row.origin ?? "own voice" : "other origins",
    bound: LOWER.has(row.comparator) ? "lower bound" : UPPER.has(row.comparator) ? "upper bound" : "value",
    superseded: Boolean(row.superseded_by), label: `${figure(row)} ${row.item ?? ""}`, who: row.origin ?? row.publisher ?? "",
  }));
}

function monthly(marks) {
  const groups = new Map();
  for (const mark of marks) {
    const key = `${mark.date.slice(0, 7)} ${mark.claimant}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(mark);
  }
  return [...groups.values()].map((group) => {
    const values = group.map((mark) => mark.value).sort((a, b) => a - b);
    return { ...group[0], id: null, date: `${group[0].date.slice(0, 7)}-15`, value: values[values.length >> 1], low: values[0],
      high: values[values.length - 1], bound: "value", superseded: false, label: `median of ${values.length} statements`, who: group[0].claimant };
  });
}

function specification(marks, scaleName) {
  const style = getComputedStyle(document.body);
  const ink = style.getPropertyValue("--ink").trim(), line = style.getPropertyValue("--line").trim();
  const claimants = [...new Set(marks.map((mark) => mark.claimant))].sort((a, b) => (a === "other origins") - (b === "other origins") || (a < b ? -1 : 1));
  const colour = { field: "claimant", type: "nominal", title: "Origin", scale: { domain: claimants, range: COLOURS }, legend: { orient: "bottom", columns: 2, labelLimit: 260 } };
  const faded = { condition: { test: "datum.superseded", value: 0.28 }, value: 0.95 };
  const x = { field: "date", type: "temporal", title: "date of the statement", scale: { nice: true }, axis: { format: "%b %Y", labelOverlap: true, grid: false } };
  const scale = scaleName === "linear" ? { type: scaleName, nice: true, zero: true } : { type: scaleName, nice: true };
  const spans = {
    mark: { type: "rule", strokeWidth: 3, strokeCap: "round" }, transform: [{ filter: "datum.low !== null && datum.high !== null" }],
    encoding: { x, y: { field: "low", type: "quantitative", scale }, y2: { field: "high" }, color: colour, opacity: { value: 0.45 } },
  };
  return {
    width: "container", height: 340, autosize: { type: "fit-x", contains: "padding" }, background: "transparent", data: { values: marks },
    config: { font: "inherit", axis: { labelColor: ink, titleColor: ink, gridColor: line, domainColor: line, tickColor: line }, legend: { labelColor: ink, titleColor: ink, symbolOpacity: 1 }, view: { stroke: null } },
    layer: [
      ...(marks.some((mark) => mark.low !== null) ? [spans] : []),
      { params: [{ name: "brush", select: { type: "interval", encodings: ["x"] } }],
        mark: { type: "point", filled: true, size: 75, cursor: "pointer" },
        encoding: {
          x, y: { field: "value", type: "quantitative", scale, title: `${words(state.unit)}${scaleName === "log" || scaleName === "symlog" ? " (log scale)" : ""}`, axis: { format: "~s", tickCount: 6, gridOpacity: { condition: { test: DECADE, value: 1 }, value: scaleName === "log" ? 0 : 1 } } },
          color: colour, opacity: faded,
          shape: { field: "bound", type: "nominal", title: "Reading", scale: { domain: ["value", "lower bound", "upper bound"], range: ["circle", "triangle-up", "triangle-down"] }, legend: { orient: "bottom", symbolFillColor: ink, symbolStrokeColor: ink } },
          tooltip: [{ field: "label", title: "figure" }, { field: "who", title: "who says so" }, { field: "date", type: "temporal", title: "date" }],
        } },
    ],
  };
}

function scaleFor(marks) {
  if (state.scale === "linear") return "linear";
  const positive = marks.map((mark) => mark.low ?? mark.value).filter((value) => value > 0);
  const wide = positive.length > 1 && Math.max(...marks.map((mark) => mark.high ?? mark.value)) / Math.min(...positive) > 50;
  if (state.scale === "auto" && !wide) return "linear";
  return marks.some((mark) => mark.value <= 0 || mark.low === 0) ? "symlog" : "log";
}

let drawing = Promise.resolve();
function drawChart(rows) {
  let marks = marksOf(rows);
  const undated = rows.length - marks.length;
  const aggregated = marks.length > CHART_LIMIT;
  if (aggregated) marks = monthly(marks);
  $("chart-note").textContent = `${number.format(rows.length)} statements, unit: ${words(state.unit) || "any"}`
    + (undated ? `; ${number.format(undated)} without a date stand in the table only` : "")
    + (aggregated ? "; too many to draw singly, so each mark is one month of one origin: median, with the span from least to most" : "") + ".";
  const host = $("chart");
  drawing = drawing.then(() => window.vegaEmbed(host, specification(marks, scaleFor(marks)), { ast: true, actions: false, renderer: marks.length > 1500 ? "canvas" : "svg" }))
    .then(({ view }) => {
      host.querySelector("svg")?.setAttribute("aria-hidden", "true");  // the host is labelled; the table holds the same figures
      view.addSignalListener("brush", (_, value) => {
        const range = value?.date;
        state.brush = range ? range.map((time) => new Date(time).toISOString().slice(0, 10)) : null;
        state.page = 0;
        drawTable();
      });
      view.addEventListener("click", (_, item) => { if (item?.datum?.id) reveal(item.datum.id); });
      document.documentElement.dataset.ready = "yes";
    })
    .catch((error) => { $("chart-note").textContent = `The chart could not be drawn (${error.message}); the table below holds the same figures.`; });
}

// --- the table: rows become cards on a narrow screen, so the roles are said again where CSS would take them away ---

const COLUMNS = [
  ["date", "Date", (row) => row.date ?? "undated", "date"],
  ["value_point", "Figure", figure, "number figure"],
  ["item", "What", (row) => row.item ?? "", "what"],
  ["action", "Action", (row) => words(row.action), "optional"],
  ["parties", "Parties", parties, "optional"],
  ["origin", "Origin", (row) => row.origin ?? "own voice", "origin"],
  ["modality", "Modality", (row) => words(row.modality), "optional"],
  ["mention_count", "Mentions", (row) => `${row.mention_count} in ${row.outlet_count}`, "number optional"],
];

function listed() {
  const needle = state.words.toLowerCase();
  const rows = chosen().filter((row) => (!state.brush || (row.date && row.date >= state.brush[0] && row.date <= state.brush[1]))
    && (!needle || `${row.origin} ${row.item} ${row.action} ${parties(row)} ${row.quote}`.toLowerCase().includes(needle)));
  const value = (row) => (state.sort === "parties" ? parties(row) : row[state.sort]) ?? "";
  const sign = state.descending ? -1 : 1;
  return rows.sort((a, b) => {
    const p = value(a), q = value(b);
    return (p < q ? -sign : p > q ? sign : 0) || (a.assertion_id < b.assertion_id ? -1 : 1);
  });
}

function drawHead() {
  const line = element("tr", { role: "row" }, element("th", { scope: "col", role: "columnheader" }, "Words"));
  for (const [name, label, , kind] of COLUMNS) {
    const button = element("button", { type: "button" }, label);
    button.addEventListener("click", () => {
      state.descending = state.sort === name ? !state.descending : true;
      state.sort = name; state.page = 0;
      drawTable();
    });
    const order = state.sort === name ? (state.descending ? "descending" : "ascending") : "none";
    line.append(element("th", { scope: "col", role: "columnheader", className: kind ?? "", "aria-sort": order }, button));
  }
  document.querySelector("#statements thead").replaceChildren(line);
}

function mentionBlock(mention) {
  const quote = mention.quote ?? "", from = mention.mark_start, to = mention.mark_end;
  const chain = [mention.publisher ?? "unnamed publisher", ...(mention.attributed_to ?? [])].join(" ‹ citing ");
  const source = mention.url && /^https?:\/\//.test(mention.url)
    ? element("a", { href: mention.url, rel: "noreferrer noopener" }, "report") : element("code", {}, mention.raw_path ?? mention.doc_id);
  return element("div", { className: "mention", id: mention.claim_id },
    element("blockquote", {}, quote.slice(0, from), element("mark", {}, quote.slice(from, to)), quote.slice(to)),
    element("p", { className: "chain" }, `${mention.published_date ?? "undated"} · ${chain} · `, source,
      " · ", element("a", { href: `#${mention.claim_id}` }, mention.claim_id), ` · reading: ${mention.confidence} confidence`),
    mention.drift_types?.length ? element("p", { className: "drift" }, `Against its source: ${mention.drift_types.map(words).join(", ")}`
      + (mention.source_text ? ` (there: “${mention.source_text}”)` : "") + ".") : null);
}

function tableRow(row) {
  const open = state.open.has(row.assertion_id);
  const button = element("button", { type: "button", "aria-expanded": String(open), "aria-label": `${open ? "Hide" : "Show"} the words behind ${figure(row)} ${row.item ?? ""}` }, open ? "Hide" : "Show");
  button.addEventListener("click", () => {
    if (open) state.open.delete(row.assertion_id); else state.open.add(row.assertion_id);
    drawTable();
    document.getElementById(row.assertion_id)?.querySelector("button")?.focus();
  });
  const line = element("tr", { id: row.assertion_id, role: "row", className: row.superseded_by ? "superseded" : "" }, element("td", { role: "cell", className: "show" }, button));
  for (const [, , show, kind] of COLUMNS) line.append(element("td", { role: "cell", className: kind ?? "" }, show(row)));
  if (!open) return [line];
  const cell = element("td", { role: "cell" }, ...mentionsOf(row.assertion_id).map(mentionBlock),
    row.superseded_by ? element("p", { className: "chain" }, "Superseded by ", element("a", { href: `#${row.superseded_by}` }, row.superseded_by), ".") : null);
  cell.setAttribute("colspan", String(COLUMNS.length + 1));
  return [line, element("tr", { role: "row", className: "mentions" }, cell)];
}

function drawTable() {
  const rows = listed();
  const pages = Math.max(1, Math.ceil(rows.length / PAGE_ROWS));
  state.page = Math.min(state.page, pages - 1);
  drawHead();
  document.querySelector("#statements tbody").replaceChildren(...rows.slice(state.page * PAGE_ROWS, (state.page + 1) * PAGE_ROWS).flatMap(tableRow));
  $("table-note").textContent = `${number.format(rows.length)} statements`
    + (state.brush ? ` between ${state.brush[0]} and ${state.brush[1]}` : "") + (state.words ? ` matching “${state.words}”` : "") + ".";
  $("page").textContent = `Page ${state.page + 1} of ${pages}`;
  $("previous").disabled = state.page === 0;
  $("next").disabled = state.page >= pages - 1;
}

function reveal(id) {
  const target = id.startsWith("c_") ? claimOwner(id) : id;
  const row = assertions.find((one) => one.assertion_id === target);
  if (!row) return;
  const choices = $("choose").elements;
  if (!listed().includes(row)) {
    Object.assign(state, { item: "", action: "", parties: "", origin: "", modality: "", from: "", to: "", words: "", brush: null, unit: row.unit });
    for (const name of ["item", "action", "parties", "origin", "modality", "from", "to"]) choices[name].value = "";
    choices.unit.value = row.unit; $("search").value = "";
    drawChart(chosen());
  }
  state.open.add(target);
  state.page = Math.floor(listed().indexOf(row) / PAGE_ROWS);
  drawTable();
  const place = document.getElementById(id) ?? document.getElementById(target);
  place?.scrollIntoView({ block: "center" });
  place?.querySelector("button")?.focus({ preventScroll: true });
}

function claimOwner(claimId) {
  mentionsOf("");  // fills the cache
  for (const [owner, mentions] of mentionsCache) if (mentions.some((mention) => mention.claim_id === claimId)) return owner;
  return "";
}

// --- the other sections -----------------------------------------------------------------------------------------

function simpleTable(head, rows, caption) {
  return element("table", {}, element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...head.map((label) => element("th", { scope: "col" }, label)))),
    element("tbody", {}, ...rows.map((row) => element("tr", {}, ...row.map((value, i) => i === 0
      ? element("th", { scope: "row" }, String(value ?? "")) : element("td", { className: typeof value === "number" ? "number" : "" }, typeof value === "number" ? number.format(value) : String(value ?? "")))))));
}

function drawSections() {
  $("figures").replaceChildren(...data.facts.map(([label, value]) => element("li", {}, element("b", {}, typeof value === "number" ? number.format(value) : value), element("span", {}, label))));
  $("changes-body").replaceChildren(data.changes.rows.length
    ? element("div", { className: "wide", tabIndex: 0, role: "region", "aria-label": "Changes by cause" }, simpleTable(["Table", "Change", "Cause", "Rows"], data.changes.rows, `Against release ${data.changes.previous}; diff.md has every line.`))
    : element("p", {}, data.changes.previous ? `Nothing differs from release ${data.changes.previous}.` : "This is the first release."));
  $("coverage-body").replaceChildren(simpleTable(["Publisher", ...data.coverage.months], data.coverage.rows, "Claims read from each publisher, by month of publication."));
  $("ledger-body").replaceChildren(simpleTable(["What became of it", "Numbers"], data.ledger, "Every number-like expression of the reports: claimed, or set aside with its reason."));
  $("accuracy-body").replaceChildren(...data.accuracy.map((line) => element("p", {}, line)));
}

function draw() { drawChart(chosen()); drawTable(); }

$("search").addEventListener("input", (event) => { state.words = event.target.value; state.page = 0; drawTable(); });
$("clear").addEventListener("click", () => { state.words = ""; state.brush = null; $("search").value = ""; state.page = 0; draw(); });
$("previous").addEventListener("click", () => { state.page -= 1; drawTable(); });
$("next").addEventListener("click", () => { state.page += 1; drawTable(); });
window.addEventListener("hashchange", () => reveal(location.hash.slice(1)));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawChart(chosen()));
Object.assign(state, data.start);
chooseUnit();
buildForm();
drawSections();
draw();
drawing.then(() => { if (/^#[ac]_/.test(location.hash)) reveal(location.hash.slice(1)); });
