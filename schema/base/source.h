// Sources: the texts that were read in this run, and spans in them. A span is twelve bytes; line
// and column are worked out only when somebody prints it. One append-only table per process.
// Threads: safe from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tenon {

// Bytes [begin, end) of source number `source`. Source 0 is "nowhere".
struct SourceSpan {
  std::uint32_t source = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool known() const { return source != 0; }
  friend bool operator==(const SourceSpan&, const SourceSpan&) = default;
};

// Lines and columns count from 1; columns count Unicode characters as users see them, bytes count
// from 0.
struct SourcePosition {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t byte = 0;
};

struct ResolvedSpan {
  std::string_view file;
  SourcePosition start;
  SourcePosition end;
  std::string_view line_text;  // the whole first line, without its newline
  bool hidden = false;         // the line touches what hide_source_text() named: do not quote it
};

// Keeps a copy of both. `name` is the path as the user wrote it, or a word such as "<value for
// var.a>".
std::uint32_t add_source(std::string_view name, std::string_view text);
std::string_view source_name(std::uint32_t source);
std::string_view source_text(std::uint32_t source);
ResolvedSpan resolve(SourceSpan span);
// Lines that hold any of `span` are never quoted again: the value of a sensitive variable, say.
void hide_source_text(SourceSpan span);
// "main.tf:3:14", or "" where the span is unknown.
std::string location_text(SourceSpan span);

}  // namespace tenon
