// JSON (RFC 8259) with a span for everything. Our own reader because the library's events carry no
// offsets.
#include <algorithm>
#include <vector>

#include "schema/base/text.h"
#include "schema/doc/document.h"

namespace tenon::doc {

namespace {

class JsonReader {
 public:
  JsonReader(Document& document, std::string_view text, const Limits& limits,
             Diagnostics& diagnostics)
      : document_(document), text_(text), limits_(limits), diagnostics_(diagnostics) {}

  bool read(Node& root) {
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
    if (!value(root, 0)) return false;
    skip_space();
    if (at_ < text_.size())
      return fail("Expected the end of the file here: a JSON file holds one value.", at_, at_ + 1);
    return true;
  }

 private:
  SourceSpan span(std::size_t begin, std::size_t end) const {
    return {document_.source, static_cast<std::uint32_t>(begin),
            static_cast<std::uint32_t>(std::min(end, text_.size()))};
  }

  bool fail(const std::string& detail, std::size_t begin, std::size_t end) {
    diagnostics_.error("E0101", "Invalid JSON", detail, span(begin, std::max(end, begin + 1)));
    return false;
  }

  bool too_deep() {
    diagnostics_.error("E0115", "Nested too deep",
                       "This is nested deeper than " + std::to_string(limits_.depth) +
                           " levels. Flatten it, or split the file.",
                       span(at_, at_ + 1));
    return false;
  }

  void skip_space() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
      ++at_;
  }

  bool value(Node& to, std::uint32_t depth) {
    skip_space();
    if (depth > limits_.depth) return too_deep();
    if (at_ >= text_.size())
      return fail("The file ends where a value is expected. Is it complete?", at_, at_);
    const std::size_t start = at_;
    bool fine = true;
    switch (text_[at_]) {
      case '{':
        fine = object(to, depth);
        break;
      case '[':
        fine = array(to, depth);
        break;
      case '"':
        fine = string(to);
        break;
      case 't':
        fine = word("true", to, NodeKind::Bool);
        to.boolean = true;
        break;
      case 'f':
        fine = word("false", to, NodeKind::Bool);
        break;
      case 'n':
        fine = word("null", to, NodeKind::Null);
        break;
      default:
        fine = number(to);
    }
    to.span = span(start, at_);
    return fine;
  }

  bool word(std::string_view expected, Node& to, NodeKind kind) {
    if (text_.substr(at_, expected.size()) != expected)
      return fail(
          "Expected a value: an object, an array, a string in double quotes, a number, true, false "
          "or null.",
          at_, at_ + 1);
    at_ += expected.size();
    to.kind = kind;
    return true;
  }

  bool number(Node& to) {
    const std::size_t start = at_;
    const auto digits = [&] {
      const std::size_t first = at_;
      while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
      return at_ > first;
    };
    if (at_ < text_.size() && text_[at_] == '-') ++at_;
    const bool leading_zero = at_ + 1 < text_.size() && text_[at_] == '0' &&
                              text_[at_ + 1] >= '0' && text_[at_ + 1] <= '9';
    bool fine = digits() && !leading_zero;
    if (fine && at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      fine = digits();
    }
    if (fine && at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      ++at_;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      fine = digits();
    }
    if (!fine)
      return fail(
          "Expected a value: an object, an array, a string in double quotes, a number, true, false "
          "or null.",
          start, at_);
    to.kind = NodeKind::Number;
    to.text = text_.substr(start, at_ - start);
    to.text_span = span(start, at_);
    to.verbatim = true;
    return true;
  }

  // One hexadecimal escape of four digits, or -1.
  long hex4() {
    if (at_ + 4 > text_.size()) return -1;
    long code = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = text_[at_ + static_cast<std::size_t>(i)];
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return -1;
      code = code * 16 + digit;
    }
    at_ += 4;
    return code;
  }

  static void put_utf8(std::string& to, long code) {
    if (code < 0x80) {
      to += static_cast<char>(code);
    } else if (code < 0x800) {
      to += static_cast<char>(0xC0 | (code >> 6));
      to += static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
      to += static_cast<char>(0xE0 | (code >> 12));
      to += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
      to += static_cast<char>(0x80 | (code & 0x3F));
    } else {
      to += static_cast<char>(0xF0 | (code >> 18));
      to += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
      to += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
      to += static_cast<char>(0x80 | (code & 0x3F));
    }
  }

