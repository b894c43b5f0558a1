// Type constraints: expressions that are read as types, and the defaults of optional attributes.
#include <array>

#include "engine/lang/code.h"
#include "engine/lang/codes.h"
#include "schema/base/text.h"
#include "schema/value/convert.h"
#include "schema/value/path.h"

namespace tenon::lang {

// What must be filled in inside a value of one type. Mirrors the type; parts without defaults are
// absent.
struct TypeConstraint::Defaults {
  struct Attribute {
    Symbol name;
    std::optional<Value> value;  // of the attribute's type, wholly filled in
    std::shared_ptr<const Defaults> inside;
  };

  TypeKind kind = TypeKind::Object;
  std::vector<Attribute> attributes;                       // object
  std::vector<std::shared_ptr<const Defaults>> positions;  // tuple
  std::shared_ptr<const Defaults> element;                 // list, set, map
  std::shared_ptr<const Arena> arena;                      // of the values
};

namespace {

using Defaults = TypeConstraint::Defaults;
using detail::Code;
using detail::Node;
using detail::Op;

const std::vector<std::string>& type_words() {
  static const auto* const words = new std::vector<std::string>{
      "string", "number", "bool", "any", "list", "set", "map", "tuple", "object", "optional"};
  return *words;
}

Value fill_in(Arena& arena, const Value& value, const Defaults& defaults);

class TypeReader {
 public:
  TypeReader(const std::shared_ptr<const Code>& code, Diagnostics& diagnostics)
      : code_(code), diagnostics_(diagnostics) {}

  std::optional<TypeConstraint> read(std::uint32_t number) {
    const Node& node = code_->nodes[number];
    switch (node.op) {
      case Op::Reference:
        if (!code_->references[node.a].steps.empty()) break;
        return keyword(code_->references[node.a].root.view(), node);
      case Op::KeyName:
      case Op::Constant: {
        const Value& value = code_->constants[node.a];
        if (!value.is_known() || value.type() != Type::string()) break;
        return keyword(value.as_string(), node);
      }
      case Op::Call:
        return call(node);
      default:
        break;
    }
    return error(node,
                 "A type was expected: string, number, bool, any, or list(…), set(…), map(…), "
                 "tuple([…]) and object({…}) of types.");
  }

 private:
  std::nullopt_t error(const Node& node, std::string detail) {
    diagnostics_.error(codes::kType, "Invalid type specification", std::move(detail),
                       code_->span_of(node));
    return std::nullopt;
  }

  std::optional<TypeConstraint> keyword(std::string_view word, const Node& node) {
    if (word == "string") return TypeConstraint{Type::string(), nullptr};
    if (word == "number") return TypeConstraint{Type::number(), nullptr};
    if (word == "bool") return TypeConstraint{Type::boolean(), nullptr};
    if (word == "any") return TypeConstraint{Type::dynamic(), nullptr};
    // The old short forms, of anything.
    if (word == "list") return TypeConstraint{Type::list_of(Type::dynamic()), nullptr};
    if (word == "map") return TypeConstraint{Type::map_of(Type::dynamic()), nullptr};
    if (word == "set") return TypeConstraint{Type::set_of(Type::dynamic()), nullptr};
    if (word == "object" || word == "tuple") {
      return error(node,
                   "The type " + std::string(word) + " needs an argument: " +
                       (word == "object" ? "object({ name = type, … })." : "tuple([type, …])."));
    }
    return error(node,
                 "\"" + std::string(word) + "\" is no type." + did_you_mean(word, type_words()));
  }

  std::optional<TypeConstraint> call(const Node& node) {
    const auto& call = code_->calls[node.a];
    const auto name = call.name.view();
    const bool collection = name == "list" || name == "set" || name == "map";
    if (name == "optional") {
      return error(node, "optional(…) can be used for the attributes of object({…}) only.");
    }
    if (!collection && name != "object" && name != "tuple") {
      return error(node,
                   "\"" + std::string(name) + "\" is no type." + did_you_mean(name, type_words()));
    }
    if (call.count != 1 || call.expand) {
      return error(node, "The type " + std::string(name) + " takes exactly one argument.");
    }
    const auto argument = code_->lists[call.first];
    if (name == "object") return object(code_->nodes[argument]);
    if (name == "tuple") return tuple(code_->nodes[argument]);
    auto element = read(argument);
    if (!element) return std::nullopt;
    TypeConstraint result;
    result.type = name == "list"  ? Type::list_of(element->type)
                  : name == "set" ? Type::set_of(element->type)
                                  : Type::map_of(element->type);
    if (element->defaults != nullptr) {
      auto defaults = std::make_shared<Defaults>();
      defaults->kind = result.type.kind();
      defaults->element = element->defaults;
      result.defaults = std::move(defaults);
    }
    return result;
  }

