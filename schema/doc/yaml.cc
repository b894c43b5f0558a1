// YAML 1.2, core schema, through yaml-cpp's events: never its node tree, which costs half as much
// again and loses positions.
#include <yaml-cpp/anchor.h>
#include <yaml-cpp/emitterstyle.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>
#include <unordered_set>
#include <vector>

#include "schema/base/text.h"
#include "schema/doc/document.h"

namespace tenon::doc {

namespace {

// Stops yaml-cpp after our own first error; caught in read_yaml().
struct Stop {};

class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(Document& document, std::string_view text, const Limits& limits,
              Diagnostics& diagnostics)
      : document_(document), text_(text), limits_(limits), diagnostics_(diagnostics) {}

  std::vector<Node> roots;

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override { anchors_.clear(); }

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node;
    node.span = node.text_span = at(mark, 0);
    add(node, anchor, mark);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end())
      stop("E0112", "Invalid YAML alias", "This alias stands inside the very thing that it names.",
           at(mark, 1));
    copied_ += count(found->second);
    if (copied_ > limits_.nodes_from_aliases) {
      stop("E0113", "Too many aliases",
           "Written out, the aliases of this file make more than " +
               std::to_string(limits_.nodes_from_aliases) +
               " values. Such a file can grow without bound; write them as locals or modules "
               "instead.",
           at(mark, 1));
    }
    add(found->second, 0, mark);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Node node = scalar(mark, tag, value);
    add(node, anchor, mark);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    push(NodeKind::Array, mark, tag, anchor);
  }
  void OnSequenceEnd() override { pop(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    push(NodeKind::Object, mark, tag, anchor);
  }
  void OnMapEnd() override { pop(); }

  SourceSpan at(const YAML::Mark& mark, std::size_t length) const {
    const std::size_t begin = byte_of(mark);
    return {document_.source, static_cast<std::uint32_t>(begin),
            static_cast<std::uint32_t>(std::min(begin + length, text_.size()))};
  }

  // What was wrong, but could still turn out to be part of something worse.
  const Diagnostics& odd_keys() const { return odd_keys_; }

  [[noreturn]] void stop(const std::string& code, const std::string& summary,
                         const std::string& detail, SourceSpan span) {
    diagnostics_.error(code, summary, detail, span);
    throw Stop();
  }

 private:
  struct Frame {
    Node node;
    YAML::anchor_t anchor = 0;
    std::vector<Node> items;
    std::vector<Member> members;
    std::unordered_set<std::string_view> names;
    bool have_name = false;
    std::vector<Node> merges;
  };

  // Its marks count bytes of UTF-8, without a byte order mark.
  std::size_t byte_of(const YAML::Mark& mark) const {
    const std::size_t before = text_.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
    return std::min(static_cast<std::size_t>(std::max(mark.pos, 0)) + before, text_.size());
  }

  void check_tag(const std::string& tag, const YAML::Mark& mark) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    if (tag.rfind("tag:yaml.org,2002:", 0) == 0) {
      const std::string name = tag.substr(18);
      for (const char* known : {"str", "int", "float", "bool", "null", "seq", "map"}) {
        if (name == known) return;
      }
    }
    stop(
        "E0114", "Custom YAML tag",
        "The tag \"" + tag +
            "\" has no meaning here. Remove it; use an expression in ${...} for anything computed.",
        at(mark, 1));
  }

  Node scalar(const YAML::Mark& mark, const std::string& tag, const std::string& value) {
    check_tag(tag, mark);
    Node node;
    const std::size_t begin = byte_of(mark);
    const char first = begin < text_.size() ? text_[begin] : '\0';
    node.text = document_.arena.copy_string(value);
    if (first == '"' || first == '\'') {
      node.style = ScalarStyle::Quoted;
      node.verbatim = text_.substr(begin + 1, value.size()) == value;
      const std::size_t length =
          node.verbatim ? value.size() : closing_quote(begin, first) - begin - 1;
      node.text_span = {document_.source, static_cast<std::uint32_t>(begin + 1),
                        static_cast<std::uint32_t>(std::min(begin + 1 + length, text_.size()))};
      node.span = {document_.source, static_cast<std::uint32_t>(begin),
                   static_cast<std::uint32_t>(std::min(begin + 2 + length, text_.size()))};
    } else if (first == '|' || first == '>') {
      node.style = first == '|' ? ScalarStyle::Literal : ScalarStyle::Folded;
      node.span = node.text_span = at(mark, 1);
    } else {
      node.verbatim = text_.substr(begin, value.size()) == value;
      node.text_span = node.span = at(mark, node.verbatim ? value.size() : 1);
    }
    node.kind = NodeKind::String;
    const bool quoted_or_block =
        node.style != ScalarStyle::Plain || tag == "!" || tag == "tag:yaml.org,2002:str";
    if (!quoted_or_block) resolve(node);
    return node;
  }

  std::size_t closing_quote(std::size_t begin, char quote) const {
    for (std::size_t i = begin + 1; i < text_.size(); ++i) {
      if (quote == '"' && text_[i] == '\\') {
        ++i;
      } else if (text_[i] == quote) {
        if (quote == '\'' && i + 1 < text_.size() && text_[i + 1] == '\'') {
          ++i;
        } else {
          return i;
        }
      }
    }
    return text_.size();
  }

  // The core schema (YAML 1.2, section 10.3.2).
  void resolve(Node& node) {
    const std::string_view text = node.text;
    if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") {
      node.kind = NodeKind::Null;
      return;
    }
    if (text == "true" || text == "True" || text == "TRUE" || text == "false" || text == "False" ||
        text == "FALSE") {
      node.kind = NodeKind::Bool;
      node.boolean = text[0] == 't' || text[0] == 'T';
      return;
    }
    if (const auto number = number_text(text)) {
      node.kind = NodeKind::Number;
      node.text = document_.arena.copy_string(*number);
    }
  }

  // The exact decimal text of a number in JSON's form, or nothing.
  static std::optional<std::string> number_text(std::string_view text) {
    if (text.size() > 2 && text[0] == '0' && (text[1] == 'o' || text[1] == 'x')) {
      const unsigned base = text[1] == 'o' ? 8 : 16;
      unsigned long long value = 0;
      for (const char c : text.substr(2)) {
        const unsigned digit = c >= '0' && c <= '9'   ? static_cast<unsigned>(c - '0')
                               : c >= 'a' && c <= 'f' ? static_cast<unsigned>(c - 'a' + 10)
                               : c >= 'A' && c <= 'F' ? static_cast<unsigned>(c - 'A' + 10)
                                                      : 99;
        if (digit >= base || value > (~0ull >> 4)) return std::nullopt;
        value = value * base + digit;
      }
      return std::to_string(value);
    }
    std::size_t at = 0;
    std::string out;
    if (text[at] == '-' || text[at] == '+') {
      if (text[at] == '-') out += '-';
      ++at;
    }
    const auto digits = [&](std::string& to) {
      while (at < text.size() && text[at] >= '0' && text[at] <= '9') to += text[at++];
    };
    std::string whole;
    std::string fraction;
    digits(whole);
    if (at < text.size() && text[at] == '.') {
      ++at;
      digits(fraction);
    }
    if (whole.empty() && fraction.empty()) return std::nullopt;
    std::string exponent;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
      ++at;
      if (at < text.size() && (text[at] == '-' || text[at] == '+')) {
        if (text[at] == '-') exponent += '-';
        ++at;
      }
      const std::size_t before = exponent.size();
      digits(exponent);
      if (exponent.size() == before) return std::nullopt;
    }
    if (at != text.size()) return std::nullopt;
    const auto significant = whole.find_first_not_of('0');
    out += significant == std::string::npos ? "0" : whole.substr(significant);
    if (!fraction.empty()) out += "." + fraction;
    if (!exponent.empty()) out += "e" + exponent;
    return out;
  }

  static std::uint64_t count(const Node& node) {
    std::uint64_t total = 1;
    for (const Node& item : node.items) total += count(item);
    for (const Member& member : node.members) total += count(member.value);
    return total;
  }

  void push(NodeKind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    check_tag(tag, mark);
    if (frames_.size() >= limits_.depth) {
      stop("E0115", "Nested too deep",
           "This is nested deeper than " + std::to_string(limits_.depth) +
               " levels. Flatten it, or split the file.",
           at(mark, 1));
    }
    if (!frames_.empty() && frames_.back().node.kind == NodeKind::Object &&
        !frames_.back().have_name) {
      stop("E0116", "Invalid YAML key",
           "A key must be a plain string, and this one is " +
               std::string(kind == NodeKind::Array ? "a list" : "a mapping") + ".",
           at(mark, 1));
    }
    frames_.emplace_back();
    frames_.back().node.kind = kind;
    frames_.back().node.span = at(mark, 1);
    frames_.back().anchor = anchor;
  }

  void pop() {
    Frame frame = std::move(frames_.back());
    frames_.pop_back();
    if (frame.node.kind == NodeKind::Object) {
      merge(frame);
      frame.node.members = document_.arena.copy_span(std::span<const Member>(frame.members));
    } else {
      frame.node.items = document_.arena.copy_span(std::span<const Node>(frame.items));
    }
    add(frame.node, frame.anchor, YAML::Mark::null_mark());
  }

  // `<<: *base`: what the mapping does not say itself comes from there; of several the first
  // counts.
  static void merge(Frame& frame) {
    for (const Node& from : frame.merges) {
      for (const Member& member : from.members) {
        if (frame.names.insert(member.name).second) frame.members.push_back(member);
      }
    }
  }

  void add(const Node& node, YAML::anchor_t anchor, const YAML::Mark& mark) {
    if (anchor != 0) anchors_[anchor] = node;
    if (frames_.empty()) {
      roots.push_back(node);
      return;
    }
    Frame& frame = frames_.back();
    if (frame.node.kind == NodeKind::Array) {
      frame.items.push_back(node);
    } else if (!frame.have_name) {
      add_name(frame, node, mark);
    } else {
      frame.have_name = false;
      Member& member = frame.members.back();
      if (member.name == "<<") {
        add_merge(frame, node);
      } else {
        member.value = node;
      }
    }
  }

  void add_name(Frame& frame, const Node& node, const YAML::Mark&) {
    if (node.kind != NodeKind::String) {
      // yaml-cpp also takes a bracket that is never closed for a key; it says so itself later on,
      // and that comes first.
      if (odd_keys_.empty()) {
        odd_keys_.error("E0116", "Invalid YAML key",
                        "A key must be a string, and this one is read as " +
                            std::string(node.kind == NodeKind::Number ? "a number"
                                        : node.kind == NodeKind::Bool ? "true or false"
                                                                      : "null") +
                            ". Put it in quotes.",
                        node.span);
      }
    } else if (!frame.names.insert(node.text).second) {
      stop("E0117", "Duplicate key",
           "The key \"" + std::string(node.text) +
               "\" stands twice in this mapping. Remove one of them, or merge their content.",
           node.span);
    }
    Member member;
    member.name = node.text;
    member.name_span = node.text_span;
    frame.members.push_back(member);
    frame.have_name = true;
  }

  void add_merge(Frame& frame, const Node& node) {
    const SourceSpan span = frame.members.back().name_span;
    frame.members.pop_back();
    frame.names.erase("<<");
    std::vector<Node> from;
    if (node.kind == NodeKind::Array) {
      from.assign(node.items.begin(), node.items.end());
    } else {
      from.push_back(node);
    }
    for (const Node& each : from) {
      if (each.kind != NodeKind::Object)
        stop("E0118", "Invalid merge", "\"<<\" merges mappings, and this is none.", span);
      frame.merges.push_back(each);
    }
  }

  Document& document_;
  std::string_view text_;
  const Limits& limits_;
  Diagnostics& diagnostics_;
  std::vector<Frame> frames_;
  std::map<YAML::anchor_t, Node> anchors_;
  std::uint64_t copied_ = 0;
  Diagnostics odd_keys_;
};

