// Text of files reaches the page here only: as text of an element or as the value of an attribute, never as HTML.

const $ = (id) => document.getElementById(id);

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== "" && child != null));
  return made;
}

// Kept apart from what stands beside it, so that right-to-left signs in it turn nothing else around.
const text = (value, attributes = {}) => element("bdi", attributes, String(value));

// A link only where the address is one of the web, so that no script hides in it.
function linked(value, address = value) {
  if (!/^https?:\/\//i.test(address)) return text(value);
  return element("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, text(value));
}

function button(label, act, attributes = {}) {
  const made = element("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", act);
  return made;
}

const spaced = (name) => name.replaceAll("_", " ");

function picture(width, path, attributes) {
  const space = "http://www.w3.org/2000/svg";
  const made = document.createElementNS(space, "svg");
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${width} 20`, width, height: 20, "aria-hidden": "true" })) made.setAttribute(name, value);
  const drawn = made.appendChild(document.createElementNS(space, "path"));
  for (const [name, value] of Object.entries({ d: path, ...attributes })) drawn.setAttribute(name, value);
  return made;
}

// The same shape as in the drawing.
function shapePicture(shape, colour) {
  const brush = new SvgBrush();
  traceShape(brush, shape, 10, shape === 3 ? 11 : shape === 4 ? 9 : 10, shape ? 6.2 : 7);
  return picture(20, brush.path, { fill: colour, class: "shape" });
}

const kindPicture = (code) => shapePicture(SHAPES.indexOf(model.kinds[code].shape), model.kinds[code].colour);
const linePicture = (standing) => picture(36, "M1 10H35", { class: "line", "stroke-dasharray": DASHES[dashOf(standing)].join(" ") });
