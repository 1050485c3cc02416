// Small letters that Unicode does not take apart into a bare letter and what stands on it; the same table as in Python.
const BARE = {
  đ: "d", ð: "d", ɖ: "d", ł: "l", ø: "o", ħ: "h", ı: "i", æ: "ae", œ: "oe", ß: "ss", þ: "th", ς: "σ",
  ﬀ: "ff", ﬁ: "fi", ﬂ: "fl", ﬃ: "ffi", ﬄ: "ffl", "+": " plus ", "#": " sharp ",
};

// Letters without diacritics, đ as d, and anything but letters and digits as one blank; the same folding as in Python.
export function fold(value) {
  const narrow = value.replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
  const bare = narrow.normalize("NFD").replace(/\p{M}+/gu, "").normalize("NFC").toLowerCase();
  const spelt = bare.replace(/[đðɖłøħıæœßþςﬀ-ﬄ+#]/g, (letter) => BARE[letter]);
  return spelt.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

export const initialsOf = (folded) => folded.split(" ").map((word) => word[0]).join("");
