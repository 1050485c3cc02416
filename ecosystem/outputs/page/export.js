// What is shown, as a file: picture, drawing, table or data.
import { addressWords, state } from "./address.js";
import { viewNow } from "./camera.js";
import { dateText } from "./dates.js";
import { flattened, paintView } from "./flat.js";
import { fold } from "./fold.js";
import { links, model, nodes } from "./model.js";
import { paintPlate, plateOf } from "./plate.js";
import { scene } from "./scene.js";
import { csv } from "./sheet.js";
import { encode } from "./state.js";
import { SvgBrush } from "./svg.js";
import { sheetFile, sheetRows } from "./table.js";
import { $, element } from "./text.js";

const PAPER = { ground: "#ffffff", text: "#16191d", soft: "#59616b", link: "#8a929c", outline: "#2b3036", mark: "#f5b700", pick: "#b3124f" };

function save(name, parts, type) {
  const address = URL.createObjectURL(new Blob(parts, { type }));
  const link = element("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

// A file is named after the title.
const fileName = (suffix) => `${fold(model.title).replaceAll(" ", "-").slice(0, 60) || "graph"}.${suffix}`;

function canvasOf(theme, times) {
  const view = viewNow();
  const canvas = element("canvas");
  [canvas.width, canvas.height] = [view.width * times, view.height * times];
  const brush = canvas.getContext("2d");
  brush.scale(times, times);
  paintView(brush, view, theme, flattened(view));
  return canvas;
}

function savePng() {
  const [plate, canvas] = [plateOf(), element("canvas")];
  [canvas.width, canvas.height] = [plate.width * 2, plate.height * 2];
  const brush = canvas.getContext("2d");
  brush.scale(2, 2);
  paintPlate(brush, plate, scene.theme);
  canvas.toBlob((blob) => save(fileName("png"), [blob], "image/png"));
}

function saveSvg() {
  const [plate, brush] = [plateOf(), new SvgBrush()];
  paintPlate(brush, plate, scene.theme);
  save(fileName("svg"), [brush.text(plate.width, plate.height, model.title)], "image/svg+xml");
}

function saveCsv(what) {
  const rows = sheetRows(what, state.view === what ? state.typed : "", state.view === what ? state.sort : "");
  save(fileName(`${what}.csv`), [csv(sheetFile(what, rows))], "text/csv");
}

const withoutEmpty = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value && value.length !== 0));
const citedList = (cited) => model.citations[cited].map((reference) => reference.join("#"));

function nodeData(node) {
  return withoutEmpty({ id: nodes.key(node), kind: model.kinds[nodes.kind[node]].id, name: nodes.name(node), name_vi: nodes.name_vi(node), name_en: nodes.name_en(node),
    aliases: nodes.aliases(node), subtype: nodes.subtype(node), level: model.levels[nodes.level[node]], place: nodes.place(node), identifiers: nodes.identifiers(node).map(([name]) => name),
    valid_from: dateText(nodes.since[node]), valid_to: dateText(nodes.until[node]), standing: model.standings[nodes.standing[node]], sources: citedList(nodes.cited[node]),
    attributes: nodes.further(node) });
}

function linkData(link) {
  return withoutEmpty({ source: nodes.key(links.from[link]), relation: model.relations[links.relation[link]].id, target: nodes.key(links.to[link]),
    valid_from: dateText(links.since[link]), valid_to: dateText(links.until[link]), standing: model.standings[links.standing[link]], sources: citedList(links.cited[link]),
    attributes: links.further(link) });
}

function saveJson() {
  const data = { title: model.title, command: model.command, data: model.hash, scope: model.scope, view: encode(state, addressWords),
    nodes: sheetRows("nodes").map(nodeData), links: sheetRows("links").map(linkData), sources: model.sources };
  save(fileName("json"), [JSON.stringify(data, null, 1)], "application/json");
}

// Printed is what the stage shows, on white.
function initPrinting() {
  addEventListener("beforeprint", () => $("paper").replaceChildren(canvasOf(PAPER, 2)));
  addEventListener("afterprint", () => $("paper").replaceChildren());
}

export function initExport() {
  const acts = { png: savePng, svg: saveSvg, "csv-nodes": () => saveCsv("nodes"), "csv-links": () => saveCsv("links"), json: saveJson, print: () => window.print() };
  for (const [id, act] of Object.entries(acts)) {
    $(`save-${id}`).addEventListener("click", () => {
      $("files").open = false;
      act();
    });
  }
  initPrinting();
}
