// Code: what an expression is compiled to: an array of small nodes, children before parents, that
// refer to each other by number. Names of `for` are slots; outside names are numbers of references;
// literals are Values that are ready. All expressions of one file share one Unit, which holds their
// memory, so an expression costs no allocation of its own.
// Threads: immutable after CodeBuilder::finish(). Used by the parser (writes) and the evaluator
// (reads) only.
#pragma once

#include <cstdint>
#include <forward_list>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/lang/expression.h"
#include "schema/base/arena.h"
#include "schema/base/source.h"
#include "schema/base/symbol.h"
#include "schema/value/type.h"
#include "schema/value/value.h"

namespace tenon::lang::detail {

inline constexpr std::uint32_t kNone = ~0u;
// Nesting that the parser follows, and height of trees that the evaluator walks: both far from the
// end of a thread's stack.
inline constexpr std::uint32_t kMaximumNesting = 200;
inline constexpr std::uint16_t kMaximumHeight = 1000;

enum class Op : std::uint8_t {
  Constant,      // a: constant
  KeyName,       // a: constant (its text); a bare name as an object key. b: reference in
                 // Code::key_references
  KeyAmbiguous,  // a.b as an object key; b as above
  Reference,     // a: reference
  Local,         // a: slot
  Attribute,     // a: object, b: symbol
  Index,         // a: collection, b: key
  Splat,         // a: source, b: each, c: slot of the item; detail: SplatKind
  Tuple,         // a: first in lists, b: count, c: prepared constant or kNone
  Object,  // a: first in lists (key, value alternating), b: count of pairs, c: number in objects or
           // kNone
  Not,     // a
  Negate,  // a
  Binary,  // a, b; detail: BinaryOp
  Conditional,  // a ? b : c
  Call,         // a: number in calls
  For,          // a: number in loops
  Template,     // a: first in lists, b: count
  Join,         // a: the For of a %{for}
};

enum class BinaryOp : std::uint8_t {
  Or,
  And,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  Add,
  Subtract,
  Multiply,
  Divide,
  Modulo,
};

enum class SplatKind : std::uint8_t { Attributes, Full };

struct Node {
  Op op = Op::Constant;
  std::uint8_t detail = 0;
  std::uint16_t height = 1;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t c = 0;
  std::uint32_t begin = 0;  // bytes in the text that was parsed
  std::uint32_t end = 0;
};

struct CallCode {
  Symbol name;  // "upper", "provider::aws::arn_parse"; without "core::"
  std::uint32_t first = 0;
  std::uint32_t count = 0;
  bool expand = false;  // f(a, rest...)
  std::uint32_t name_begin = 0;
  std::uint32_t name_end = 0;
};

struct ForCode {
  std::uint32_t collection = 0;
  std::uint32_t key = kNone;  // of an object-for
  std::uint32_t value = 0;
  std::uint32_t condition = kNone;
  std::uint32_t key_slot = kNone;
  std::uint32_t value_slot = 0;
  bool object = false;
  bool grouping = false;
};

// An object constructor whose keys are all constant: the shape is known, and for each pair the
// slot, kNone where a later pair has the same key.
struct ObjectCode {
  const ObjectShape* shape = nullptr;
  std::span<const std::uint32_t> slots;
};

struct Code {
  SourceSpan whole;
  std::uint32_t text_begin = 0;  // offset in the source of the text that was parsed
  bool verbatim = true;
  std::uint32_t root = 0;
  std::uint32_t slots = 0;  // of for-variables
  std::span<const Node> nodes;
  std::span<const std::uint32_t> lists;
  std::span<const Value> constants;
  std::span<const Reference> references;
  std::span<const Reference> key_references;
  std::span<const CallCode> calls;
  std::span<const ForCode> loops;
  std::span<const ObjectCode> objects;
  std::span<const Symbol> functions;
  const Value* constant = nullptr;
  std::string_view keyword;

