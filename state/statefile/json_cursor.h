// JsonCursor: reads one JSON text from front to back, without building a tree: a large state is
// read at the speed of memory, and what nobody asks for is only skipped. Owner: the text outlives
// the cursor. Threads: one cursor, one thread. Errors: the first one sticks; every call after it
// gives nothing, so callers check ok() where it matters. Nesting is bounded.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tenon {

class JsonCursor {
 public:
  // `text` may be a part of `whole`, for messages that tell line and column.
  explicit JsonCursor(std::string_view text) : JsonCursor(text, text) {}
  JsonCursor(std::string_view text, std::string_view whole)
      : at_(text.data()), end_(text.data() + text.size()), whole_(whole) {}

  bool ok() const { return error_.empty(); }
  // "line 12, column 3: …"
  const std::string& error() const { return error_; }
  void fail(std::string_view what);

  // The first character of the next value, '\0' at the end.
  char peek();
  bool at_end() { return peek() == '\0'; }

  // {…}: for (c.enter('{'); c.next_member(&name);) …; the name's text lives in the text or in
  // `scratch` until the next call.
  bool enter(char bracket);
  bool next_member(std::string_view* name, std::string& scratch);
  // […]: for (c.enter('['); c.next_element();) …
  bool next_element();

  // The value's text in `whole`, moved past.
  std::string_view skip();
  // Decoded. Without escapes it is a view into the text; else into `scratch`. *verbatim tells.
  std::string_view string(std::string& scratch, bool* verbatim = nullptr);
  // The exact decimal text.
  std::string_view number();
  bool boolean();
  void null();

 private:
  void skip_space();
  bool literal(std::string_view word);

  const char* at_;
  const char* end_;
  std::string_view whole_;
  std::string error_;
  bool first_ = false;  // just entered: no comma is expected
  int depth_ = 0;
};

}  // namespace tenon
