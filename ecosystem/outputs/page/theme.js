// Dark or light, as the reader chose or the system says.
import { state } from "./address.js";

export const darkness = matchMedia("(prefers-color-scheme: dark)");

function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const inks = ["ground", "text", "soft", "link", "outline", "mark", "pick"];
  return { font: style.fontFamily, ...Object.fromEntries(inks.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) };
}

export function dress() {
  document.documentElement.dataset.theme = state.theme || (darkness.matches ? "dark" : "light");
  return readTheme();
}
