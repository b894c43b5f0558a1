// PathExpression: the part of JMESPath that service models, waiters and declarations use:
//   a.b   "a-b"   a[0]   a[-1]   a[].b   a[*].b   a[?x=='y'].z   a || b   a && b   !a
//   x == y, !=, <, <=, >, >=   'text'   `json`   @   a | b   (a)   [a, b]   length(x)
//   contains(x, y)   join(s, x)   keys(x)   values(x)   starts_with(x, y)   sort(x)
//   sort_by(x, &y)   not_null(a, b)   merge(a, b)   {Name: x, Other: y}
//   and beyond JMESPath: split(s, x), replace(x, from, to) for identifiers that hold others;
//   if(c, then, else); lookup(map, name); pick(map, names), omit(map, names), zip(names, values) or
//   zip(names, one value), and items(map) as [[name, value], ...] for maps, entries(map) as
//   [{key, value}]; base64(x);
//   lower(x);
//   from_json(x), to_json(x) for documents in texts, url_decode(x) for those of IAM; minus(a, b):
//   what only the first list has; crc32(x); sum(x) and max(x) of whole
//   numbers and their texts; $ is the whole document, also inside of projections
// Source: JMESPath specification. Compiled once, evaluated from any thread. Nothing fails at
// evaluation: what leads nowhere is null, and what depends on an unknown is unknown.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "providers/aws/model/node.h"
#include "schema/base/result.h"

namespace tenon::aws {

struct PathTerm;

class PathExpression {
 public:
  static Result<PathExpression> compile(std::string_view text);
  Node evaluate(const Node& on) const;
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::shared_ptr<const PathTerm> root_;
};

// JMESPath's truth: everything but null, false, "", [] and {}.
bool is_truthy(const Node& node);

}  // namespace tenon::aws
