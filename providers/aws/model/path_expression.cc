#include "providers/aws/model/path_expression.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <optional>
#include <vector>

#include "providers/aws/model/path_functions.h"
#include "schema/base/text.h"

namespace tenon::aws {

enum class Op : std::uint8_t {
  Current,
  Root,       // $
  Field,      // name
  Literal,    // literal
  Index,      // of the left side
  Flatten,    // left[]: then `right` for each
  Each,       // left[*]
  EachValue,  // left.*
  Filter,     // left[?condition]
  Pipe,       // left, then right on it
  Or,
  And,
  Not,
  Compare,  // name holds the operator
  MultiList,
  MultiMap,   // name holds the members' names, one a line
  Call,       // name, arguments
  Reference,  // &expression, an argument of sort_by
};

struct PathTerm {
  Op op = Op::Current;
  std::string name;
  Node literal;
  long index = 0;
  std::vector<std::shared_ptr<const PathTerm>> parts;
};

namespace {

using Term = std::shared_ptr<const PathTerm>;
constexpr int kDeepest = 100;

Term make(Op op, std::vector<Term> parts = {}, std::string name = {}) {
  auto term = std::make_shared<PathTerm>();
  term->op = op;
  term->parts = std::move(parts);
  term->name = std::move(name);
  return term;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Term> parse() {
    Term term = pipe();
    skip();
    if (error_.empty() && at_ != text_.size()) fail("something is left over");
    if (!error_.empty())
      return make_error(
          ErrorCategory::InvalidArgument,
          "\"" + std::string(text_) + "\" at position " + std::to_string(at_) + ": " + error_);
    return term;
  }

 private:
  void skip() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }
  bool take(std::string_view token) {
    skip();
    if (text_.substr(at_, token.size()) != token) return false;
    at_ += token.size();
    return true;
  }
  // A single `|` or `!`, not `||` or `!=`.
  bool take_alone(char c, char not_before) {
    skip();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    if (at_ + 1 < text_.size() && text_[at_ + 1] == not_before) return false;
    ++at_;
    return true;
  }
  void fail(std::string why) {
    if (error_.empty()) error_ = std::move(why);
  }

  Term pipe() {
    Term left = alternatives();
    while (error_.empty() && take_alone('|', '|')) left = make(Op::Pipe, {left, alternatives()});
    return left;
  }
  Term alternatives() {
    Term left = conjunction();
    while (error_.empty() && take("||")) left = make(Op::Or, {left, conjunction()});
    return left;
  }
  Term conjunction() {
    Term left = comparison();
    while (error_.empty() && take("&&")) left = make(Op::And, {left, comparison()});
    return left;
  }
  Term comparison() {
    Term left = negation();
    for (const char* op : {"==", "!=", "<=", ">=", "<", ">"}) {
      if (error_.empty() && take(op)) return make(Op::Compare, {left, negation()}, op);
    }
    return left;
  }
  Term negation() {
    if (++depth_ > kDeepest) {
      fail("nested too deep");
      return make(Op::Current);
    }
    Term term = take_alone('!', '=') ? make(Op::Not, {negation()}) : suffixed(primary());
    --depth_;
    return term;
  }

  // `.b`, `[…]`, as long as there are some. A projection takes everything that follows it.
  Term suffixed(Term left) {
    while (error_.empty()) {
      if (take("[]")) return make(Op::Flatten, {left, suffixed(make(Op::Current))});
      if (take("[*]")) return make(Op::Each, {left, suffixed(make(Op::Current))});
      if (take("[?")) {
        Term condition = pipe();
        if (!take("]")) fail("] expected");
        return make(Op::Filter, {left, condition, suffixed(make(Op::Current))});
      }
      if (take("[")) {
        auto term = std::make_shared<PathTerm>();
        term->op = Op::Index;
        term->index = integer();
        term->parts = {left};
        if (!take("]")) fail("] expected");
        left = term;
        continue;
      }
      skip();
      if (take(".*")) return make(Op::EachValue, {left, suffixed(make(Op::Current))});
      if (at_ < text_.size() && text_[at_] == '.') {
        ++at_;
        if (take("[")) {
          left = make(Op::Pipe, {left, multi_list()});
        } else if (take("{")) {
          left = make(Op::Pipe, {left, multi_map()});
        } else {
          left = make(Op::Pipe, {left, named()});
        }
        continue;
      }
      break;
    }
    return left;
  }

