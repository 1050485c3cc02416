// What the program says in English in the cells of an answer: in Vietnamese where that is spoken.

// Words that fill cells.
const CELLS = {
  "also called": "tên khác", "name in Vietnamese": "tên tiếng Việt", "name in English": "tên tiếng Anh", in: "vào", out: "ra", both: "hai chiều", yes: "có", no: "không", none: "không có", "not known": "không rõ", "no one named": "không nêu ai", current: "đương nhiệm", former: "nguyên", incoming: "sắp nhậm chức",
  "in force": "đang có hiệu lực", planned: "dự kiến", permitted: "được phép", "hoped for": "được mong đợi", "asked for": "được yêu cầu", quantified: "định lượng", "in words": "bằng lời",
  talent: "nhân lực", infrastructure: "hạ tầng", money: "tiền", rules: "quy định", results: "kết quả", covers: "bao gồm", measures: "đo lường", enables: "tạo điều kiện", limits: "hạn chế", requires: "yêu cầu",
  benefits: "làm lợi", funds: "cấp vốn", research: "nghiên cứu", pilot: "thí điểm", build: "xây dựng", run: "vận hành", use: "sử dụng", promote: "thúc đẩy", explains: "giải thích", reports: "tường thuật",
  urges: "thúc giục", hopes: "hy vọng", warns: "cảnh báo", welcomes: "hoan nghênh", organiser: "ban tổ chức", host: "chủ nhà", speaker: "diễn giả", attendee: "người dự", signer: "người ký", visitor: "khách",
  issuer: "người ban hành", signatory: "người ký", named: "cụ thể", class: "cả một nhóm", core: "lõi", periphery: "ngoại vi", equal: "bằng", about: "khoảng", "at least": "ít nhất", "at most": "nhiều nhất",
  "more than": "hơn", "less than": "dưới", exact: "chính xác", relative: "tương đối", year: "năm", window: "khoảng", undated: "không ngày", afternoon: "buổi chiều", morning: "buổi sáng",
  "values differ": "giá trị khác nhau", deadline: "thời hạn", from: "từ", until: "đến", actor: "chủ thể", strategic: "chiến lược", unit: "đơn vị", technology: "công nghệ", route: "tuyến", kept: "giữ lại",
  "named for what it follows from": "được nêu cho văn bản gốc", "brings it itself": "tự đưa ra", "by way of the act": "qua văn bản đã ban hành", "only asked for": "mới được đề nghị",
};

const kindCodes = new Map(model.kinds.map((kind, code) => [kind.id, code]));
const relationsTold = () => (relationsTold.known ??= new Map(model.relations.flatMap(({ name, inverse, name_vi, inverse_vi }) => [[inverse, inverse_vi], [name, name_vi]])));
const own = (words, word) => (Object.hasOwn(words, word) ? words[word] : undefined);

// A head comes in both languages, each with its unit.
const headText = (head) => head[vietnamese() ? 1 : 0];

// Kinds and spheres are told by their names, as in the legend; other words as they are in English.
function term(value, head = "") {
  if (/kind$/.test(head) && kindCodes.has(value)) return kindName(kindCodes.get(value));
  if (["sphere", "other"].includes(head) && /^[A-Z]$/.test(value)) return sphereName(value);
  if (head === "attribute" && attributes.has(value)) return attributeName(value);
  if (head === "route") return value.split(/( –|→ )/).map(routed).join("");
  if (head === "mostly") return value.split(", ").map(mostly).join(", ");
  return vietnamese() ? value.split("; ").map(word).join("; ") : value;
}

const mostly = (part) => part.replace(/^(\S+)(?= \d+%$)/, (id) => (kindCodes.has(id) ? kindName(kindCodes.get(id)) : model.spheres.some(([sphere]) => sphere === id) ? sphereName(id) : id));
const routed = (part) => (kindCodes.has(part) ? kindName(kindCodes.get(part)) : vietnamese() ? word(part) : part);
const word = (part) => relationsTold().get(part) ?? (model.standings.includes(part) ? say(part) : own(CELLS, part) ?? part);
