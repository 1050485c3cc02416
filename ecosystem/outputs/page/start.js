// The parts put together.

const narrow = matchMedia("(max-width: 900px)");
$("legend").open = !narrow.matches;
legend();
answer();
searching();
fit();
$("empty").hidden = data.nodes.length > 0;

const frame = $("graph").firstElementChild;
frame.setAttribute("role", "application");
frame.setAttribute("aria-label", "Drawing of the graph. Arrow keys move it, plus and minus zoom. Every node is also reached by the search.");

network.on("click", ({ nodes }) => select(nodes.length ? nodes[0] : null));
network.on("hoverNode", ({ node }) => look({ hovered: node }));
network.on("blurNode", () => look({ hovered: null }));
$("fit").addEventListener("click", () => fit());
for (const [id, factor] of [["in", 1.4], ["out", 1 / 1.4]]) {
  $(id).addEventListener("click", () => network.moveTo({ scale: network.getScale() * factor }));
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target !== $("query")) select(null);
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redress);
