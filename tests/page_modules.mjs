// The page's pure modules, without a page: run by test_page_modules.py.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { adjacency, decode, linksOf, reader } from "../ecosystem/outputs/page/data.js";
import { dateText, lastBefore, parseDate } from "../ecosystem/outputs/page/dates.js";
import { holds, sieve, total } from "../ecosystem/outputs/page/filter.js";
import { fold } from "../ecosystem/outputs/page/fold.js";
import { bendsOf, middleOf, traceShape } from "../ecosystem/outputs/page/geometry.js";
import { linkNear } from "../ecosystem/outputs/page/nearest.js";
import { placeLabels } from "../ecosystem/outputs/page/labels.js";
import { drawingOrder, grouping } from "../ecosystem/outputs/page/look.js";
import { common, distances, shortest } from "../ecosystem/outputs/page/path.js";
import { matchedName, search, searchIndex } from "../ecosystem/outputs/page/search.js";
import { csv, guarded } from "../ecosystem/outputs/page/sheet.js";
import { typosBetween } from "../ecosystem/outputs/page/spelling.js";
import { START, byPlace, decodeState, encode } from "../ecosystem/outputs/page/state.js";
import { SvgBrush } from "../ecosystem/outputs/page/svg.js";
import { counted, say, speak } from "../ecosystem/outputs/page/words.js";

const told = (pairs, count, more = {}) => ({
  nodes: { count, name: [...Array(count).keys()].map((i) => `Nút ${i}`), key: [...Array(count).keys()].map((i) => `n${i}`), ...more },
  links: { count: pairs.length, from: pairs.map(([a]) => a), to: pairs.map(([, b]) => b) },
  kinds: [{ colour: "#000", shape: "dot", sphere: "U" }, { colour: "#111", shape: "star", sphere: "" }], spheres: [["U", "University"]],
  relations: [], standings: ["fact"], citations: [[]], sources: [], measures: [],
});
const all = (model) => ({ nodes: new Uint8Array(model.nodes.count).fill(1), links: new Uint8Array(model.links.count).fill(1) });
const nothing = { kinds: new Set(), relations: new Set(), standings: new Set(), sources: new Set(), day: 0, from: 0, to: 0, linked: false };

test("columns come back as they were packed", () => {
  const values = (column, count) => [...Array(count).keys()].map(reader(column));
  assert.deepEqual(values({ all: "x" }, 2), ["x", "x"]);
  assert.deepEqual(values({ steps: { letters: "302" } }, 3), [3, 3, 5]);
  assert.deepEqual(values({ words: ["b", "a"], codes: { letters: "011" } }, 3), ["b", "a", "a"]);
  assert.deepEqual(values({ letters: "0A_" }, 3), [0, 10, 63]);
  assert.deepEqual(values(undefined, 1), [""]);
});

test("who is linked with whom is told from both ends, a loop once", () => {
  const { start, other, link } = adjacency(3, { from: Uint32Array.of(0, 1, 2), to: Uint32Array.of(1, 0, 2) });
  assert.deepEqual([...start], [0, 2, 4, 5]);
  assert.deepEqual([...other], [1, 1, 0, 0, 2]);
  assert.deepEqual([...link], [0, 1, 0, 1, 2]);
  assert.deepEqual(linksOf(decode(told([[0, 1], [1, 1]], 2)), 1), [0, 1]);
});

test("dates are read as precise as they are known", () => {
  assert.deepEqual([20250700, 20250000, 20250709, 9870000, 0].map(dateText), ["2025-07", "2025", "2025-07-09", "0987", ""]);
});

test("an end is read as the last day before it", () => {
  assert.deepEqual([20250701, 20250101, 20240301, 20250700, 20250100, 20270000, 10101, 0].map(lastBefore),
    [20250630, 20241231, 20240229, 20250600, 20241200, 20260000, 0, 0]);
});

test("a date is read in the forms of files", () => {
  assert.deepEqual(["2025", "2025-07", "2025-7-1", "01/07/2025", "1.7.2025", "7/2025", "2024-02-29"].map(parseDate),
    [20250000, 20250700, 20250701, 20250701, 20250701, 20250700, 20240229]);
  assert.deepEqual(["", "soon", "2025-02-29", "2025-13", "2025-00", "2025-01-00", "0000", "31/04/2025"].map(parseDate), Array(8).fill(undefined));
});

test("an interval holds up to the day before it ends", () => {
  assert.ok(holds(20200000, 20240000, { from: 2023, to: 2023 }));
  assert.ok(!holds(20200000, 20240000, { from: 2024, to: 2024 }));
  assert.ok(holds(20200000, 20240102, { from: 2024, to: 2024 }));
  assert.ok(!holds(20210000, 0, { from: 0, to: 2020 }));
  assert.ok(holds(0, 0, { from: 1, to: 9999 }));
  assert.ok(holds(20200600, 20210315, { day: 20200601 }));
  assert.ok(holds(20200600, 20210315, { day: 20210314 }));
  assert.ok(!holds(20200600, 20210315, { day: 20210315 }));
  assert.ok(!holds(20200600, 0, { day: 20200531 }));
});

