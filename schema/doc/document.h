// Document: what a YAML or JSON text says, as one tree with a source span for every scalar, key,
// object and array. Numbers keep their exact decimal text. Object members keep their order;
// duplicate keys are refused by the YAML reader, and kept by the JSON reader, because in
// Terraform's JSON syntax a body may name a block type twice (the front end judges). Owner: the
// Document owns its arena; nodes and texts point into it. Threads: immutable once read.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "schema/base/arena.h"
#include "schema/base/diagnostic.h"
#include "schema/base/source.h"

namespace tenon::doc {

enum class NodeKind : std::uint8_t { Null, Bool, Number, String, Array, Object };
// How a string was written; block styles end in a newline of their own.
enum class ScalarStyle : std::uint8_t { Plain, Quoted, Literal, Folded };

struct Member;

struct Node {
  NodeKind kind = NodeKind::Null;
  ScalarStyle style = ScalarStyle::Plain;
  bool verbatim = false;  // string: `text` equals the source's bytes at `text_span`, so offsets
                          // inside it are offsets in the source
  bool boolean = false;
  SourceSpan span;                  // the whole node, quotes and brackets included
  SourceSpan text_span;             // string: the text without its quotes
  std::string_view text;            // string: decoded; number: its exact decimal text as in JSON
  std::span<const Node> items;      // array
  std::span<const Member> members;  // object

  // The first member of that name, or nullptr.
  const Node* find(std::string_view name) const;
};

struct Member {
  std::string_view name;
  SourceSpan name_span;
  Node value;
};

struct Limits {
  std::uint64_t file_bytes = 64ull << 20;
  std::uint32_t depth = 200;
  std::uint64_t nodes_from_aliases = 100'000;
};

// One text. A YAML text may hold several documents: one root each.
struct Document {
  Arena arena;
  std::uint32_t source = 0;
  std::span<const Node> roots;
};

// Both register `text` as source `name` and return what could be read: nullptr only where the
// diagnostics hold an error.
std::unique_ptr<Document> read_yaml(std::string_view name, std::string_view text,
                                    const Limits& limits, Diagnostics& diagnostics);
std::unique_ptr<Document> read_json(std::string_view name, std::string_view text,
                                    const Limits& limits, Diagnostics& diagnostics);

}  // namespace tenon::doc
