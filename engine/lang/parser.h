// HCL's native structural syntax: a file is a body; a body holds attributes and blocks.
// Owner: BodySyntax is a value; it shares the code of its expressions. Threads: immutable once
// parsed.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/lang/expression.h"

namespace tenon::lang {

struct BlockSyntax;

struct AttributeSyntax {
  Symbol name;
  SourceSpan name_span;
  Expression expression;
};

struct BodySyntax {
  std::vector<AttributeSyntax> attributes;  // in source order; a name stands once
  std::vector<BlockSyntax> blocks;          // in source order
  SourceSpan span;
  SourceSpan
      end;  // where something missing would be added (the closing brace, or the end of the file)
};

struct BlockLabel {
  std::string text;
  SourceSpan span;
};

struct BlockSyntax {
  Symbol type;
  SourceSpan type_span;
  std::vector<BlockLabel> labels;
  SourceSpan header;  // type and labels
  BodySyntax body;
};

// A whole file. The text is registered as source `name`. What could be read is returned even where
// there are errors.
std::unique_ptr<BodySyntax> parse_hcl(std::string_view name, std::string_view text,
                                      Diagnostics& diagnostics);

}  // namespace tenon::lang