test("a hidden node takes its links along", () => {
  const model = decode(told([[0, 1], [1, 2]], 4, { kind: [0, 0, 1, 0] }));
  assert.equal(total(sieve(model, { ...nothing, kinds: new Set([1]) }).links), 1);
  assert.deepEqual([...sieve(model, { ...nothing, linked: true }).nodes], [1, 1, 1, 0]);
});

test("all shortest paths are counted, the first of them listed", () => {
  const rungs = 12; // 2 ** 12 paths through a chain of diamonds
  const pairs = [];
  for (let i = 0; i < rungs; i += 1) pairs.push([3 * i, 3 * i + 1], [3 * i, 3 * i + 2], [3 * i + 1, 3 * i + 3], [3 * i + 2, 3 * i + 3]);
  const model = decode(told(pairs, 3 * rungs + 1));
  const found = shortest(model, all(model), 0, 3 * rungs, 5);
  assert.equal(found.total, 2 ** rungs);
  assert.equal(found.steps, 2 * rungs);
  assert.equal(new Set(found.paths.map(String)).size, 5);
  assert.deepEqual(shortest(model, all(model), 0, 0).paths, [[0]]);
  assert.deepEqual(common(model, all(model), 1, 2), [0, 3]);
  assert.equal(Math.max(...distances(model, all(model), 0, 3)), 3);
});

test("search goes from the very name to the initials, larger nodes first", () => {
  const names = ["Đại học Huế", "Huế", "Thành phố Huế", "Huế Xanh", "Shuển", "Hội U Ế"];
  const model = decode(told([], 6, { name: names, key: names.map(String), size: [1, 1, 9, 1, 1, 1] }));
  const found = search(searchIndex(model), "hue").map(({ node }) => names[node]);
  assert.deepEqual(found, ["Huế", "Huế Xanh", "Thành phố Huế", "Đại học Huế", "Shuển", "Hội U Ế"]);
  assert.deepEqual(search(searchIndex(model), "  "), []);
  const cases = JSON.parse(readFileSync(new URL("folds.json", import.meta.url), "utf-8"));
  for (const [name, folded] of Object.entries(cases)) assert.equal(fold(name), folded);
});

test("search takes words in any order, and near spellings where nothing else is found", () => {
  const names = ["Đại học Bách khoa Hà Nội", "Đại học Huế", "Viện Bách khoa", "Hà Nội", "Công ty 7"];
  const model = decode(told([], 5, { name: names, key: names.map((_, i) => `x${i}`) }));
  const index = searchIndex(model);
  const found = (typed) => search(index, typed).map(({ node }) => names[node]);
  assert.deepEqual(found("noi bach"), ["Đại học Bách khoa Hà Nội"]);
  assert.deepEqual(found("khoa bach"), ["Đại học Bách khoa Hà Nội", "Viện Bách khoa"]);
  assert.deepEqual(found("bahc koha vien"), ["Viện Bách khoa"]);
  assert.deepEqual(found("vein"), ["Viện Bách khoa"]);
  assert.deepEqual(found("cong 7"), ["Công ty 7"]);
  assert.deepEqual(found("xyzxyz"), []);
  assert.deepEqual(found("zz"), []);
  assert.equal(matchedName(model, index, search(index, "hue")[0]), "Đại học Huế");
});

test("typos are counted up to a bound", () => {
  const cases = [["bach", "bach", 0], ["bahc", "bach", 1], ["bac", "bach", 1], ["baxh", "bach", 1], ["hcab", "bach", 3]];
  for (const [a, b, many] of cases) assert.equal(typosBetween(a, b, 2), many);
});

test("a state comes back from its address", () => {
  const names = { node: byPlace(["a", "b&=#"]), other: byPlace(["a", "b&=#"]), kinds: byPlace(["k", "__proto__"]), relations: byPlace([]),
    standings: byPlace([]), sources: byPlace(["s"]), open: { read: Number, write: String } };
  const state = { ...START, node: 1, other: 0, ask: "path", kinds: [0, 1], from: 2020, linked: true, typed: "a b+ü", open: [3] };
  assert.deepEqual(decodeState(encode(state, names), names), state);
  assert.equal(encode(START, names), "");
  assert.deepEqual(decodeState("kinds=x&steps=7.5&view=<b>&node=zz&other=a", names), START);
});