  bool string(Node& to) {
    const std::size_t start = at_++;
    const std::size_t first = at_;
    std::string decoded;
    bool escaped = false;
    while (true) {
      if (at_ >= text_.size() || text_[at_] == '\n')
        return fail("This string is not closed: a double quote is missing.", start, at_);
      const char c = text_[at_];
      if (c == '"') break;
      if (static_cast<unsigned char>(c) < 0x20)
        return fail("A control character must be escaped inside a string (a tab is \\t).", at_,
                    at_ + 1);
      if (c != '\\') {
        decoded += c;
        ++at_;
        continue;
      }
      escaped = true;
      const std::size_t escape = at_++;
      const char kind = at_ < text_.size() ? text_[at_++] : '\0';
      switch (kind) {
        case '"':
        case '\\':
        case '/':
          decoded += kind;
          break;
        case 'b':
          decoded += '\b';
          break;
        case 'f':
          decoded += '\f';
          break;
        case 'n':
          decoded += '\n';
          break;
        case 'r':
          decoded += '\r';
          break;
        case 't':
          decoded += '\t';
          break;
        case 'u': {
          long code = hex4();
          if (code >= 0xD800 && code < 0xDC00 && text_.substr(at_, 2) == "\\u") {
            at_ += 2;
            const long low = hex4();
            code = low >= 0xDC00 && low < 0xE000
                       ? 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
                       : 0xFFFD;
          } else if (code >= 0xD800 && code < 0xE000) {
            code = 0xFFFD;
          }
          if (code < 0) return fail("\\u needs four hexadecimal digits.", escape, at_);
          put_utf8(decoded, code);
          break;
        }
        default:
          return fail(
              "There is no such escape. Use \\\", \\\\, \\/, \\b, \\f, \\n, \\r, \\t or \\u with "
              "four digits.",
              escape, at_);
      }
    }
    to.kind = NodeKind::String;
    to.style = ScalarStyle::Quoted;
    to.verbatim = !escaped;
    to.text = escaped ? document_.arena.copy_string(decoded) : text_.substr(first, at_ - first);
    to.text_span = span(first, at_);
    ++at_;
    return true;
  }

  bool array(Node& to, std::uint32_t depth) {
    to.kind = NodeKind::Array;
    ++at_;
    std::vector<Node> items;
    skip_space();
    if (at_ < text_.size() && text_[at_] == ']') {
      ++at_;
      return true;
    }
    while (true) {
      items.emplace_back();
      if (!value(items.back(), depth + 1)) return false;
      skip_space();
      if (at_ < text_.size() && text_[at_] == ',') {
        ++at_;
        continue;
      }
      if (at_ < text_.size() && text_[at_] == ']') {
        ++at_;
        to.items = document_.arena.copy_span(std::span<const Node>(items));
        return true;
      }
      return fail("Expected a comma or a closing bracket.", at_, at_ + 1);
    }
  }

  bool object(Node& to, std::uint32_t depth) {
    to.kind = NodeKind::Object;
    ++at_;
    std::vector<Member> members;
    skip_space();
    if (at_ < text_.size() && text_[at_] == '}') {
      ++at_;
      return true;
    }
    while (true) {
      skip_space();
      if (at_ >= text_.size() || text_[at_] != '"')
        return fail("Expected a name in double quotes.", at_, at_ + 1);
      Node name;
      if (!string(name)) return false;
      members.emplace_back();
      members.back().name = name.text;
      members.back().name_span = name.text_span;
      skip_space();
      if (at_ >= text_.size() || text_[at_] != ':')
        return fail("Expected a colon after the name.", at_, at_ + 1);
      ++at_;
      if (!value(members.back().value, depth + 1)) return false;
      skip_space();
      if (at_ < text_.size() && text_[at_] == ',') {
        ++at_;
        continue;
      }
      if (at_ < text_.size() && text_[at_] == '}') {
        ++at_;
        to.members = document_.arena.copy_span(std::span<const Member>(members));
        return true;
      }
      return fail("Expected a comma or a closing brace.", at_, at_ + 1);
    }
  }

  Document& document_;
  std::string_view text_;
  const Limits& limits_;
  Diagnostics& diagnostics_;
  std::size_t at_ = 0;
};

}  // namespace

std::unique_ptr<Document> read_json(std::string_view name, std::string_view text,
                                    const Limits& limits, Diagnostics& diagnostics) {
  auto document = std::make_unique<Document>();
  document->source = add_source(name, text);
  const SourceSpan start{document->source, 0, 1};
  if (text.size() > limits.file_bytes) {
    diagnostics.error("E0102", "File too large",
                      "The file has " + std::to_string(text.size()) + " bytes, and the limit is " +
                          std::to_string(limits.file_bytes) +
                          ". Split it, or raise TENON_MAX_FILE_BYTES.",
                      start);
    return nullptr;
  }
  if (!is_valid_utf8(text)) {
    diagnostics.error("E0103", "Invalid character encoding",
                      "The file is not UTF-8. Save it in UTF-8.", start);
    return nullptr;
  }
  Node root;
  if (!JsonReader(*document, source_text(document->source), limits, diagnostics).read(root))
    return nullptr;
  document->roots = document->arena.copy_span(std::span<const Node>(&root, 1));
  return document;
}

}  // namespace tenon::doc
