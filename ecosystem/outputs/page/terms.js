// What the program says in English, in heads, cells and the title of an answer: in Vietnamese where that is spoken.

// Heads of columns and their units; a column that stands elsewhere on the page too has its word there.
const HEADS = {
  actor: "chủ thể", "actor kind": "loại chủ thể", actors: "chủ thể", acts: "văn bản", "adamic adar": "Adamic–Adar", after: "sau", "also called": "tên khác", amount: "số tiền", answer: "đáp ứng",
  arrived: "đến nơi", assortativity: "đồng loại", at: "lúc", attested: "ghi nhận", attribute: "thuộc tính", base: "cơ sở tính", baseline: "mức hiện tại", before: "trước",
  body: "cơ quan", bridge: "cầu nối", bridges: "cầu nối", broader: "nghĩa rộng hơn", "brought by": "do ai mang lại", called: "cách gọi", capacity: "tư cách", ceiling: "mức trần",
  chains: "chuỗi", change: "thay đổi", column: "cột", "common neighbours": "láng giềng chung", community: "cộng đồng", comparison: "so sánh", complexity: "độ phức tạp",
  condition: "điều kiện", confidence: "độ tin cậy", configuration: "mô hình", constraint: "ràng buộc", coordination: "điều phối", coordinator: "điều phối", coordinators: "bên điều phối", core: "lõi",
  "core partners": "đối tác trong lõi", count: "số lượng", counted: "được tính", covers: "bao gồm", created: "tạo mới", "cut actor": "chủ thể cắt", "cut off": "bị tách rời",
  date: "ngày", deadline: "thời hạn", density: "mật độ", direction: "chiều", diversity: "độ đa dạng", document: "tài liệu", "document date": "ngày tài liệu", documents: "tài liệu",
  eci: "ECI", effect: "tác động", "effective size": "cỡ hiệu dụng", efficiency: "hiệu quả", "ends before": "kết thúc trước", example: "ví dụ", expected: "kỳ vọng", factors: "hệ số", files: "tệp",
  fitness: "độ thích nghi", "follows from": "suy ra từ", "for whom": "cho ai", from: "từ", gap: "thiếu hụt", gatekeeper: "người gác cổng", group: "nhóm", groups: "nhóm",
  held: "giữ chức", hhi: "HHI", hierarchy: "thứ bậc", high: "cao", how: "cách thức", id: "mã", "inside share": "tỷ lệ bên trong", instrument: "công cụ", itinerant: "trung gian ngoài", kind: "loại",
  "kind share": "tỷ lệ loại", "leading members": "thành viên chính", level: "cấp", liaison: "liên lạc", links: "liên kết", "local bridges": "cầu nối cục bộ", low: "thấp",
  matched: "khớp với", meaning: "ý nghĩa", measure: "chỉ số", measures: "đo lường", missing: "còn thiếu", mostly: "chủ yếu", name: "tên", "name in Vietnamese": "tên tiếng Việt", "name in English": "tên tiếng Anh", narrower: "nghĩa hẹp hơn",
  nodes: "nút", number: "số", observed: "quan sát", other: "bên kia", owner: "chủ sở hữu", part: "phần", partners: "đối tác", "partners inside": "đối tác bên trong",
  "partners outside": "đối tác bên ngoài", parts: "phần", path: "đường", pci: "PCI", percent: "phần trăm", person: "người", place: "địa điểm", "place share": "tỷ lệ địa điểm",
  point: "điểm", precision: "độ chính xác", rank: "hạng", rca: "RCA", read: "đã đọc", reasons: "lý do", reckoned: "cách tính", rejected: "bị loại", relabelling: "gán lại nhãn", relation: "quan hệ",
  relations: "quan hệ", "relations first": "quan hệ với bên đầu", "relations second": "quan hệ với bên sau", representative: "đại diện", "resource allocation": "phân bổ nguồn lực",
  role: "vai trò", route: "tuyến", "said by": "người nói", score: "điểm số", shannon: "Shannon", share: "tỷ lệ", "source kind": "loại từ nút", "source name": "từ nút", source: "từ nút", sources: "nguồn", speaker: "người phát biểu",
  sphere: "khu vực", "sphere share": "tỷ lệ khu vực", stability: "độ ổn định", stage: "giai đoạn", standing: "tính chất", "standing first": "tính chất bên đầu", "standing second": "tính chất bên sau",
  state: "tình trạng", status: "trạng thái", step: "bước", subtype: "phân loại", target: "đến nút", "target kind": "loại đến nút", "target name": "đến nút", technology: "công nghệ",
  ties: "mối liên hệ", "ties inside": "liên hệ bên trong", "ties outside": "liên hệ bên ngoài", time: "buổi", "times baseline": "số lần mức hiện tại", title: "chức danh", to: "đến",
  told: "được nêu", "told by": "nêu bởi", "told first": "nêu ở bên đầu", "told second": "nêu ở bên sau", "top share": "tỷ lệ lớn nhất", total: "tổng", type: "kiểu", ubiquity: "độ phổ biến",
  unchanged: "không đổi", unit: "đơn vị", updated: "cập nhật", "valid from": "từ", "valid to": "đến trước", value: "giá trị", "value to": "đến giá trị", verdict: "kết luận",
  weight: "trọng số", what: "cái gì", whom: "ai", "whom kind": "loại", whose: "của ai", z: "z", "in the graph": "trong đồ thị", "of 100": "trên 100", pairs: "cặp",
};