  std::optional<TypeConstraint> tuple(const Node& node) {
    if (node.op != Op::Tuple)
      return error(node, "The argument of tuple(…) is a list of types: tuple([string, number]).");
    std::vector<Type> types;
    auto defaults = std::make_shared<Defaults>();
    defaults->kind = TypeKind::Tuple;
    bool any_defaults = false;
    for (std::uint32_t i = 0; i < node.b; ++i) {
      auto element = read(code_->lists[node.a + i]);
      if (!element) return std::nullopt;
      types.push_back(element->type);
      any_defaults = any_defaults || element->defaults != nullptr;
      defaults->positions.push_back(std::move(element->defaults));
    }
    TypeConstraint result;
    result.type = Type::tuple_of(types);
    if (any_defaults) result.defaults = std::move(defaults);
    return result;
  }

  std::optional<TypeConstraint> object(const Node& node) {
    if (node.op != Op::Object) {
      return error(
          node,
          "The argument of object(…) names attributes and their types: object({ name = string }).");
    }
    std::vector<ObjectAttribute> attributes;
    auto defaults = std::make_shared<Defaults>();
    auto arena = std::make_shared<Arena>(512);
    bool any_defaults = false;
    for (std::uint32_t i = 0; i < node.b; ++i) {
      const Node& key = code_->nodes[code_->lists[node.a + 2 * i]];
      if (key.op != Op::KeyName && key.op != Op::Constant) {
        return error(key, "The name of an attribute is a plain name here.");
      }
      const Value& name_value = code_->constants[key.a];
      if (!name_value.is_known() || name_value.type() != Type::string()) {
        return error(key, "The name of an attribute is a plain name here.");
      }
      const Symbol name(name_value.as_string());
      for (const auto& earlier : attributes) {
        if (earlier.name == name) {
          return error(key, "The attribute \"" + std::string(name.view()) +
                                "\" is declared twice in this object.");
        }
      }
      Defaults::Attribute attribute{name, std::nullopt, nullptr};
      bool optional = false;
      const auto type =
          attribute_type(code_->lists[node.a + 2 * i + 1], *arena, attribute, optional);
      if (!type) return std::nullopt;
      attributes.push_back({name, *type, optional});
      if (attribute.value || attribute.inside != nullptr) {
        any_defaults = true;
        defaults->attributes.push_back(std::move(attribute));
      }
    }
    TypeConstraint result;
    result.type = Type::object_of(attributes);
    if (any_defaults) {
      defaults->arena = std::move(arena);
      result.defaults = std::move(defaults);
    }
    return result;
  }

  // One attribute's type, with optional(type) and optional(type, default) around it.
  std::optional<Type> attribute_type(std::uint32_t number, Arena& arena,
                                     Defaults::Attribute& attribute, bool& optional) {
    const Node& node = code_->nodes[number];
    const bool wrapped = node.op == Op::Call && code_->calls[node.a].name.view() == "optional";
    if (!wrapped) {
      auto constraint = read(number);
      if (!constraint) return std::nullopt;
      attribute.inside = std::move(constraint->defaults);
      return constraint->type;
    }
    const auto& call = code_->calls[node.a];
    if (call.count == 0 || call.count > 2 || call.expand) {
      return error(node,
                   "optional(…) takes a type and, if wanted, a default: optional(string, \"x\").");
    }
    optional = true;
    auto constraint = read(code_->lists[call.first]);
    if (!constraint) return std::nullopt;
    attribute.inside = std::move(constraint->defaults);
    if (call.count == 1) return constraint->type;

    const auto default_number = code_->lists[call.first + 1];
    const Node& default_node = code_->nodes[default_number];
    auto builder = detail::builder_of_parts(code_);
    const Expression expression(detail::part_of(code_, default_number, builder));
    if (expression.constant() == nullptr) {
      return error(default_node,
                   "The default of an optional attribute is a constant: it can neither refer to "
                   "anything nor call functions.");
    }
    Value value = *expression.constant();
    if (attribute.inside != nullptr) value = fill_in(arena, value, *attribute.inside);
    ConversionError why;
    const auto converted = convert(arena, value, constraint->type, &why);
    if (!converted) {
      const auto where = path_text(why.path);
      return error(default_node, "This default does not fit the attribute's type " +
                                     constraint_text(constraint->type) + ": " +
                                     (where.empty() ? "" : where + ": ") + why.message + ".");
    }
    attribute.value = deep_copy(arena, *converted);
    return constraint->type;
  }

