// The flat list of parts that a template is scanned into, on which strip markers and the
// indentation of <<- heredocs work. Used by the parser of templates only. Threads: as the parser.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/lang/expression_parser.h"

namespace tenon::lang::detail {

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

  void literal(std::string_view text, std::uint32_t begin, std::uint32_t end);
  // Strip markers work on the literal beside them, which is one line where literals are cut.
  void close_literal();
  void strip_before();
  // The indentation that all lines share is taken off. Lines of blanks alone do not count, nor do
  // lines whose start a strip marker has joined to the line before.
  void remove_indentation();
};

}  // namespace tenon::lang::detail
