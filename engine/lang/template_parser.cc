// Templates: quoted strings, heredocs, and texts without quotes (HCL native syntax: "Templates"). A
// template is first scanned into a flat list of parts, on which strip markers and the indentation
// of <<- heredocs work; then the directives are put together into nodes.
#include <algorithm>

#include "engine/lang/codes.h"
#include "engine/lang/expression_parser.h"
#include "schema/base/text.h"

namespace tenon::lang::detail {

namespace {

// White space as Unicode has it beyond ASCII, in UTF-8.
constexpr std::string_view kWideSpaces[] = {
    "\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81",
    "\xE2\x80\x82", "\xE2\x80\x83", "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86",
    "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89", "\xE2\x80\x8A", "\xE2\x80\xA8",
    "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80"};

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string_view without_leading_space(std::string_view text) {
  for (;;) {
    if (!text.empty() && is_space(text.front())) {
      text.remove_prefix(1);
      continue;
    }
    const auto* const wide =
        std::find_if(std::begin(kWideSpaces), std::end(kWideSpaces),
                     [&](std::string_view space) { return text.starts_with(space); });
    if (wide == std::end(kWideSpaces)) return text;
    text.remove_prefix(wide->size());
  }
}

std::string_view without_trailing_space(std::string_view text) {
  for (;;) {
    if (!text.empty() && is_space(text.back())) {
      text.remove_suffix(1);
      continue;
    }
    const auto* const wide =
        std::find_if(std::begin(kWideSpaces), std::end(kWideSpaces),
                     [&](std::string_view space) { return text.ends_with(space); });
    if (wide == std::end(kWideSpaces)) return text;
    text.remove_suffix(wide->size());
  }
}

}  // namespace

struct TemplatePart {
  enum class Kind : std::uint8_t { Literal, Value, If, Else, EndIf, For, EndFor };
  Kind kind = Kind::Literal;
  std::string text;            // Literal: one line of it at most, outside of quotes
  std::uint32_t node = kNone;  // Value: the expression; If: the condition
  ForCode loop;                // For
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct ExpressionParser::Template {
  std::vector<TemplatePart> parts;
  bool by_lines = false;                   // literals are cut at line ends
  bool open_literal = false;               // the last part is a literal that may still grow
  bool strip_next = false;                 // ~} stands before
  std::vector<std::size_t> open;           // directives without their end
  std::vector<std::uint32_t> open_locals;  // locals_ and slots before each open %{for}
  std::vector<std::uint32_t> open_slots;

  void literal(std::string_view text, std::uint32_t begin, std::uint32_t end) {
    if (text.empty()) return;
    if (!open_literal) {
      parts.emplace_back();
      parts.back().begin = begin;
      open_literal = true;
    }
    TemplatePart& part = parts.back();
    part.text += text;
    part.end = end;
    if (by_lines && text.back() == '\n') close_literal();
  }

  // Strip markers work on the literal beside them, which is one line where literals are cut.
  void close_literal() {
    if (open_literal && strip_next) {
      std::string& text = parts.back().text;
      text.erase(0, text.size() - without_leading_space(text).size());
    }
    open_literal = false;
    strip_next = false;
  }

  void strip_before() {
    if (parts.empty() || parts.back().kind != TemplatePart::Kind::Literal) return;
    std::string& text = parts.back().text;
    text.resize(without_trailing_space(text).size());
  }

  void remove_indentation();
};

// The indentation that all lines share is taken off. Lines of blanks alone do not count, nor do
// lines whose start a strip marker has joined to the line before.
void ExpressionParser::Template::remove_indentation() {
  constexpr auto kNoLimit = ~std::size_t{0};
  std::size_t shared = kNoLimit;
  std::vector<TemplatePart*> starts;
  bool line_start = true;
  for (auto& part : parts) {
    const bool literal = part.kind == TemplatePart::Kind::Literal;
    if (line_start) {
      line_start = false;
      std::size_t indentation = 0;
      if (literal) {
        indentation = std::min(part.text.find_first_not_of(" \t\r\n\v\f"), part.text.size());
        if (indentation == part.text.size() && !part.text.empty() && part.text.back() == '\n') {
          indentation = kNoLimit;
        } else {
          starts.push_back(&part);
        }
      }
      shared = std::min(shared, indentation);
    }
    if (literal && !part.text.empty() && part.text.back() == '\n') line_start = true;
  }
  if (shared == kNoLimit) return;
  for (auto* part : starts) part->text.erase(0, std::min(shared, part->text.size()));
}

// --- scanning ---------------------------------------------------------------------------------

std::uint32_t ExpressionParser::quoted() {
  const Token open = take();
  Template parts;
  {
    const LineEnds line_ends(*this, true);
    if (!scan_template(TemplateEnd::Quote, {}, parts)) return kNone;
  }
  return assemble(parts, open.begin, last_end_);
}

std::uint32_t ExpressionParser::heredoc() {
  const Token open = take();
  const bool flush = at_ < text_.size() && text_[at_] == '-';
  if (flush) ++at_;
  const auto name_length = identifier_length(text_.substr(at_));
  const auto marker = text_.substr(at_, name_length);
  const auto line_end = text_.find('\n', at_);
  const auto rest = line_end == std::string_view::npos
                        ? std::string_view("?")
                        : text_.substr(at_ + name_length, line_end - at_ - name_length);
  if (marker.empty() || !trim(rest).empty()) {
    error(codes::kString, "Invalid heredoc",
          "A heredoc begins with << or <<-, a name and a line end, and ends with a line that holds "
          "only "
          "that name.",
          open.begin, static_cast<std::uint32_t>(at_ + name_length));
    return kNone;
  }
  move_to(static_cast<std::uint32_t>(line_end + 1));
  Template parts;
  parts.by_lines = true;
  {
    const LineEnds line_ends(*this, true);
    if (!scan_template(TemplateEnd::Heredoc, marker, parts)) {
      return kNone;
    }
  }
  if (flush) parts.remove_indentation();
  if (parts.parts.empty()) return builder_.string("", open.begin, last_end_);
  return assemble(parts, open.begin, last_end_);
}

std::uint32_t ExpressionParser::whole_template() {
  const LineEnds line_ends(*this, true);
  Template parts;
  parts.by_lines = true;
  if (!scan_template(TemplateEnd::Text, {}, parts)) return kNone;
  return assemble(parts, 0, static_cast<std::uint32_t>(text_.size()));
}

bool ExpressionParser::quoted_literal(std::string& to) {
  take();
  Template parts;
  {
    const LineEnds line_ends(*this, true);
    if (!scan_template(TemplateEnd::Quote, {}, parts)) return false;
  }
  for (const auto& part : parts.parts) {
    if (part.kind != TemplatePart::Kind::Literal) {
      error(codes::kString, "Template where plain text is needed",
            "A name in quotes stands for itself: ${ } and %{ } cannot be used in it.", part.begin,
            part.end);
      return false;
    }
    to += part.text;
  }
  return true;
}

// From at_ to behind the end. Bytes are read here, tokens only within sequences.
bool ExpressionParser::scan_template(TemplateEnd end, std::string_view marker, Template& to) {
  const auto begin = at_;
  bool line_start = true;
  for (;;) {
    if (end == TemplateEnd::Heredoc && line_start) {
      const auto line_end = std::min(text_.find('\n', at_), text_.size());
      const auto line = text_.substr(at_, line_end - at_);
      if (trim(line) == marker) {
        const auto marker_end = line.find(marker) + marker.size();
        to.close_literal();
        move_to(static_cast<std::uint32_t>(at_ + marker_end));
        last_end_ = at_;
        return true;
      }
    }
    line_start = false;
    if (at_ >= text_.size()) {
      to.close_literal();
      if (end == TemplateEnd::Text) {
        last_end_ = at_;
        return true;
      }
      if (end == TemplateEnd::Quote) {
        error(codes::kString, "Unterminated template string",
              "The quote opened here is never closed.", begin - 1, begin);
      } else {
        error(codes::kString, "Unterminated heredoc",
              "No line holds only " + std::string(marker) +
                  ", which would end the heredoc begun here.",
              begin == 0 ? 0 : begin - 1, begin);
      }
      return false;
    }
    const char c = text_[at_];
    if ((c == '$' || c == '%') && at_ + 1 < text_.size()) {
      if (text_[at_ + 1] == '{') {
        if (!scan_sequence(to, c == '%')) return false;
        continue;
      }
      if (text_[at_ + 1] == c && at_ + 2 < text_.size() && text_[at_ + 2] == '{') {
        to.literal(text_.substr(at_ + 1, 2), at_, at_ + 3);
        at_ += 3;
        continue;
      }
    }
    if (end == TemplateEnd::Quote) {
      if (c == '"') {
        to.close_literal();
        move_to(at_ + 1);
        last_end_ = at_;
        return true;
      }
      if (c == '\n') {
        error(codes::kString, "Invalid multi-line string",
              "A quoted string ends on its own line. Write \\n for a line end, or use a heredoc: "
              "<<-EOT.",
              begin - 1, at_);
        return false;
      }
      if (c == '\\') {
        std::string text;
        const auto escape_begin = at_;
        if (!escape(text)) return false;
        to.literal(text, escape_begin, at_);
        continue;
      }
    }
    auto stop = at_ + 1;
    if (c != '\n') {
      while (stop < text_.size() && text_[stop] != '$' && text_[stop] != '%' &&
             text_[stop] != '"' && text_[stop] != '\\' && text_[stop] != '\n') {
        ++stop;
      }
    }
    to.literal(text_.substr(at_, stop - at_), at_, stop);
    line_start = c == '\n';
    at_ = stop;
  }
}

bool ExpressionParser::escape(std::string& to) {
  const auto begin = at_;
  const char kind = at_ + 1 < text_.size() ? text_[at_ + 1] : ' ';
  at_ += 2;
  switch (kind) {
    case 'n':
      to = "\n";
      return true;
    case 'r':
      to = "\r";
      return true;
    case 't':
      to = "\t";
      return true;
    case '"':
      to = "\"";
      return true;
    case '\\':
      to = "\\";
      return true;
    case 'u':
    case 'U': {
      const std::uint32_t digits = kind == 'u' ? 4 : 8;
      std::uint32_t point = 0;
      std::uint32_t count = 0;
      for (; count < digits && at_ + count < text_.size(); ++count) {
        const char c = text_[at_ + count];
        const auto digit = c >= '0' && c <= '9'   ? c - '0'
                           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                  : -1;
        if (digit < 0) break;
        point = point * 16 + static_cast<std::uint32_t>(digit);
      }
      at_ += count;
      if (count < digits) {
        error(codes::kString, "Invalid escape sequence",
              "After \\" + std::string(1, kind) + " exactly " + std::to_string(digits) +
                  " hexadecimal digits are needed.",
              begin, at_);
        return false;
      }
      if (point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) {
        error(codes::kString, "Invalid escape sequence",
              "This is the number of no Unicode character. Characters beyond U+FFFF are written "
              "\\UXXXXXXXX.",
              begin, at_);
        return false;
      }
      const auto put = [&](std::uint32_t byte) { to += static_cast<char>(byte); };
      if (point < 0x80) {
        put(point);
      } else if (point < 0x800) {
        put(0xC0 | (point >> 6));
        put(0x80 | (point & 0x3F));
      } else if (point < 0x10000) {
        put(0xE0 | (point >> 12));
        put(0x80 | ((point >> 6) & 0x3F));
        put(0x80 | (point & 0x3F));
      } else {
        put(0xF0 | (point >> 18));
        put(0x80 | ((point >> 12) & 0x3F));
        put(0x80 | ((point >> 6) & 0x3F));
        put(0x80 | (point & 0x3F));
      }
      return true;
    }
    default:
      error(
          codes::kString, "Invalid escape sequence",
          std::string(
              "The escapes are \\n, \\r, \\t, \\\", \\\\, \\uXXXX and \\UXXXXXXXX. For a backslash "
              "itself write \\\\") +
              (kind == '$' || kind == '%' ? ", and for a literal ${ or %{ write $${ or %%{." : "."),
          begin, std::min(at_, static_cast<std::uint32_t>(text_.size())));
      return false;
  }
}

// At ${ or %{.
bool ExpressionParser::scan_sequence(Template& to, bool is_directive) {
  const auto begin = at_;
  to.close_literal();
  auto inside = at_ + 2;
  if (inside < text_.size() && text_[inside] == '~') {
    to.strip_before();
    ++inside;
  }
  move_to(inside);
  const LineEnds line_ends(*this, true);
  TemplatePart part;
  part.begin = begin;
  if (is_directive) {
    if (!directive(to, part)) return false;
  } else {
    part.kind = TemplatePart::Kind::Value;
    part.node = expression();
    if (part.node == kNone) return false;
  }
  if (!close_sequence(to, begin, is_directive)) return false;
  part.end = last_end_;
  to.parts.push_back(std::move(part));
  return true;
}

bool ExpressionParser::close_sequence(Template& to, std::uint32_t begin, bool is_directive) {
  const bool strip = take_if(TokenKind::Tilde);
  if (at(TokenKind::CloseBrace)) {
    take();
    to.strip_next = strip;
    return true;
  }
  // A quote with no brace behind it is the end of the string around.
  const bool string_ends =
      at(TokenKind::Quote) &&
      text_.substr(peek().end, text_.find('\n', peek().end) - peek().end).find('}') ==
          std::string_view::npos;
  if (at(TokenKind::End) || string_ends) {
    error(codes::kTemplate, "Unclosed template interpolation sequence",
          std::string("The sequence begun here with ") + (is_directive ? "%{" : "${") +
              " is never closed with \"}\".",
          begin, begin + 2);
  } else {
    unexpected(peek(), codes::kTemplate, "Extra characters after interpolation expression",
               "A closing brace was expected to end this sequence");
  }
  return false;
}

bool ExpressionParser::directive(Template& to, TemplatePart& part) {
  using Kind = TemplatePart::Kind;
  if (!at(TokenKind::Identifier)) {
    unexpected(peek(), codes::kTemplate, "Invalid template directive",
               "A directive begins with if, else, endif, for or endfor");
    return false;
  }
  const Token word = take();
  const auto keyword = text_of(word);
  const auto balance = [&](Kind opener, const char* name) {
    if (!to.open.empty() && to.parts[to.open.back()].kind == opener) return true;
    std::string detail =
        std::string("Nothing is open here that %{ ") + name + " } could belong to.";
    if (!to.open.empty()) {
      const TemplatePart& open = to.parts[to.open.back()];
      const bool loop = open.kind == Kind::For;
      detail = std::string("The directive that is open here is a %{ ") + (loop ? "for" : "if") +
               " }, which ends with %{ " + (loop ? "endfor" : "endif") + " }.";
    }
    diagnostics_.error(codes::kTemplate, std::string("Unexpected ") + name + " directive", detail,
                       span_of(part.begin, word.end));
    return false;
  };
  if (keyword == "if") {
    part.kind = Kind::If;
    part.node = expression();
    if (part.node == kNone) return false;
    to.open.push_back(to.parts.size());
  } else if (keyword == "else") {
    if (!balance(Kind::If, "else")) return false;
    part.kind = Kind::Else;
  } else if (keyword == "endif") {
    if (!balance(Kind::If, "endif")) return false;
    part.kind = Kind::EndIf;
    to.open.pop_back();
  } else if (keyword == "for") {
    part.kind = Kind::For;
    const auto locals = static_cast<std::uint32_t>(locals_.size());
    const auto slots = builder_.next_slot();
    // for_header expects to take the word itself.
    move_to(word.begin);
    if (!for_header(part.loop)) {
      locals_.resize(locals);
      builder_.release_slots(slots);
      return false;
    }
    to.open_locals.push_back(locals);
    to.open_slots.push_back(slots);
    to.open.push_back(to.parts.size());
  } else if (keyword == "endfor") {
    if (!balance(Kind::For, "endfor")) return false;
    part.kind = Kind::EndFor;
    to.open.pop_back();
    locals_.resize(to.open_locals.back());
    builder_.release_slots(to.open_slots.back());
    to.open_locals.pop_back();
    to.open_slots.pop_back();
  } else {
    const std::vector<std::string> known{"if", "else", "endif", "for", "endfor"};
    error(codes::kTemplate, "Invalid template control keyword",
          "There is no directive \"" + std::string(keyword) + "\"." +
              did_you_mean(std::string(keyword), known) + " For a literal %{ write %%{.",
          word.begin, word.end);
    return false;
  }
  if (to.open.size() > kMaximumNesting) {
    error(codes::kDepth, "Template is nested too deeply",
          "Too many directives are open at once here.", word.begin, word.end);
    return false;
  }
  return true;
}

// --- putting together -------------------------------------------------------------------------

std::uint32_t ExpressionParser::assemble(Template& parts, std::uint32_t begin, std::uint32_t end) {
  if (!parts.open_locals.empty()) {
    builder_.release_slots(parts.open_slots.front());
    locals_.resize(parts.open_locals.front());
  }
  // A template that is one ${ } is that expression, whatever its type.
  if (parts.parts.size() == 1 && parts.parts[0].kind == TemplatePart::Kind::Value) {
    return parts.parts[0].node;
  }
  std::size_t at = 0;
  return assemble_until(parts, at, kNone, begin, end);
}

// Parts up to the directive that ends what part `opened_by` began (kNone: all). Stops at that
// directive.
std::uint32_t ExpressionParser::assemble_until(Template& parts, std::size_t& at,
                                               std::size_t opened_by, std::uint32_t begin,
                                               std::uint32_t end) {
  using Kind = TemplatePart::Kind;
  std::vector<std::uint32_t> nodes;
  std::string literal;
  std::uint32_t literal_begin = 0;
  const auto flush = [&](std::uint32_t literal_end) {
    if (!literal.empty()) nodes.push_back(builder_.string(literal, literal_begin, literal_end));
    literal.clear();
  };
  const auto missing_end = [&](const TemplatePart& open) {
    const bool loop = open.kind == Kind::For;
    error(codes::kTemplate, "Unexpected end of template",
          std::string("The %{ ") + (loop ? "for" : "if") + " } begun here has no %{ " +
              (loop ? "endfor" : "endif") + " }.",
          open.begin, open.end);
    return kNone;
  };
  for (; at < parts.parts.size(); ++at) {
    TemplatePart& part = parts.parts[at];
    if (part.kind == Kind::Literal) {
      if (literal.empty()) literal_begin = part.begin;
      literal += part.text;
      continue;
    }
    flush(part.begin);
    if (part.kind == Kind::Value) {
      nodes.push_back(part.node);
    } else if (part.kind == Kind::If) {
      const auto opened = at++;
      const auto yes = assemble_until(parts, at, opened, part.end, part.end);
      if (yes == kNone) return kNone;
      auto no = kNone;
      if (at < parts.parts.size() && parts.parts[at].kind == Kind::Else) {
        const auto else_end = parts.parts[at++].end;
        no = assemble_until(parts, at, opened, else_end, else_end);
        if (no == kNone) return kNone;
      } else {
        no = builder_.string("", part.end, part.end);
      }
      if (at < parts.parts.size() && parts.parts[at].kind == Kind::Else) {
        error(codes::kTemplate, "Unexpected else directive",
              "This %{ if } has an %{ else } already.", parts.parts[at].begin, parts.parts[at].end);
        return kNone;
      }
      if (at >= parts.parts.size()) return missing_end(parts.parts[opened]);
      nodes.push_back(
          builder_.add(Op::Conditional, part.begin, parts.parts[at].end, part.node, yes, no));
    } else if (part.kind == Kind::For) {
      const auto opened = at++;
      ForCode loop = part.loop;
      loop.value = assemble_until(parts, at, opened, part.end, part.end);
      if (loop.value == kNone) return kNone;
      if (at >= parts.parts.size()) return missing_end(parts.parts[opened]);
      const auto loop_end = parts.parts[at].end;
      nodes.push_back(
          builder_.add(Op::Join, part.begin, loop_end, builder_.loop(loop, part.begin, loop_end)));
    } else {
      // else, endif, endfor: directive() has seen to it that they belong to `opened_by`.
      if (opened_by != kNone) return builder_.text_template(nodes, begin, part.begin);
      error(codes::kTemplate, "Unexpected end directive", "Nothing is open here that it could end.",
            part.begin, part.end);
      return kNone;
    }
  }
  flush(end);
  return builder_.text_template(nodes, begin, end);
}

}  // namespace tenon::lang::detail
