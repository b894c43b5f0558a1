#include "engine/lang/template_parts.h"

#include <algorithm>
#include <iterator>

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

void ExpressionParser::Template::literal(std::string_view text, std::uint32_t begin,
                                         std::uint32_t end) {
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

void ExpressionParser::Template::close_literal() {
  if (open_literal && strip_next) {
    std::string& text = parts.back().text;
    text.erase(0, text.size() - without_leading_space(text).size());
  }
  open_literal = false;
  strip_next = false;
}

void ExpressionParser::Template::strip_before() {
  if (parts.empty() || parts.back().kind != TemplatePart::Kind::Literal) return;
  std::string& text = parts.back().text;
  text.resize(without_trailing_space(text).size());
}

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

}  // namespace tenon::lang::detail
