// Body: the content of a block in whichever syntax it was written. Native HCL knows by itself what
// is an attribute and what is a block; JSON and YAML only know once somebody asks with a
// BodySchema. So whoever wants a body's content asks for it by schema, and gets the same answer for
// all three syntaxes. Owner: a Body shares the parsed file. Threads: immutable. Errors: unknown
// names are reported with the nearest known one.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/lang/expression.h"
#include "engine/lang/parser.h"
#include "schema/base/diagnostic.h"

namespace tenon::config {

// How a JSON or YAML value is to be read (Terraform's JSON syntax;
// reference/terraform-formats 4.3). In native HCL all are plain expressions.
enum class ArgumentMode : std::uint8_t {
  Expression,  // strings are templates
  Literal,     // strings stand as they are
  Traversal,   // strings (or a list or object of them) are references without ${}
  Native,      // strings are native expressions without ${}
  Keyword,     // a string is a word
};

struct ArgumentSchema {
  Symbol name;
  ArgumentMode mode = ArgumentMode::Expression;
  bool required = false;
};

struct BlockTypeSchema {
  Symbol name;
  std::uint32_t labels = 0;
  std::vector<std::string> label_names;  // for messages: {"type", "name"}
};

struct BodySchema {
  std::vector<ArgumentSchema> arguments;
  std::vector<BlockTypeSchema> blocks;
};

struct Argument {
  Symbol name;
  SourceSpan name_span;
  lang::Expression expression;
};

struct Block;
struct BodyContent;
namespace detail {
struct BodyData;
}

class Body {
 public:
  Body();  // empty
  explicit Body(std::shared_ptr<const detail::BodyData> data);

  // Everything in it must be in `schema`; what is not is reported, what is required and absent too.
  BodyContent content(const BodySchema& schema, Diagnostics& diagnostics) const;
  // What `schema` names, and a body of the rest (meta-arguments first, the provider's schema
  // later).
  BodyContent partial_content(const BodySchema& schema, Body* rest, Diagnostics& diagnostics) const;
  // All arguments as expressions, where no schema exists (locals, module inputs, tfvars); blocks
  // are errors.
  std::vector<Argument> just_arguments(ArgumentMode mode, Diagnostics& diagnostics) const;

  // The header of its block, and where something missing would be added.
  SourceSpan span() const;
  SourceSpan missing_span() const;
  // Whether it was written in native HCL (where an attribute `x = [...]` is no block).
  bool is_native() const;

 private:
  std::shared_ptr<const detail::BodyData> data_;
};

struct Block {
  Symbol type;
  SourceSpan type_span;
  std::vector<lang::BlockLabel> labels;
  SourceSpan span;  // type and labels
  Body body;
};

struct BodyContent {
  std::vector<Argument> arguments;  // in source order
  std::vector<Block> blocks;        // in source order
  const Argument* find(Symbol name) const;
};

}  // namespace tenon::config