// yaml-cpp recurses for nested flow collections, before our depth limit sees them: refused
// beforehand. Where the first bracket beyond the limit stands, or npos.
std::size_t too_deep_flow(std::string_view text, std::size_t limit) {
  std::size_t depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[' || text[i] == '{') {
      if (++depth > limit) return i;
    } else if ((text[i] == ']' || text[i] == '}') && depth > 0) {
      --depth;
    } else if (text[i] == '\n' && depth < 50) {
      // Brackets inside of plain text on earlier lines do not add up.
      depth = 0;
    }
  }
  return std::string_view::npos;
}

}  // namespace

std::unique_ptr<Document> read_yaml(std::string_view name, std::string_view text,
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
  const auto nul = text.find('\0');
  if (nul != std::string_view::npos) {
    diagnostics.error(
        "E0104", "Invalid character", "The file holds a NUL byte, so it is probably no text.",
        {document->source, static_cast<std::uint32_t>(nul), static_cast<std::uint32_t>(nul + 1)});
    return nullptr;
  }
  const std::size_t where = too_deep_flow(text, limits.depth);
  if (where != std::string_view::npos) {
    diagnostics.error("E0115", "Nested too deep",
                      "This is nested deeper than " + std::to_string(limits.depth) +
                          " levels. Flatten it, or split the file.",
                      {document->source, static_cast<std::uint32_t>(where),
                       static_cast<std::uint32_t>(where + 1)});
    return nullptr;
  }
  TreeBuilder builder(*document, source_text(document->source), limits, diagnostics);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stop&) {
    return nullptr;
  } catch (const YAML::Exception& exception) {
    const SourceSpan span = builder.at(exception.mark, 1);
    const bool tab = text.substr(0, span.begin + 1).find('\t') != std::string_view::npos &&
                     exception.msg.find("tab") != std::string::npos;
    std::string detail = "It cannot be read here: " + exception.msg + ".";
    const auto resolved = resolve(span);
    if (tab || resolved.line_text.find('\t') != std::string_view::npos)
      detail += " YAML does not allow tabs for indentation; use spaces.";
    detail += " A value that begins with %, @, ` or holds \": \" or \" #\" must be in quotes.";
    diagnostics.error("E0111", "Invalid YAML", detail, span);
    return nullptr;
  } catch (const std::exception& exception) {
    diagnostics.error("E0111", "Invalid YAML",
                      std::string("It cannot be read: ") + exception.what() + ".", start);
    return nullptr;
  }
  diagnostics.append(builder.odd_keys());
  if (!builder.odd_keys().empty()) return nullptr;
  document->roots = document->arena.copy_span(std::span<const Node>(builder.roots));
  return document;
}

}  // namespace tenon::doc
