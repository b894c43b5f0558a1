#include "engine/render/diagnostics.h"

#include <algorithm>

#include "schema/base/text.h"

namespace tenon {

namespace {

constexpr std::size_t kWidth = 100;

std::string wrapped(const std::string& text, const std::string& indent) {
  std::string out;
  for (const std::string& paragraph : split(text, '\n')) {
    std::string line = indent;
    for (const std::string& word : split(paragraph, ' ')) {
      if (line.size() > indent.size() && line.size() + 1 + word.size() > kWidth) {
        out += line + "\n";
        line = indent;
      }
      if (line.size() > indent.size()) line += ' ';
      line += word;
    }
    out += (line == indent ? "" : line) + "\n";
  }
  return out;
}

std::string painted(const std::string& text, const char* code, Colour colour) {
  return colour == Colour::On ? std::string("\x1b[") + code + "m" + text + "\x1b[0m" : text;
}

std::string position_json(const SourcePosition& position) {
  return "{\"line\":" + std::to_string(position.line) +
         ",\"column\":" + std::to_string(position.column) +
         ",\"byte\":" + std::to_string(position.byte) + "}";
}

}  // namespace

std::string diagnostic_text(const Diagnostic& diagnostic, Colour colour) {
  const bool error = diagnostic.severity == Severity::Error;
  std::string out = painted(error ? "Error: " : "Warning: ", error ? "1;31" : "1;33", colour) +
                    painted(diagnostic.summary, "1", colour);
  if (!diagnostic.code.empty()) out += " (" + diagnostic.code + ")";
  out += "\n";
  if (diagnostic.span.known()) {
    const ResolvedSpan resolved = resolve(diagnostic.span);
    out += "\n  at " + location_text(diagnostic.span) +
           (diagnostic.address.empty() ? "" : ", for " + diagnostic.address) + "\n";
    std::string line(resolved.line_text.substr(0, 200));
    std::replace(line.begin(), line.end(), '\t', ' ');
    const std::string number = std::to_string(resolved.start.line);
    if (resolved.hidden) return out + "\n" + wrapped(diagnostic.detail, "  ") + "\n";
    out += "  " + number + " | " + line + "\n";
    const std::size_t same_line =
        resolved.end.line == resolved.start.line && resolved.end.column > resolved.start.column
            ? resolved.end.column - resolved.start.column
            : 1;
    out += "  " + std::string(number.size(), ' ') + " | " +
           std::string(std::min<std::size_t>(resolved.start.column - 1, 200), ' ') +
           painted(std::string(std::min<std::size_t>(same_line, 120), '^'), "1;31", colour) + "\n";
  } else if (!diagnostic.address.empty()) {
    out += "\n  for " + diagnostic.address + "\n";
  }
  return out + "\n" + wrapped(diagnostic.detail, "  ") + "\n";
}

std::string diagnostics_text(const Diagnostics& diagnostics, Colour colour) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics.list())
    out += diagnostic_text(diagnostic, colour);
  return out;
}

std::string diagnostic_json(const Diagnostic& diagnostic) {
  std::string out = "{\"severity\":\"" +
                    std::string(diagnostic.severity == Severity::Error ? "error" : "warning") +
                    "\",\"summary\":" + json_quote(diagnostic.summary) +
                    ",\"detail\":" + json_quote(diagnostic.detail);
  if (!diagnostic.address.empty()) out += ",\"address\":" + json_quote(diagnostic.address);
  if (diagnostic.span.known()) {
    const ResolvedSpan resolved = resolve(diagnostic.span);
    out += ",\"range\":{\"filename\":" + json_quote(resolved.file) +
           ",\"start\":" + position_json(resolved.start) +
           ",\"end\":" + position_json(resolved.end) + "}";
    if (resolved.hidden) return out + "}";
    const std::string_view text = source_text(diagnostic.span.source);
    const std::size_t start =
        text.rfind('\n', resolved.start.byte == 0 ? 0 : resolved.start.byte - 1);
    const std::size_t first =
        start == std::string_view::npos || resolved.start.byte == 0 ? 0 : start + 1;
    const std::size_t from =
        resolved.start.byte - std::min<std::size_t>(first, resolved.start.byte);
    const std::size_t to = std::min<std::size_t>(
        resolved.line_text.size(), from + (diagnostic.span.end > diagnostic.span.begin
                                               ? diagnostic.span.end - diagnostic.span.begin
                                               : 1));
    out += ",\"snippet\":{\"context\":null,\"code\":" + json_quote(resolved.line_text) +
           ",\"start_line\":" + std::to_string(resolved.start.line) +
           ",\"highlight_start_offset\":" + std::to_string(from) +
           ",\"highlight_end_offset\":" + std::to_string(to) + ",\"values\":[]}";
  }
  return out + "}";
}

std::string validate_json(const Diagnostics& diagnostics) {
  std::size_t errors = 0;
  std::vector<std::string> list;
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    errors += diagnostic.severity == Severity::Error ? 1 : 0;
    list.push_back(diagnostic_json(diagnostic));
  }
  return "{\"format_version\":\"1.0\",\"valid\":" + std::string(errors == 0 ? "true" : "false") +
         ",\"error_count\":" + std::to_string(errors) +
         ",\"warning_count\":" + std::to_string(diagnostics.size() - errors) +
         ",\"diagnostics\":[" + join(list, ",") + "]}";
}

}  // namespace tenon
