#include "providers/aws/catalog/template.h"

namespace tenon::aws {

Result<Template> Template::compile(const Node& source) {
  Template result;
  switch (source.kind()) {
    case Node::Kind::String: {
      const std::string& text = source.text();
      if (!text.empty() && text[0] == '=') {
        result.kind_ = Kind::Expression;
        ASSIGN_OR_RETURN(PathExpression expression, PathExpression::compile(text.substr(1)));
        result.expressions_.push_back(std::move(expression));
        return result;
      }
      std::size_t at = 0;
      std::string piece;
      while (at < text.size()) {
        const std::size_t hole = text.find("${", at);
        piece += text.substr(at, hole - at);
        if (hole == std::string::npos) break;
        const std::size_t end = text.find('}', hole);
        if (end == std::string::npos)
          return make_error(ErrorCategory::InvalidArgument, "\"" + text + "\" lacks a }");
        ASSIGN_OR_RETURN(PathExpression expression,
                         PathExpression::compile(text.substr(hole + 2, end - hole - 2)));
        result.expressions_.push_back(std::move(expression));
        result.pieces_.push_back(std::move(piece));
        piece.clear();
        at = end + 1;
      }
      if (!result.expressions_.empty()) {
        result.kind_ = Kind::Text;
        result.pieces_.push_back(std::move(piece));
        return result;
      }
      break;
    }
    case Node::Kind::List:
      result.kind_ = Kind::List;
      for (const Node& item : source.items()) {
        ASSIGN_OR_RETURN(Template inner, compile(item));
        result.items_.push_back(std::move(inner));
      }
      return result;
    case Node::Kind::Map:
      result.kind_ = Kind::Map;
      for (const auto& [name, value] : source.members()) {
        ASSIGN_OR_RETURN(Template inner, compile(value));
        result.members_.emplace_back(name, std::move(inner));
      }
      return result;
    default:
      break;
  }
  result.constant_ = source;
  return result;
}

Node Template::fill(const Node& context) const {
  bool complete = true;
  return fill(context, complete);
}

Node Template::fill(const Node& context, bool& complete) const {
  switch (kind_) {
    case Kind::Constant:
      return constant_;
    case Kind::Expression: {
      Node value = expressions_[0].evaluate(context);
      complete = complete && !value.is_null();
      return value;
    }
    case Kind::Text: {
      std::string text = pieces_[0];
      for (std::size_t i = 0; i < expressions_.size(); ++i) {
        const Node value = expressions_[i].evaluate(context);
        if (value.is_unknown()) return value;
        if (value.is_null()) {
          complete = false;
          return {};
        }
        text += value.scalar_text() + pieces_[i + 1];
      }
      return Node::string(std::move(text));
    }
    case Kind::List: {
      Node list = Node::list();
      for (const Template& item : items_) {
        bool whole = true;
        Node value = item.fill(context, whole);
        if (!whole) continue;
        if (item.kind_ == Kind::Expression && value.is_list()) {
          for (Node& each : value.items()) list.add(std::move(each));
        } else {
          list.add(std::move(value));
        }
      }
      return list;
    }
    case Kind::Map: {
      Node map = Node::map();
      bool has_hole = false;
      bool has_filled_hole = false;
      for (const auto& [name, value] : members_) {
        Node filled = value.fill(context, complete);
        has_hole = has_hole || value.kind_ != Kind::Constant;
        if (filled.is_null()) continue;
        has_filled_hole = has_filled_hole || value.kind_ != Kind::Constant;
        map.set(name, std::move(filled));
      }
      return has_hole && !has_filled_hole ? Node() : map;
    }
  }
  return {};
}

void Template::expressions(std::vector<const PathExpression*>& to) const {
  for (const PathExpression& expression : expressions_) to.push_back(&expression);
  for (const Template& item : items_) item.expressions(to);
  for (const auto& [name, value] : members_) value.expressions(to);
}

std::vector<std::string> Template::member_names() const {
  std::vector<std::string> names;
  for (const auto& [name, value] : members_) names.push_back(name);
  return names;
}

}  // namespace tenon::aws
