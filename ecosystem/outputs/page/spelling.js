// What is misspelled: the words of the names that are nearest to it.

const NEAREST = 3; // words tried for one
const TRIES = 9; // searches with nearer words

// How many letters may be wrong in a word.
const typosAllowed = (word) => (word.length < 3 ? 0 : word.length < 6 ? 1 : 2);

// All words of all names once, those of the largest nodes first, and which letters each has.
function withVocabulary(index) {
  index.words ??= [...new Set(index.names.text.split(/\s+/))].filter(Boolean);
  index.masks ??= Uint32Array.from(index.words, lettersOf);
  return index;
}

function lettersOf(word) {
  let mask = 0;
  for (let i = 0; i < word.length; i += 1) mask |= 1 << (word.charCodeAt(i) % 32);
  return mask >>> 0;
}

function countBits(mask) {
  let count = 0;
  for (let rest = mask; rest; rest &= rest - 1) count += 1;
  return count;
}

// Letters added, left out, changed, or changed with their neighbour, up to `most` and one more.
export function typosBetween(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let [before, last, row] = [[], [], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    [before, last, row] = [last, row, [i]];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return most + 1;
  }
  return row[b.length];
}

// The words that may have been meant; a word that some name has is right.
function nearestWords(index, word) {
  if (index.names.text.includes(word)) return [word];
  const { words, masks } = withVocabulary(index);
  const [own, most] = [lettersOf(word), typosAllowed(word)];
  const near = [];
  for (let i = 0; i < words.length; i += 1) {
    if (countBits(own ^ masks[i]) > 2 * most || Math.abs(words[i].length - word.length) > most) continue;
    const many = typosBetween(word, words[i], most);
    if (many <= most) near.push([many, words[i]]);
  }
  return near.sort((a, b) => a[0] - b[0]).slice(0, NEAREST).map(([, one]) => one);
}

// Searches with the words that are nearest to those typed, until something is found.
export function nearWords(index, wanted, find) {
  let tries = [[]];
  for (const word of wanted.split(" ")) {
    const near = nearestWords(index, word);
    tries = tries.flatMap((begun) => near.map((one) => [...begun, one])).slice(0, TRIES);
  }
  const found = new Map();
  for (const words of tries) if (words.length) for (const [node, line] of find(words.join(" "))) if (!found.has(node)) found.set(node, line);
  return found;
}