// Words that fill cells.
const CELLS = {
  in: "vào", out: "ra", both: "hai chiều", yes: "có", no: "không", none: "không có", "not known": "không rõ", "no one named": "không nêu ai", current: "đương nhiệm", former: "nguyên", incoming: "sắp nhậm chức",
  "in force": "đang có hiệu lực", planned: "dự kiến", permitted: "được phép", "hoped for": "được mong đợi", "asked for": "được yêu cầu", quantified: "định lượng", "in words": "bằng lời",
  talent: "nhân lực", infrastructure: "hạ tầng", money: "tiền", rules: "quy định", results: "kết quả", covers: "bao gồm", measures: "đo lường", enables: "tạo điều kiện", limits: "hạn chế", requires: "yêu cầu",
  benefits: "làm lợi", funds: "cấp vốn", research: "nghiên cứu", pilot: "thí điểm", build: "xây dựng", run: "vận hành", use: "sử dụng", promote: "thúc đẩy", explains: "giải thích", reports: "tường thuật",
  urges: "thúc giục", hopes: "hy vọng", warns: "cảnh báo", welcomes: "hoan nghênh", organiser: "ban tổ chức", host: "chủ nhà", speaker: "diễn giả", attendee: "người dự", signer: "người ký", visitor: "khách",
  issuer: "người ban hành", signatory: "người ký", named: "cụ thể", class: "cả một nhóm", core: "lõi", periphery: "ngoại vi", equal: "bằng", about: "khoảng", "at least": "ít nhất", "at most": "nhiều nhất",
  "more than": "hơn", "less than": "dưới", exact: "chính xác", relative: "tương đối", year: "năm", window: "khoảng", undated: "không ngày", afternoon: "buổi chiều", morning: "buổi sáng",
  "values differ": "giá trị khác nhau", deadline: "thời hạn", from: "từ", until: "đến", actor: "chủ thể", strategic: "chiến lược", unit: "đơn vị", technology: "công nghệ", route: "tuyến", kept: "giữ lại",
};

