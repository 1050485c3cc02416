// Letters without marks, đ as d, and anything but letters and digits as one blank; the same folding as in Python.
export function fold(value) {
  const bare = value.normalize("NFD").replace(/\p{M}+/gu, "").replace(/đ/gi, "d").toLowerCase();
  return bare.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

export const initialsOf = (folded) => folded.split(" ").map((word) => word[0]).join("");
