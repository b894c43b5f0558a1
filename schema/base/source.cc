#include "schema/base/source.h"

#include <algorithm>
#include <deque>
#include <mutex>
#include <shared_mutex>
#include <utility>
#include <vector>

#include "schema/base/check.h"

namespace tenon {

namespace {

// Never moved once it is in the table; `hidden` is guarded by the table's mutex.
struct Source {
  Source() = default;
  Source(std::string_view its_name, std::string_view its_text) : name(its_name), text(its_text) {}

  std::string name;
  std::string text;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> hidden;  // [begin, end)
  // Where each line begins; found when the first position is asked for, since most sources never
  // are, and a plan that names every block of a large file asks very often.
  mutable std::once_flag lines_found;
  mutable std::vector<std::size_t> lines;
};

struct SourceTable {
  std::shared_mutex mutex;
  std::deque<Source> sources = std::deque<Source>(1);  // number 0: nowhere
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

const std::vector<std::size_t>& lines_of(const Source& source) {
  std::call_once(source.lines_found, [&] {
    source.lines.push_back(0);
    for (auto at = source.text.find('\n'); at != std::string::npos;
         at = source.text.find('\n', at + 1))
      source.lines.push_back(at + 1);
  });
  return source.lines;
}

SourcePosition position_of(const Source& source, std::uint32_t byte) {
  const std::string_view text = source.text;
  const auto at = std::min<std::size_t>(byte, text.size());
  const std::vector<std::size_t>& lines = lines_of(source);
  const auto line = static_cast<std::size_t>(std::upper_bound(lines.begin(), lines.end(), at) -
                                             lines.begin());  // counts from 1
  const std::size_t line_start = lines[line - 1];
  const std::string_view in_line = text.substr(line_start, at - line_start);
  return {static_cast<std::uint32_t>(line),
          static_cast<std::uint32_t>(
              std::count_if(in_line.begin(), in_line.end(), starts_character) + 1),
          static_cast<std::uint32_t>(at)};
}

}  // namespace

std::uint32_t add_source(std::string_view name, std::string_view text) {
  std::unique_lock lock(table().mutex);
  table().sources.emplace_back(name, text);
  return static_cast<std::uint32_t>(table().sources.size() - 1);
}

std::string_view source_name(std::uint32_t source) { return source_of(source).name; }
std::string_view source_text(std::uint32_t source) { return source_of(source).text; }

ResolvedSpan resolve(SourceSpan span) {
  if (!span.known()) return {};
  const Source& source = source_of(span.source);
  const std::string_view text = source.text;
  ResolvedSpan resolved{source.name,
                        position_of(source, span.begin),
                        position_of(source, std::max(span.begin, span.end)),
                        {},
                        false};
  const std::size_t line_start = lines_of(source)[resolved.start.line - 1];
  const std::size_t line_end = std::min(text.find('\n', line_start), text.size());
  resolved.line_text = text.substr(line_start, line_end - line_start);
  std::shared_lock lock(table().mutex);
  for (const auto& [from, to] : source.hidden)
    resolved.hidden |= from <= line_end && to >= line_start;
  return resolved;
}

void hide_source_text(SourceSpan span) {
  if (!span.known()) return;
  std::unique_lock lock(table().mutex);
  CHECK(span.source < table().sources.size());
  table().sources[span.source].hidden.emplace_back(span.begin, std::max(span.begin, span.end));
}

std::string location_text(SourceSpan span) {
  if (!span.known()) return {};
  const ResolvedSpan resolved = resolve(span);
  return std::string(resolved.file) + ":" + std::to_string(resolved.start.line) + ":" +
         std::to_string(resolved.start.column);
}

}  // namespace tenon
