// Template: a Node with holes, as declarations write them: "=expr" is what the expression gives,
// "a ${expr} b" is text with expressions in it, everything else stands for itself.
// A hole that gives null leaves out the member that it is the value of; so does a map of which
// every hole gives null. An element of a list of which any hole gives null is left out as a whole;
// where a hole is an element and gives a list, its items are elements.
// Immutable; any thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "providers/aws/model/path_expression.h"

namespace tenon::aws {

class Template {
 public:
  static Result<Template> compile(const Node& source);
  // `context` is what the expressions see.
  Node fill(const Node& context) const;
  bool empty() const { return kind_ == Kind::Constant && constant_.is_null(); }
  // Every expression in it, for checks.
  void expressions(std::vector<const PathExpression*>& to) const;
  // The first level of a map: names of the members that it sets.
  std::vector<std::string> member_names() const;

 private:
  enum class Kind : std::uint8_t { Constant, Expression, Text, List, Map };
  Node fill(const Node& context, bool& complete) const;

  Kind kind_ = Kind::Constant;
  Node constant_;
  std::vector<PathExpression> expressions_;  // Expression: one; Text: those between the pieces
  std::vector<std::string> pieces_;          // Text: one more than expressions
  std::vector<Template> items_;
  std::vector<std::pair<std::string, Template>> members_;
};

}  // namespace tenon::aws