  long integer() {
    skip();
    const std::size_t begin = at_;
    if (at_ < text_.size() && text_[at_] == '-') ++at_;
    while (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
    if (at_ == begin) fail("a number is expected");
    return std::strtol(std::string(text_.substr(begin, at_ - begin)).c_str(), nullptr, 10);
  }

  std::string identifier() {
    skip();
    if (at_ < text_.size() && text_[at_] == '"') return quoted('"');
    const std::size_t begin = at_;
    while (at_ < text_.size() &&
           (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '_'))
      ++at_;
    if (at_ == begin) fail("a name is expected");
    return std::string(text_.substr(begin, at_ - begin));
  }

  std::string quoted(char end) {
    std::string result;
    ++at_;
    while (at_ < text_.size() && text_[at_] != end) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] == end) ++at_;
      result += text_[at_++];
    }
    if (at_ >= text_.size()) fail("the text has no end");
    ++at_;
    return result;
  }

  Term literal(Node node) {
    auto term = std::make_shared<PathTerm>();
    term->op = Op::Literal;
    term->literal = std::move(node);
    return term;
  }

  Term multi_list() {
    std::vector<Term> parts;
    do {
      parts.push_back(pipe());
    } while (error_.empty() && take(","));
    if (!take("]")) fail("] expected");
    return make(Op::MultiList, std::move(parts));
  }

  // {Name: expression, …}
  Term multi_map() {
    std::vector<Term> parts;
    std::string names;
    do {
      names += identifier() + "\n";
      if (!take(":")) fail(": expected");
      parts.push_back(pipe());
    } while (error_.empty() && take(","));
    if (!take("}")) fail("} expected");
    return make(Op::MultiMap, std::move(parts), std::move(names));
  }

  // A member, or a function of what is there.
  Term named() {
    skip();
    const bool is_quoted = at_ < text_.size() && text_[at_] == '"';
    std::string name = identifier();
    if (is_quoted || !take("(")) return make(Op::Field, {}, std::move(name));
    std::vector<Term> arguments;
    if (!take(")")) {
      do {
        const bool is_reference = take("&");
        Term argument = pipe();
        arguments.push_back(is_reference ? make(Op::Reference, {std::move(argument)}) : argument);
      } while (error_.empty() && take(","));
      if (!take(")")) fail(") expected");
    }
    const auto takes = arguments_of_path_function(name);
    if (!takes) {
      fail("there is no function " + name);
    } else if (*takes != 0 && *takes != arguments.size()) {
      fail(name + " takes " + std::to_string(*takes) + " arguments");
    }
    return make(Op::Call, std::move(arguments), std::move(name));
  }

  Term primary() {
    skip();
    if (at_ >= text_.size()) {
      fail("an expression is expected");
      return make(Op::Current);
    }
    const char c = text_[at_];
    if (c == '\'') return literal(Node::string(quoted('\'')));
    if (c == '`') {
      auto json = parse_json(quoted('`'));
      if (!json) {
        fail("the literal is no JSON");
        return make(Op::Current);
      }
      return literal(*std::move(json));
    }
    if (take("@")) return make(Op::Current);
    if (take("$")) return make(Op::Root);
    if (take("{")) return multi_map();
    if (take("(")) {
      Term inside = pipe();
      if (!take(")")) fail(") expected");
      return inside;
    }
    if (c == '[') {
      // "[]" and "[?" on the current node are suffixes; the rest is a list of expressions.
      const std::string_view next = text_.substr(at_, 2);
      if (next == "[]" || next == "[?" || next == "[*" ||
          (next.size() == 2 &&
           (std::isdigit(static_cast<unsigned char>(next[1])) != 0 || next[1] == '-')))
        return make(Op::Current);
      ++at_;
      return multi_list();
    }
    return named();
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::string error_;
};

Node eval(const PathTerm& term, const Node& on, const Node& root);

Node project(const std::vector<Node>& items, const PathTerm& right, const PathTerm* condition,
             const Node& root) {
  Node result = Node::list();
  for (const Node& item : items) {
    if (condition != nullptr && !is_truthy(eval(*condition, item, root))) continue;
    Node value = eval(right, item, root);
    if (!value.is_null()) result.add(std::move(value));
  }
  return result;
}

bool compare(const std::string& op, const Node& a, const Node& b) {
  if (op == "==") return a == b;
  if (op == "!=") return !(a == b);
  if (a.kind() != Node::Kind::Number || b.kind() != Node::Kind::Number) return false;
  const double x = std::strtod(a.text().c_str(), nullptr);
  const double y = std::strtod(b.text().c_str(), nullptr);
  if (op == "<") return x < y;
  if (op == "<=") return x <= y;
  if (op == ">") return x > y;
  return x >= y;
}

// Numbers by value, everything else as text; equals stay as they are.
Node sorted_by(const Node& list, const PathTerm& key, const Node& root) {
  std::vector<std::pair<Node, Node>> keyed;
  for (const Node& item : list.items()) keyed.emplace_back(eval(key, item, root), item);
  std::stable_sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) {
    if (a.first.kind() == Node::Kind::Number && b.first.kind() == Node::Kind::Number)
      return compare("<", a.first, b.first);
    return a.first.scalar_text() < b.first.scalar_text();
  });
  Node result = Node::list();
  for (auto& [unused, item] : keyed) result.add(std::move(item));
  return result;
}