const TITLES = [
  ["Brokers by {0}", "Bên trung gian theo {0}"], ["Bridging ties", "Các mối liên hệ cầu nối"], ["Common partners of {0} and {1}", "Đối tác chung của {0} và {1}"],
  ["Communities", "Các cộng đồng"], ["{0} and {1} compared", "So sánh {0} và {1}"], ["How {0} are connected", "{0} kết nối với nhau thế nào"], ["Contradictions", "Các mâu thuẫn"],
  ["Who steers what", "Ai điều phối việc gì"], ["Core and periphery", "Lõi và ngoại vi"], ["Nodes found", "Các nút tìm được"], ["Flow from {0} to {1}", "Dòng chảy từ {0} đến {1}"],
  ["Money from purse to use: {0}", "Dòng tiền từ nguồn đến nơi dùng: {0}"], ["Money from purse to use", "Dòng tiền từ nguồn đến nơi dùng"], ["Holes", "Những khoảng trống"], ["Holes: {0}", "Những khoảng trống: {0}"],
  ["What policy offers to whom: {0}", "Chính sách mang lại gì cho ai: {0}"], ["What policy offers to whom", "Chính sách mang lại gì cho ai"], ["What is lacking at {0}", "Những gì còn thiếu ở {0}"],
  ["What is lacking", "Những gì còn thiếu"], ["Links", "Các liên kết"], ["Log of loads", "Nhật ký nạp dữ liệu"], ["Map of the ecosystem", "Bản đồ hệ sinh thái"], ["Mixing of like with like", "Mức gắn kết cùng loại"],
  ["Overview of the network", "Tổng quan mạng lưới"], ["Partners of {0}", "Đối tác của {0}"], ["Paths from {0} to {1}", "Đường nối từ {0} đến {1}"], ["Technology portfolio by {0}: {1}", "Danh mục công nghệ theo {0}: {1}"],
  ["Technology portfolio by {0}", "Danh mục công nghệ theo {0}"], ["Posts on {0}", "Chức vụ vào ngày {0}"], ["Posts", "Chức vụ"], ["Nodes by {0}", "Các nút theo {0}"], ["Ties between {0}", "Liên hệ giữa các {0}"],
  ["Status of the store", "Tình trạng kho dữ liệu"], ["Suggested partners of {0}: {1}", "Gợi ý đối tác cho {0}: {1}"], ["Suggested pairs: {0}", "Gợi ý các cặp: {0}"], ["Targets by {0}", "Mục tiêu đến {0}"], ["Targets", "Mục tiêu"],
  ["Technologies: {0} and its narrower terms", "Công nghệ: {0} và các nhánh"], ["Technologies by {0}", "Công nghệ theo {0}"], ["Technologies", "Công nghệ"], ["Timeline", "Dòng thời gian"], ["The network without {0}", "Mạng lưới khi thiếu {0}"],
];

const kindCodes = new Map(model.kinds.map((kind, code) => [kind.id, code]));
const byName = () => (byName.known ??= new Map([...nodes.kind.keys()].map((node) => [nodes.name(node), node])));
const relationsTold = () => (relationsTold.known ??= new Map(model.relations.flatMap(({ name, inverse, name_vi, inverse_vi }) => [[inverse, inverse_vi], [name, name_vi]])));
const own = (words, word) => (Object.hasOwn(words, word) ? words[word] : undefined);

// `z total`, `expected total` and `unit id` have a word for each part.
function headWord(name) {
  if (!vietnamese()) return name.replace(/^(source|target) name$/, "$1");
  return own(HEADS, name) ?? name.replace(/^(z|expected) (.+)$/, (_, first, rest) => `${own(HEADS, rest) ?? rest} ${HEADS[first]}`)
    .replace(/^(.+) id$/, (_, of) => `${HEADS.id} ${own(HEADS, of) ?? of}`);
}

const headText = (name, unit = "") => headWord(name) + (unit && ` (${headWord(unit)})`);

// Kinds and spheres are told by their names, as in the legend; other words as they are in English.
function term(value, head = "") {
  if (/kind$/.test(head) && kindCodes.has(value)) return kindName(kindCodes.get(value));
  if (["sphere", "other"].includes(head) && /^[A-Z]$/.test(value)) return sphereName(value);
  if (head === "attribute") return attributes.has(value) ? attributeName(value) : headText(value);
  if (head === "route") return value.split(/( –|→ )/).map(routed).join("");
  if (head === "mostly") return value.split(", ").map(mostly).join(", ");
  return vietnamese() ? value.split("; ").map(word).join("; ") : value;
}

const mostly = (part) => part.replace(/^(\S+)(?= \d+%$)/, (id) => (kindCodes.has(id) ? kindName(kindCodes.get(id)) : model.spheres.some(([sphere]) => sphere === id) ? sphereName(id) : id));
const routed = (part) => (kindCodes.has(part) ? kindName(kindCodes.get(part)) : vietnamese() ? word(part) : part);
const word = (part) => relationsTold().get(part) ?? (model.standings.includes(part) ? say(part) : own(CELLS, part) ?? part);

// Names and words in a title: a name in the language, a word as in a head.
const titlePart = (part) => {
  if (byName().has(part)) return nameOf(byName().get(part));
  const known = relationsTold().get(part) ?? own(HEADS, part);
  return known ?? (part.includes(", ") ? part.split(", ").map(titlePart).join(", ") : part);
};

function titleText(title) {
  if (!vietnamese()) return title;
  if (byName().has(title)) return titlePart(title);
  for (const [pattern, told] of TITLES) {
    const found = title.match(new RegExp(`^${pattern.replace(/\{\d\}/g, "(.+)")}$`, "s"));
    if (found) return told.replace(/\{(\d)\}/g, (_, place) => titlePart(found[Number(place) + 1]));
  }
  return title;
}
