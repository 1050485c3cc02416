// Rows as CSV that no spreadsheet takes for formulas.

const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^[+-]?\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?$/;
// What spreadsheets and XML refuse.
const ILLEGAL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|\p{Cs}/gu;

export const legal = (text) => String(text).replace(/\r\n?/g, "\n").replace(ILLEGAL, "\ufffd");

export function guarded(value) {
  const text = legal(value);
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

const csvCell = (value) => {
  const text = guarded(value ?? "");
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export const csv = (rows) => `\ufeff${rows.map((row) => row.map(csvCell).join(",")).join("\n")}\n`;