Node call(const PathTerm& term, const Node& on, const Node& root) {
  if (term.name == "sort_by" && term.parts[1]->op == Op::Reference)
    return sorted_by(eval(*term.parts[0], on, root), *term.parts[1]->parts[0], root);
  std::vector<Node> args;
  for (const Term& part : term.parts) args.push_back(eval(*part, on, root));
  const std::string& name = term.name;
  if (name == "if") {  // if(condition, then) and if(condition, then, otherwise)
    if (args.size() < 2 || args[0].is_unknown()) return Node::unknown();
    if (is_truthy(args[0])) return std::move(args[1]);
    return args.size() > 2 ? std::move(args[2]) : Node();
  }
  if (name == "not_null") {
    for (Node& arg : args) {
      if (!arg.is_null()) return std::move(arg);
    }
    return {};
  }
  if (std::any_of(args.begin(), args.end(), [](const Node& arg) { return arg.is_unknown(); }))
    return Node::unknown();
  return call_path_function(name, args);
}

Node eval(const PathTerm& term, const Node& on, const Node& root) {
  switch (term.op) {
    case Op::Current:
      return on;
    case Op::Root:
      return root;
    case Op::Field: {
      if (on.is_unknown()) return Node::unknown();
      const Node* found = on.find(term.name);
      return found == nullptr ? Node() : *found;
    }
    case Op::Literal:
      return term.literal;
    case Op::Index: {
      const Node list = eval(*term.parts[0], on, root);
      if (list.is_unknown()) return list;
      const long size = static_cast<long>(list.items().size());
      const long at = term.index < 0 ? term.index + size : term.index;
      if (at < 0 || at >= size) return {};
      return list.items()[static_cast<std::size_t>(at)];
    }
    case Op::Flatten: {
      const Node left = eval(*term.parts[0], on, root);
      if (!left.is_list()) return left.is_unknown() ? left : Node();
      std::vector<Node> flat;
      for (const Node& item : left.items()) {
        if (item.is_list()) {
          flat.insert(flat.end(), item.items().begin(), item.items().end());
        } else {
          flat.push_back(item);
        }
      }
      return project(flat, *term.parts[1], nullptr, root);
    }
    case Op::Each: {
      const Node left = eval(*term.parts[0], on, root);
      if (!left.is_list()) return left.is_unknown() ? left : Node();
      return project(left.items(), *term.parts[1], nullptr, root);
    }
    case Op::EachValue: {
      const Node left = eval(*term.parts[0], on, root);
      if (!left.is_map()) return left.is_unknown() ? left : Node();
      std::vector<Node> values;
      for (const auto& [key, value] : left.members()) values.push_back(value);
      return project(values, *term.parts[1], nullptr, root);
    }
    case Op::Filter: {
      const Node left = eval(*term.parts[0], on, root);
      if (!left.is_list()) return left.is_unknown() ? left : Node();
      return project(left.items(), *term.parts[2], term.parts[1].get(), root);
    }
    case Op::Pipe:
      return eval(*term.parts[1], eval(*term.parts[0], on, root), root);
    case Op::Or: {
      Node left = eval(*term.parts[0], on, root);
      return is_truthy(left) ? left : eval(*term.parts[1], on, root);
    }
    case Op::And: {
      Node left = eval(*term.parts[0], on, root);
      return !is_truthy(left) ? left : eval(*term.parts[1], on, root);
    }
    case Op::Not: {
      const Node inside = eval(*term.parts[0], on, root);
      return inside.is_unknown() ? inside : Node::boolean(!is_truthy(inside));
    }
    case Op::Compare: {
      const Node left = eval(*term.parts[0], on, root);
      const Node right = eval(*term.parts[1], on, root);
      if (left.is_unknown() || right.is_unknown()) return Node::unknown();
      return Node::boolean(compare(term.name, left, right));
    }
    case Op::MultiList: {
      Node list = Node::list();
      for (const Term& part : term.parts) list.add(eval(*part, on, root));
      return list;
    }
    case Op::MultiMap: {
      Node map = Node::map();
      const std::vector<std::string> names = split(term.name, '\n');
      for (std::size_t i = 0; i < term.parts.size(); ++i)
        map.set(names[i], eval(*term.parts[i], on, root));
      return map;
    }
    case Op::Call:
      return call(term, on, root);
    case Op::Reference:
      break;  // only means something to its function
  }
  return {};
}

}  // namespace

Result<PathExpression> PathExpression::compile(std::string_view text) {
  ASSIGN_OR_RETURN(Term root, Parser(text).parse());
  PathExpression expression;
  expression.text_ = std::string(text);
  expression.root_ = std::move(root);
  return expression;
}

Node PathExpression::evaluate(const Node& on) const {
  return root_ == nullptr ? on : eval(*root_, on, on);
}

bool is_truthy(const Node& node) {
  switch (node.kind()) {
    case Node::Kind::Null:
      return false;
    case Node::Kind::Bool:
      return node.as_bool();
    case Node::Kind::String:
      return !node.text().empty();
    case Node::Kind::List:
      return !node.items().empty();
    case Node::Kind::Map:
      return !node.members().empty();
    case Node::Kind::Number:
    case Node::Kind::Unknown:
      return true;
  }
  return false;
}

}  // namespace tenon::aws
