// The years that are looked at: a slider for one of them, two fields for a span.

function timeFollows() {
  if (!years) return;
  const [from, to] = [state.from || years[0], state.to || years[1]];
  [$("from").value, $("to").value] = [state.from || "", state.to || ""];
  const exact = state.from && state.from === state.to;
  $("as-of").value = exact ? from : years[1] + 1;
  $("as-of-told").textContent = exact ? say("asOf") + ` ${from}` : state.from || state.to ? `${from}–${to}` : say("anyTime");
  $("as-of").setAttribute("aria-valuetext", $("as-of-told").textContent);
}

function timing() {
  $("time").hidden = !years;
  if (!years) return;
  const slider = Object.assign($("as-of"), { min: years[0], max: years[1] + 1 });
  for (const input of [$("from"), $("to")]) [input.min, input.max] = years;
  $("from").placeholder = years[0];
  $("to").placeholder = years[1];
  const year = () => (Number(slider.value) > years[1] ? 0 : Number(slider.value));
  slider.addEventListener("input", () => change({ from: year(), to: year() }, { quiet: true }));
  const typed = () => {
    const [from, to] = ["from", "to"].map((id) => Math.min(Math.max(Math.round(Number($(id).value)) || 0, 0), 9999));
    const turned = to && from > to;
    change({ from, to: turned ? from : to }, { quiet: true, told: turned ? say("turned", from, to) : "" });
  };
  for (const id of ["from", "to"]) {
    $(id).addEventListener("change", typed);
    $(id).addEventListener("input", () => [0, 4].includes($(id).value.length) && typed());
  }
}
