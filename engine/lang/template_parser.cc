// Templates: quoted strings, heredocs, and texts without quotes (HCL native syntax: "Templates"). A
// template is first scanned into a flat list of parts; template_assembly.cc puts the directives
// together into nodes.
#include <algorithm>

#include "engine/lang/codes.h"
#include "engine/lang/template_parts.h"
#include "schema/base/text.h"

namespace tenon::lang::detail {

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

}  // namespace tenon::lang::detail
