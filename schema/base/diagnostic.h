// Diagnostics: what is wrong with the user's input, collected so that one run reports all of it.
// A diagnostic says what (summary: a fixed phrase without names, which a user can search for), why
// and what to do (detail: full sentences with the names), and where (span). Functions that judge
// input take Diagnostics& as their last parameter and return a usable partial result. Threads: one
// collector, one thread; merge with append().
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "schema/base/source.h"

namespace tenon {

enum class Severity { Error, Warning };

struct Diagnostic {
  Severity severity = Severity::Error;
  std::string code;     // stable, "E0312"; listed in docs/diagnostics.md
  std::string summary;  // fixed, no user names, no final full stop
  std::string detail;   // what, why, what to do
  SourceSpan span;      // the offending text itself
  SourceSpan context;   // a larger stretch around it, where that helps
  std::string address;  // of the resource instance, where there is one
};

class Diagnostics {
 public:
  void add(Diagnostic diagnostic) { list_.push_back(std::move(diagnostic)); }
  void error(std::string code, std::string summary, std::string detail, SourceSpan span = {}) {
    list_.push_back(
        {Severity::Error, std::move(code), std::move(summary), std::move(detail), span, {}, {}});
  }
  void warning(std::string code, std::string summary, std::string detail, SourceSpan span = {}) {
    list_.push_back(
        {Severity::Warning, std::move(code), std::move(summary), std::move(detail), span, {}, {}});
  }
  void append(const Diagnostics& other) {
    list_.insert(list_.end(), other.list_.begin(), other.list_.end());
  }

  bool has_errors() const;
  bool empty() const { return list_.empty(); }
  std::size_t size() const { return list_.size(); }
  const std::vector<Diagnostic>& list() const { return list_; }
  std::vector<Diagnostic>& list() { return list_; }
  // By file, position, severity and text, each once: the same for any number of threads.
  void sort_and_deduplicate();

 private:
  std::vector<Diagnostic> list_;
};

}  // namespace tenon