  SourceSpan span_of(std::uint32_t begin, std::uint32_t end) const {
    if (!verbatim) return whole;
    return {whole.source, text_begin + begin, text_begin + end};
  }
  SourceSpan span_of(const Node& node) const { return span_of(node.begin, node.end); }
  const Node& root_node() const { return nodes[root]; }
};

// The memory of all expressions of one text.
struct Unit {
  Arena arena{512};
  std::forward_list<std::vector<Reference>>
      references;                      // those have destructors, so they are not in the arena
  std::shared_ptr<const Code> parent;  // of a part of another expression: keeps its constants alive
};

// Collects one expression. The parser makes nodes through it; constants are folded where they are
// made.
class CodeBuilder {
 public:
  explicit CodeBuilder(std::shared_ptr<Unit> unit) : unit_(std::move(unit)) {}

  // The text that offsets count in.
  void start(SourceSpan whole, std::uint32_t text_begin, bool verbatim);

  Arena& arena() { return unit_->arena; }
  const std::shared_ptr<Unit>& unit() const { return unit_; }
  const Node& node(std::uint32_t number) const { return nodes_[number]; }
  const Value* constant_of(std::uint32_t number) const;
  const std::vector<std::uint32_t>& lists() const { return lists_; }

  std::uint32_t add(Op op, std::uint32_t begin, std::uint32_t end, std::uint32_t a,
                    std::uint32_t b = 0, std::uint32_t c = 0, std::uint8_t detail = 0);
  std::uint32_t constant(const Value& value, std::uint32_t begin, std::uint32_t end);
  std::uint32_t reference(Reference reference, std::uint32_t begin, std::uint32_t end);
  void set_end(std::uint32_t number, std::uint32_t end) { nodes_[number].end = end; }
  // Turns the reference that was made last into an object key.
  std::uint32_t key_of_last_reference(std::uint32_t number);
  std::uint32_t tuple(std::span<const std::uint32_t> elements, std::uint32_t begin,
                      std::uint32_t end);
  std::uint32_t object(std::span<const std::uint32_t> keys_and_values, std::uint32_t begin,
                       std::uint32_t end);
  std::uint32_t text_template(std::span<const std::uint32_t> parts, std::uint32_t begin,
                              std::uint32_t end);
  std::uint32_t call(CallCode call, std::span<const std::uint32_t> arguments, std::uint32_t begin,
                     std::uint32_t end);
  std::uint32_t loop(const ForCode& loop, std::uint32_t begin, std::uint32_t end);
  std::uint32_t string(std::string_view text, std::uint32_t begin, std::uint32_t end);

  // Where the next node and call will stand, and a change of the spans of everything from there on:
  // for texts inside of a document.
  struct Place {
    std::size_t node = 0;
    std::size_t call = 0;
  };
  Place place() const { return {nodes_.size(), calls_.size()}; }
  void shift(Place from, std::uint32_t by);
  void cover(Place from, std::uint32_t begin, std::uint32_t end);

  std::uint32_t new_slot();
  void release_slots(std::uint32_t to) { next_slot_ = to; }
  std::uint32_t next_slot() const { return next_slot_; }
  std::vector<Reference>& references() { return references_; }
  bool too_high() const { return too_high_; }

  // Ends the expression; the builder is empty again.
  std::shared_ptr<const Code> finish(std::uint32_t root, std::uint32_t begin, std::uint32_t end);
  void clear();

 private:
  std::uint32_t list(std::span<const std::uint32_t> items);

  std::shared_ptr<Unit> unit_;
  SourceSpan whole_;
  std::uint32_t text_begin_ = 0;
  bool verbatim_ = true;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> lists_;
  std::vector<Value> constants_;
  std::vector<Reference> references_;
  std::vector<Reference> key_references_;
  std::vector<CallCode> calls_;
  std::vector<ForCode> loops_;
  std::vector<ObjectCode> objects_;
  std::uint32_t next_slot_ = 0;
  std::uint32_t slots_ = 0;
  bool too_high_ = false;
};

// A new expression that is the part of `code` below `node`. Its references keep their order.
std::shared_ptr<const Code> part_of(const std::shared_ptr<const Code>& code, std::uint32_t node,
                                    CodeBuilder& builder);
// A builder for parts of `code`, which keeps it alive.
CodeBuilder builder_of_parts(const std::shared_ptr<const Code>& code);

// The value of code without references and calls; nothing where evaluating it fails.
std::optional<Value> evaluate_closed(const Code& code, Arena& arena);

}  // namespace tenon::lang::detail
