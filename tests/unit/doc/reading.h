// Reading: one text read as YAML or JSON, with what was said about it. For tests.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "schema/doc/document.h"

namespace tenon::doc {

struct Reading {
  std::unique_ptr<Document> document;
  Diagnostics diagnostics;

  // REQUIRES: it could be read
  const Node& root() const { return document->roots[0]; }
  const Node& at(std::string_view name) const { return *root().find(name); }
  // "E0117 3:3", or "" where nothing was said.
  std::string error() const {
    if (diagnostics.empty()) return {};
    const Diagnostic& first = diagnostics.list()[0];
    const ResolvedSpan resolved = resolve(first.span);
    return first.code + " " + std::to_string(resolved.start.line) + ":" +
           std::to_string(resolved.start.column);
  }
};

inline Reading yaml(std::string_view text, const Limits& limits = {}) {
  Reading reading;
  reading.document = read_yaml("test.yaml", text, limits, reading.diagnostics);
  return reading;
}
inline Reading json(std::string_view text, const Limits& limits = {}) {
  Reading reading;
  reading.document = read_json("test.json", text, limits, reading.diagnostics);
  return reading;
}

// What a span covers.
inline std::string text_of(SourceSpan span) {
  return std::string(source_text(span.source).substr(span.begin, span.end - span.begin));
}

}  // namespace tenon::doc