  const std::shared_ptr<const Code>& code_;
  Diagnostics& diagnostics_;
};

// --- filling in -------------------------------------------------------------------------------

Value fill_in_object(Arena& arena, const Value& value, const Defaults& defaults) {
  std::vector<Symbol> names;
  std::vector<Value> values;
  if (value.type().is_object()) {
    const auto shape_names = value.type().shape().names;
    names.assign(shape_names.begin(), shape_names.end());
    values.assign(value.elements().begin(), value.elements().end());
  } else if (value.type().kind() == TypeKind::Map) {
    for (const auto& entry : value.entries()) {
      names.emplace_back(entry.key);
      values.push_back(entry.value);
    }
  } else {
    return value;  // the conversion will complain
  }
  for (const auto& attribute : defaults.attributes) {
    std::size_t at = 0;
    while (at < names.size() && names[at] != attribute.name) ++at;
    if (at == names.size()) {
      if (!attribute.value) continue;
      names.push_back(attribute.name);
      values.push_back(*attribute.value);
    } else if (values[at].is_null()) {
      if (attribute.value) values[at] = *attribute.value;
    } else if (attribute.inside != nullptr) {
      values[at] = fill_in(arena, values[at], *attribute.inside);
    }
  }
  const ObjectShape& shape = ObjectShape::of(names);
  std::vector<Value> slots(shape.size());
  for (std::size_t i = 0; i < names.size(); ++i) slots[shape.slot_of(names[i])] = values[i];
  return Value::object(arena, shape, slots);
}

// Elements become a tuple or an object, whose types may differ from each other; the conversion that
// follows makes the collection.
Value fill_in_elements(Arena& arena, const Value& value, const Defaults& defaults) {
  const auto inside = [&](std::size_t position) -> const Defaults* {
    if (defaults.kind != TypeKind::Tuple) return defaults.element.get();
    return position < defaults.positions.size() ? defaults.positions[position].get() : nullptr;
  };
  const auto filled = [&](const Value& element, std::size_t position) {
    const Defaults* own = inside(position);
    return own == nullptr ? element : fill_in(arena, element, *own);
  };
  std::vector<Value> values;
  switch (value.type().kind()) {
    case TypeKind::List:
    case TypeKind::Set:
    case TypeKind::Tuple:
      if (defaults.kind == TypeKind::Map) return value;
      for (const Value& element : value.elements())
        values.push_back(filled(element, values.size()));
      return Value::tuple(arena, values);
    case TypeKind::Object:
      if (defaults.kind != TypeKind::Map) return value;
      for (const Value& element : value.elements())
        values.push_back(filled(element, values.size()));
      return Value::object(arena, value.type().shape(), values);
    case TypeKind::Map: {
      if (defaults.kind != TypeKind::Map) return value;
      std::vector<Symbol> names;
      for (const auto& entry : value.entries()) names.emplace_back(entry.key);
      const ObjectShape& shape = ObjectShape::of(names);
      values.resize(shape.size());
      std::size_t at = 0;
      for (const auto& entry : value.entries())
        values[shape.slot_of(names[at++])] = filled(entry.value, 0);
      return Value::object(arena, shape, values);
    }
    default:
      return value;
  }
}

Value fill_in(Arena& arena, const Value& value, const Defaults& defaults) {
  if (!value.is_known()) return value;
  const Value filled = defaults.kind == TypeKind::Object ? fill_in_object(arena, value, defaults)
                                                         : fill_in_elements(arena, value, defaults);
  return any(value.marks()) ? filled.with_marks(value.marks()) : filled;
}

}  // namespace

std::optional<TypeConstraint> type_constraint_of(const Expression& expression,
                                                 Diagnostics& diagnostics) {
  // The code outlives the call through `expression`; the pointer is shared for the defaults' sake
  // only.
  const auto code = expression.shared_code();
  return TypeReader(code, diagnostics).read(code->root);
}

Value apply_defaults(Arena& arena, const Value& value, const TypeConstraint& constraint) {
  if (constraint.defaults == nullptr) return value;
  return fill_in(arena, value, *constraint.defaults);
}

}  // namespace tenon::lang
