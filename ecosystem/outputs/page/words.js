// All words of the page in English and Vietnamese.

const WORDS = {
  node: ["node", "nút"], nodes: ["nodes", "nút"], link: ["link", "liên kết"], links: ["links", "liên kết"],
  row: ["row", "dòng"], rows: ["rows", "dòng"], step: ["step", "bước"], steps: ["steps", "bước"],
  path: ["path", "đường"], paths: ["paths", "đường"], partner: ["partner", "đối tác"], partners: ["partners", "đối tác"],
  shown: ["{0} of {1} shown, {2} of {3}", "Hiện {0} trên {1}, {2} trên {3}"],
  ofAll: ["{0} of {1}", "{0} trên {1}"],
  search: ["Search any name  ( / )", "Tìm theo tên bất kỳ  ( / )"],
  searchLabel: ["Search any name, acronym or identifier", "Tìm theo tên, tên viết tắt hoặc mã định danh"],
  found: ["Found", "Kết quả"], moreFound: ["{0} more", "thêm {0}"], manyFound: ["more than {0} more", "thêm hơn {0}"], nothingFound: ["Nothing has this name", "Không có gì mang tên này"],
  graph: ["Graph", "Đồ thị"], tableNodes: ["Nodes", "Nút"], tableLinks: ["Links", "Liên kết"],
  view: ["View", "Cách xem"], back: ["Back", "Quay lại"], forward: ["Forward", "Đi tới"],
  download: ["Download", "Tải về"],
  png: ["Picture (PNG)", "Hình ảnh (PNG)"], svg: ["Drawing (SVG)", "Hình vẽ (SVG)"], csvNodes: ["Nodes (CSV)", "Nút (CSV)"],
  csvLinks: ["Links (CSV)", "Liên kết (CSV)"], json: ["Data (JSON)", "Dữ liệu (JSON)"], print: ["Print", "In"],
  dark: ["Dark or light", "Tối hoặc sáng"], tongue: ["Tiếng Việt", "English"],
  legend: ["Legend and filters", "Chú giải và bộ lọc"], kinds: ["Kinds", "Loại"], relations: ["Relations", "Quan hệ"],
  standings: ["Standing", "Tính chất"], sources: ["Sources", "Nguồn"], time: ["Time", "Thời gian"], noSource: ["no source given", "không nêu nguồn"],
  everything: ["all / none", "tất cả / không"], tickAll: ["Tick all or none: {0}", "Chọn tất cả hoặc không: {0}"],
  more: ["Show {0} more", "Hiện thêm {0}"], reset: ["Reset the filters", "Bỏ các bộ lọc"],
  colour: ["Colour", "Màu"], size: ["Size", "Cỡ"], kind: ["kind", "loại"], sphere: ["sphere", "khu vực"], community: ["community", "cộng đồng"],
  place: ["place", "địa điểm"], degree: ["partners", "số đối tác"], even: ["all the same", "bằng nhau"], other: ["others", "khác"], noSphere: ["no sphere", "không thuộc khu vực"],
  noPlace: ["others, or no place", "khác, hoặc không rõ"], groups: ["Collapse communities", "Gộp cộng đồng"],
  linked: ["Only nodes with a link", "Chỉ nút có liên kết"], from: ["from", "từ"], to: ["to", "đến"], asOf: ["as of", "vào ngày"], onDay: ["day", "ngày"],
  standingNote: ["Counted are links. A node whose own standing is not ticked goes, unless a link that is shown holds it.",
    "Số đếm là liên kết. Nút có tính chất không được chọn sẽ ẩn, trừ khi một liên kết đang hiện giữ lại nó."],
  turned: ["{0} is later than {1}: only {0} is looked at.", "{0} sau {1}: chỉ xem năm {0}."],
  notHere: ["Not in this graph: {0}.", "Không có trong đồ thị này: {0}."], notRead: ["Not understood in the address: {0}.", "Không hiểu trong địa chỉ: {0}."],
  widen: ["Look beyond the focus", "Tìm ngoài vùng thu hẹp"], focused: ["Only what is within {0} is looked at.", "Chỉ xem phần trong phạm vi {0}."],
  itself: ["That is the node itself; choose another.", "Đó chính là nút này; hãy chọn nút khác."],
  anyTime: ["any time", "mọi lúc"], timeNote: ["What has no date stays on every day.", "Mục không có ngày được giữ ở mọi thời điểm."],
  undated: ["{0} and {1} of these have no date; they stay on every day.", "Trong đó {0} và {1} không có ngày; các mục này được giữ ở mọi thời điểm."],
  carriedNote: ["{0} carried over to a successor.", "{0} được chuyển sang tổ chức kế thừa."],
  askedDay: ["The question was asked as of {0}.", "Câu hỏi được đặt cho ngày {0}."],
  answerDay: ["As of {0}; the drawing may show another day.", "Tính đến ngày {0}; hình vẽ có thể đang hiện ngày khác."],
  answerAnyDay: ["The answer is for all days together; a day that is chosen changes the drawing alone.", "Câu trả lời gộp mọi thời điểm; chọn ngày chỉ thay đổi hình vẽ."],
  notADay: ["'{0}' is not a date; write 2025, 2025-07 or 2025-07-01.", "'{0}' không phải là ngày; hãy viết 2025, 2025-07 hoặc 2025-07-01."],
  halo: ["in the answer", "trong câu trả lời"], fact: ["fact", "thực tế"], plan: ["plan", "kế hoạch"], possible: ["possible", "có thể"],
  opinion: ["opinion", "ý kiến"], past: ["past", "đã qua"], zoomIn: ["Zoom in", "Phóng to"], zoomOut: ["Zoom out", "Thu nhỏ"],
  fit: ["Show everything", "Hiện tất cả"],
  empty: ["There is nothing to draw: no node is in this part of the data.", "Không có gì để vẽ: phần dữ liệu này không có nút nào."],
  filteredOut: ["The filters leave nothing to draw.", "Bộ lọc không để lại gì để vẽ."],
  drawing: ["Drawing of the graph. Arrow keys move it, plus and minus zoom. Every node is also reached by the search and in the table.",
    "Hình vẽ đồ thị. Phím mũi tên để di chuyển, dấu cộng và trừ để phóng. Mọi nút đều có trong ô tìm kiếm và bảng."],
  details: ["Details", "Chi tiết"], close: ["Close the details", "Đóng chi tiết"], hiddenNow: ["hidden by the filters", "bị bộ lọc ẩn"],
  vietnamese: ["Vietnamese", "tiếng Việt"], english: ["English", "tiếng Anh"], also: ["also", "tên khác"], id: ["id", "mã"], subtype: ["subtype", "phân loại"],
  level: ["level", "cấp"], class: ["a whole class", "cả một nhóm"], valid: ["valid", "hiệu lực"], standing: ["standing", "tính chất"],
  identifiers: ["identifiers", "mã định danh"], noSources: ["No source is given.", "Không nêu nguồn."], notDescribed: ["(not described)", "(chưa mô tả)"],
  fromTo: ["from {0} until {1}", "từ {0} đến hết {1}"], since: ["since {0}", "từ {0}"], until: ["until {0}", "đến hết {0}"],
  focus: ["Focus", "Thu hẹp"], whole: ["whole", "toàn bộ"], relate: ["Relate to another node", "Liên hệ với nút khác"],
  relateTo: ["Another node", "Nút khác"], shortestPath: ["Shortest path", "Đường ngắn nhất"], commonPartners: ["Common partners", "Đối tác chung"],
  noPath: ["No path over what is shown.", "Không có đường nối trong phần đang hiện."], noCommon: ["No common partner in what is shown.", "Không có đối tác chung trong phần đang hiện."],
  between: ["between {0} and {1}", "giữa {0} và {1}"], clear: ["Clear", "Xóa"], allRoutes: ["all of them", "tất cả"],
  firstOf: ["The first {0} of {1}.", "{0} đầu tiên trong {1}."], directly: ["Linked directly: {0}.", "Liên kết trực tiếp: {0}."],
  answer: ["Answer", "Câu trả lời"], noRows: ["The answer has no rows.", "Câu trả lời không có dòng nào."], notes: ["Notes", "Ghi chú"],
  answerSources: ["Sources of the answer", "Nguồn của câu trả lời"], answerTable: ["Table of the answer", "Bảng của câu trả lời"], scope: ["Scope: {0}.", "Phạm vi: {0}."],
  showAll: ["{0} of {1} rows shown; show all", "Hiện {0} trên {1} dòng; hiện tất cả"], filterRows: ["Filter the rows", "Lọc các dòng"],
  name: ["name", "tên"], source: ["source", "từ nút"], relation: ["relation", "quan hệ"], target: ["target", "đến nút"], validFrom: ["from", "từ"], validTo: ["until", "đến hết"],
  cites: ["sources", "nguồn"], about: ["about", "thêm"], asked: ["Asked with", "Câu lệnh"], hash: ["Data", "Dữ liệu"], made: ["Ecosystem explorer {0}", "Ecosystem explorer {0}"],
  groupOfAnswer: ["Community {0}", "Cộng đồng {0}"], figure: ["figure", "số liệu"], reckoned: ["reckoned", "ước tính"], afterThat: ["{0} after {1}", "{0} sau {1}"],
  year: ["year", "năm"], years: ["years", "năm"], month: ["month", "tháng"], months: ["months", "tháng"], week: ["week", "tuần"], weeks: ["weeks", "tuần"], day: ["day", "ngày"], days: ["days", "ngày"], rangeTo: ["to", "đến"], top: ["top", "nhóm đầu"], rank: ["rank", "hạng"],
  of: ["of", "của"], by: ["by", "đến"], atLeast: ["at least", "ít nhất"], moreThan: ["more than", "hơn"], atMost: ["at most", "nhiều nhất"],
  lessThan: ["less than", "dưới"], roughly: ["about", "khoảng"],
  openGroup: ["Group of {0}: {1}", "Nhóm {0}: {1}"], collapse: ["Collapse its community", "Gộp cộng đồng này"], sortBy: ["Sort by {0}", "Sắp theo {0}"],
  groupsOf: ["{0} groups stand for {1}", "{0} nhóm đại diện cho {1}"],
};

const LANGUAGES = ["en", "vi"];
let tongue = 0;

export const speak = (language) => (tongue = Math.max(0, LANGUAGES.indexOf(language)));
export const spoken = () => LANGUAGES[tongue];

export function say(key, ...values) {
  const text = (WORDS[key] ?? [key, key])[tongue];
  return text.replace(/\{(\d)\}/g, (_, place) => values[place]);
}

// 1 node, 2 nodes; thousands are set apart.
export const figure = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, tongue ? "." : ",");
export const counted = (count, what) => `${figure(count)} ${say(count === 1 ? what : `${what}s`)}`;