test("labels keep off dots and each other, and give way when there is no room", () => {
  const wish = (id, x, must = false) => ({ id, x, y: 50, r: 5, width: 60, height: 14, must });
  const dots = [{ id: 0, x: 100, y: 50, r: 5 }, { id: 1, x: 100, y: 62, r: 5 }, { id: 2, x: 100, y: 36, r: 5 }];
  const [placed] = placeLabels(dots, [wish(0, 100)], 300, 100, 9);
  assert.ok(Math.abs(placed.dx) > 30);
  const wall = [...Array(30).keys()].map((i) => ({ id: 9 + i, x: i * 10, y: 50 + (i % 3) * 20 - 20, r: 12 }));
  assert.deepEqual(placeLabels(wall, [wish(0, 100)], 300, 100, 9), []);
  assert.equal(placeLabels(wall, [wish(0, 100, true), wish(0, 100, true)], 300, 100, 9).length, 2);
  assert.equal(placeLabels([], [wish(0, 40), wish(1, 140), wish(2, 240)], 300, 100, 2).length, 2);
});

test("no cell is a formula, and quotes are doubled", () => {
  assert.deepEqual(["=1", "-2.5", "+a", "＝x", "a", "\t1"].map(guarded), ["'=1", "-2.5", "'+a", "'＝x", "a", "'\t1"]);
  assert.equal(csv([["a", 'b "c", d'], [1, "x\r\ny"]]), '\ufeffa,"b ""c"", d"\n1,"x\ny"\n');
});

test("a drawing is written as well as painted", () => {
  const brush = new SvgBrush();
  for (const shape of [0, 1, 2, 3, 4, 5, 6]) {
    brush.beginPath();
    traceShape(brush, shape, 0, 0, 10);
    brush.fill();
  }
  Object.assign(brush, { font: "13px x", fillStyle: '"<' });
  brush.fillText("a<b&\u0000\ud800", 0, 0);
  const text = brush.text(10, 10, "t");
  assert.equal(text.match(/<path/g).length, 7);
  assert.ok(text.includes("a&lt;b&amp;\ufffd\ufffd</text>") && !text.includes('"<"'));
});

test("links of one pair bend apart, as do loops", () => {
  const bends = bendsOf({ from: Uint32Array.of(0, 1, 0, 2, 2), to: Uint32Array.of(1, 0, 2, 2, 2) }, 3);
  assert.equal(bends[2], 0);
  // Seen from the same end, the two go different ways.
  assert.ok(bends[0] === bends[1] && bends[0] !== 0);
  assert.notEqual(bends[3], bends[4]);
});

test("many links of one pair stay near it, and many loops near their dot", () => {
  const many = (a, b) => bendsOf({ from: new Uint32Array(200).fill(a), to: new Uint32Array(200).fill(b) }, 2);
  for (const [a, b, most] of [[0, 1, 0.6], [1, 1, 8]]) {
    const bends = [...many(a, b)];
    assert.equal(new Set(bends).size, 200);
    assert.ok(Math.max(...bends.map(Math.abs)) <= most + 1e-6);
  }
});

test("the nearest link is found, straight, bent or a loop", () => {
  const [from, to] = [Uint32Array.of(0, 0, 0, 2, 1), Uint32Array.of(1, 1, 2, 2, 2)];
  const scene = { x: [0, 100, 0], y: [0, 0, 100], size: [5, 5, 5], from, to, bend: bendsOf({ from, to }, 3), shownLinks: new Uint8Array(5).fill(1) };
  for (let link = 0; link < 5; link += 1) {
    const [x, y] = middleOf(scene, link);
    assert.equal(linkNear(scene, x + 1, y + 1, 4), link);
    assert.equal(linkNear(scene, x + 1, y + 1, 4, [link]), link);
  }
  assert.equal(linkNear(scene, 300, 300, 4), null);
  const [x, y] = middleOf(scene, 4);
  scene.shownLinks[4] = 0;
  assert.equal(linkNear(scene, x, y, 4), null);
});

test("every node has a look, and small dots lie above large ones", () => {
  const model = decode(told([[0, 1]], 3, { kind: [0, 1, 0], community: [0, 0, 1], place: ["a", "", "b"], size: [9, 1, 30] }));
  for (const colour of ["kind", "sphere", "community", "place"]) {
    const { of, groups } = grouping(model, colour);
    for (const node of [0, 1, 2]) assert.ok(groups[of(node)].colour);
  }
  assert.deepEqual([...drawingOrder(model.nodes.size)], [2, 0, 1]);
});

test("words follow the language", () => {
  assert.equal(counted(1, "node"), "1 node");
  assert.equal(counted(1234, "link"), "1,234 links");
  speak("vi");
  assert.equal(say("ofAll", 1, 2), "1 trên 2");
  speak("xx");
  assert.equal(say("ofAll", 1, 2), "1 of 2");
});
