// A brush that writes what is painted with it as SVG.
import { legal } from "./sheet.js";

const ESCAPES = { "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;" };
const escaped = (text) => legal(text).replace(/[<>&"]/g, (sign) => ESCAPES[sign]);
const short = (number) => String(Math.round(number * 100) / 100);

export class SvgBrush {
  constructor() {
    this.parts = [];
    this.path = "";
    this.dash = [];
    this.fillStyle = this.strokeStyle = "#000";
    this.lineWidth = this.globalAlpha = 1;
    this.font = "13px sans-serif";
    this.textAlign = "start";
  }

  save() {}
  restore() {}
  beginPath() { this.path = ""; }
  moveTo(x, y) { this.path += `M${short(x)} ${short(y)}`; }
  lineTo(x, y) { this.path += `L${short(x)} ${short(y)}`; }
  quadraticCurveTo(a, b, x, y) { this.path += `Q${short(a)} ${short(b)} ${short(x)} ${short(y)}`; }
  closePath() { this.path += "Z"; }
  rect(x, y, w, h) { this.path += `M${short(x)} ${short(y)}h${short(w)}v${short(h)}h${short(-w)}Z`; }

  // Whole circles only.
  arc(x, y, r) {
    this.path += `M${short(x + r)} ${short(y)}A${short(r)} ${short(r)} 0 1 1 ${short(x - r)} ${short(y)}A${short(r)} ${short(r)} 0 1 1 ${short(x + r)} ${short(y)}Z`;
  }

  setLineDash(dash) { this.dash = dash; }
  fill() { this.draw(`fill="${escaped(this.fillStyle)}"`); }
  stroke() { this.draw(`fill="none" ${this.pen()}`); }

  fillRect(x, y, w, h) {
    this.parts.push(`<rect x="${short(x)}" y="${short(y)}" width="${short(w)}" height="${short(h)}" fill="${escaped(this.fillStyle)}"${this.faint()}/>`);
  }

  strokeText(text, x, y) { this.write(text, x, y, `fill="none" stroke-linejoin="round" ${this.pen()}`); }
  fillText(text, x, y) { this.write(text, x, y, `fill="${escaped(this.fillStyle)}"`); }

  pen() {
    const dash = this.dash.length ? ` stroke-dasharray="${this.dash.map(short).join(" ")}"` : "";
    return `stroke="${escaped(this.strokeStyle)}" stroke-width="${short(this.lineWidth)}"${dash}`;
  }

  faint() { return this.globalAlpha < 1 ? ` opacity="${short(this.globalAlpha)}"` : ""; }

  draw(look) {
    if (this.path) this.parts.push(`<path d="${this.path}" ${look}${this.faint()}/>`);
  }

  write(text, x, y, look) {
    const [, size, family] = this.font.match(/([\d.]+)px (.*)/);
    const anchor = this.textAlign === "center" ? ` text-anchor="middle"` : "";
    // The baseline of the brush is the top of the letters.
    this.parts.push(`<text x="${short(x)}" y="${short(y + 0.8 * Number(size))}" font-family="${escaped(family)}" font-size="${short(Number(size))}"${anchor} ${look}${this.faint()}>${escaped(text)}</text>`);
  }

  text(width, height, title) {
    return `<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="${short(width)}" height="${short(height)}" viewBox="0 0 ${short(width)} ${short(height)}">\n<title>${escaped(title)}</title>\n${this.parts.join("\n")}\n</svg>\n`;
  }
}
