// Text of files reaches the page here only: as text of an element or as the value of an attribute, never as HTML.

/** @type {(id: string) => any} the element of the page with this id */
export const $ = (id) => document.getElementById(id);

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== "" && child != null));
  return made;
}

// Kept apart from what stands beside it, so that right-to-left signs in it turn nothing else around.
export const text = (value, attributes = {}) => element("bdi", attributes, String(value));

// A link only where the address is one of the web, so that no script hides in it.
export function linked(value, address = value) {
  if (!/^https?:\/\//i.test(address)) return text(value);
  return element("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, text(value));
}

export function button(label, act, attributes = {}) {
  const made = element("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", act);
  return made;
}

export const spaced = (name) => name.replaceAll("_", " ");

