"use strict";
// Text of files reaches the page here only: as text of an element or as the value of an attribute, never as HTML.

const data = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== "" && child != null));
  return made;
}

const text = (value, attributes = {}) => element("bdi", attributes, String(value));

// A link only where the address is one of the web, so that no script hides in it.
function linked(value, address = value) {
  if (!/^https?:\/\//i.test(address)) return text(value);
  return element("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, text(value));
}

// Letters without marks, đ as d, and anything but letters and digits as one blank; the same folding as in Python.
function fold(value) {
  const bare = value.normalize("NFD").replace(/\p{M}+/gu, "").replace(/đ/gi, "d").toLowerCase();
  return bare.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

const nameOf = (node) => data.nodes[node].names?.[0] ?? data.nodes[node].key;
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
