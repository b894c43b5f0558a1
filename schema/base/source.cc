#include "schema/base/source.h"

#include <algorithm>
#include <deque>
#include <mutex>
#include <shared_mutex>

#include "schema/base/check.h"

namespace tenon {

namespace {

struct Source {
  std::string name;
  std::string text;
};

struct SourceTable {
  std::shared_mutex mutex;
  std::deque<Source> sources{Source{}};  // number 0: nowhere
};

SourceTable& table() {
  static SourceTable* instance = new SourceTable();
  return *instance;
}

const Source& source_of(std::uint32_t source) {
  std::shared_lock lock(table().mutex);
  CHECK(source < table().sources.size());
  return table().sources[source];  // a deque never moves its elements
}

bool starts_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

SourcePosition position_of(std::string_view text, std::uint32_t byte) {
  const auto at = std::min<std::size_t>(byte, text.size());
  const std::string_view before = text.substr(0, at);
  const auto newline = before.rfind('\n');
  const std::size_t line_start = newline == std::string_view::npos ? 0 : newline + 1;
  const std::string_view in_line = before.substr(line_start);
  return {static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n') + 1),
          static_cast<std::uint32_t>(
              std::count_if(in_line.begin(), in_line.end(), starts_character) + 1),
          static_cast<std::uint32_t>(at)};
}

}  // namespace

std::uint32_t add_source(std::string_view name, std::string_view text) {
  std::unique_lock lock(table().mutex);
  table().sources.push_back(Source{std::string(name), std::string(text)});
  return static_cast<std::uint32_t>(table().sources.size() - 1);
}

std::string_view source_name(std::uint32_t source) { return source_of(source).name; }
std::string_view source_text(std::uint32_t source) { return source_of(source).text; }

ResolvedSpan resolve(SourceSpan span) {
  if (!span.known()) return {};
  const Source& source = source_of(span.source);
  const std::string_view text = source.text;
  ResolvedSpan resolved{source.name,
                        position_of(text, span.begin),
                        position_of(text, std::max(span.begin, span.end)),
                        {}};
  const std::size_t begin = resolved.start.byte;
  const auto newline = begin == 0 ? std::string_view::npos : text.rfind('\n', begin - 1);
  const std::size_t line_start = newline == std::string_view::npos ? 0 : newline + 1;
  const std::size_t line_end = std::min(text.find('\n', line_start), text.size());
  resolved.line_text = text.substr(line_start, line_end - line_start);
  return resolved;
}

std::string location_text(SourceSpan span) {
  if (!span.known()) return {};
  const ResolvedSpan resolved = resolve(span);
  return std::string(resolved.file) + ":" + std::to_string(resolved.start.line) + ":" +
         std::to_string(resolved.start.column);
}

}  // namespace tenon
