// Attributes, indexes and splats (HCL syntax-agnostic model: "Index",
// "Attribute Access"; native syntax: "Splat").
#include <algorithm>
#include <vector>

#include "engine/lang/evaluator.h"
#include "schema/base/text.h"
#include "schema/value/convert.h"
#include "schema/value/number.h"

namespace tenon::lang::detail {

namespace {

Value marked(const Value& value, Marks marks) {
  return any(marks) ? value.with_marks(marks) : value;
}

bool is_sequence(TypeKind kind) {
  return kind == TypeKind::List || kind == TypeKind::Set || kind == TypeKind::Tuple;
}

// For suggestions. The keys of what is marked are not ours to tell.
std::vector<std::string> names_of(const Value& object) {
  std::vector<std::string> names;
  if (any(object.marks())) return names;
  for (const Symbol name : object.type().shape().names) names.emplace_back(name.view());
  return names;
}

std::vector<std::string> keys_of(const Value& map) {
  std::vector<std::string> names;
  if (any(map.marks())) return names;
  for (const auto& entry : map.entries()) names.emplace_back(entry.key);
  return names;
}

std::string quote(std::string_view name) { return '"' + std::string(name) + '"'; }

}  // namespace

// --- attributes and indexes -------------------------------------------------------------------

Value Evaluator::attribute(const Value& object, Symbol name, const Node&, SourceSpan span) {
  const Type type = object.type();
  const Marks marks = object.marks();
  if (object.is_null()) {
    return fail(span, codes::kAttribute, "Attempt to get attribute from null value", [&] {
      return "The value before ." + std::string(name.view()) +
             " is null and has no attributes. Check it first, "
             "for instance with x == null ? … : x." +
             std::string(name.view()) + " or try().";
    });
  }
  switch (type.kind()) {
    case TypeKind::Dynamic:
      return marked(Value::unknown(Type::dynamic()), marks);
    case TypeKind::Object: {
      const auto slot = type.shape().slot_of(name);
      if (slot == ObjectShape::kAbsent) {
        return fail(span, codes::kAttribute, "Unsupported attribute", [&] {
          return "This object has no attribute " + quote(name.view()) + "." +
                 did_you_mean(name.view(), names_of(object));
        });
      }
      if (object.is_unknown()) return marked(Value::unknown(type.elements()[slot]), marks);
      return marked(object.elements()[slot], marks);
    }
    case TypeKind::Map: {
      if (object.is_unknown()) return marked(Value::unknown(type.element()), marks);
      const auto value = object.key(name.view());
      if (!value) {
        return fail(span, codes::kAttribute, "Missing map element", [&] {
          return "This map has no element with the key " + quote(name.view()) + "." +
                 did_you_mean(name.view(), keys_of(object)) +
                 " Use lookup() where it may be absent.";
        });
      }
      return marked(*value, marks);
    }
    case TypeKind::List:
    case TypeKind::Set:
      return fail(span, codes::kAttribute, "Unsupported attribute", [&] {
        const std::string wanted(name.view());
        const bool list = type.kind() == TypeKind::List;
        return "This is " + friendly_name(type) +
               ", and its elements, not itself, may have the attribute " + quote(wanted) +
               ". Take " + (list ? "one element with [0]." + wanted + ", or " : "") +
               "that of all elements with " +
               (list ? "[*]." + wanted : "[for x in … : x." + wanted + "]") + ".";
      });
    default:
      return fail(span, codes::kAttribute, "Unsupported attribute", [&] {
        return "This is " + friendly_name(type) + ", which has no attributes, so there is no " +
               quote(name.view()) + ".";
      });
  }
}

Value Evaluator::index(const Value& collection, const Value& key, const Node& node,
                       SourceSpan span) {
  const Type type = collection.type();
  const Marks marks = collection.marks() | key.marks();
  if (collection.is_null()) {
    return fail(span, codes::kIndex, "Attempt to index null value", [] {
      return std::string("The value before this index is null and has no elements.");
    });
  }
  if (key.is_null()) {
    return fail(span, codes::kIndex, "Invalid index",
                [] { return std::string("The index is null. An index is a number or a text."); });
  }
  switch (type.kind()) {
    case TypeKind::Dynamic:
      return marked(Value::unknown(Type::dynamic()), marks);
    case TypeKind::List:
    case TypeKind::Tuple:
      return index_sequence(collection, key, node, span);
    case TypeKind::Map:
    case TypeKind::Object:
      break;
    case TypeKind::Set:
      return fail(span, codes::kIndex, "Invalid index", [] {
        return std::string(
            "The elements of a set have no index. Use a for expression over it, or tolist() where "
            "the order "
            "does not matter.");
      });
    default:
      return fail(span, codes::kIndex, "Invalid index", [&] {
        return "This is " + friendly_name(type) + ", which has no elements to index.";
      });
  }
  const bool map = type.kind() == TypeKind::Map;
  ConversionError why;
  const auto text = key.type().is_dynamic() ? std::optional(Value::unknown(Type::string()))
                                            : convert(arena_, key, Type::string(), &why);
  if (!text) {
    return fail(span, codes::kIndex, "Invalid index",
                [&] { return "The index does not fit: " + why.message + "."; });
  }
  if (text->is_unknown())
    return marked(Value::unknown(map ? type.element() : Type::dynamic()), marks);
  const auto name = text->as_string();
  const auto absent = [&](const std::vector<std::string>& known) {
    return fail(span, codes::kIndex, "Invalid index", [&] {
      if (any(marks)) return std::string("There is no element with this key.");
      return "There is no element with the key " + quote(name) + "." + did_you_mean(name, known);
    });
  };
  if (map) {
    if (collection.is_unknown()) return marked(Value::unknown(type.element()), marks);
    const auto value = collection.key(name);
    return value ? marked(*value, marks) : absent(keys_of(collection));
  }
  const Symbol symbol = Symbol::find(name);
  const auto slot =
      symbol.empty() && !name.empty() ? ObjectShape::kAbsent : type.shape().slot_of(symbol);
  if (slot == ObjectShape::kAbsent) return absent(names_of(collection));
  if (collection.is_unknown()) return marked(Value::unknown(type.elements()[slot]), marks);
  return marked(collection.elements()[slot], marks);
}

Value Evaluator::index_sequence(const Value& collection, const Value& key, const Node&,
                                SourceSpan span) {
  const Type type = collection.type();
  const bool list = type.kind() == TypeKind::List;
  const Marks marks = collection.marks() | key.marks();
  ConversionError why;
  const auto number = key.type().is_dynamic() ? std::optional(Value::unknown(Type::number()))
                                              : convert(arena_, key, Type::number(), &why);
  if (!number) {
    return fail(span, codes::kIndex, "Invalid index", [&] {
      return "The elements of " + friendly_name(type) + " have numbers: " + why.message + ".";
    });
  }
  if (number->is_unknown()) {
    return marked(Value::unknown(list ? type.element() : Type::dynamic()), marks);
  }
  if (!number->is_int64() || number->as_int64() < 0) {
    return fail(span, codes::kIndex, "Invalid index", [&] {
      const Number wanted = Number::of(*number);
      if (wanted.is_negative()) return std::string("An index counts from 0 and is never negative.");
      return wanted.is_integer()
                 ? std::string("There is no element with so large an index.")
                 : std::string("An index is a whole number. Round it with floor() or ceil().");
    });
  }
  const auto at = static_cast<std::uint64_t>(number->as_int64());
  const auto beyond = [&](std::uint64_t length) {
    return fail(span, codes::kIndex, "Invalid index", [&] {
      if (any(marks)) return std::string("There is no element with this index.");
      if (length == 0)
        return "This is an empty " + std::string(list ? "list" : "tuple") +
               ", so it has no element.";
      std::string detail = "There is no element with this index: the last of " +
                           std::to_string(length) + (length == 1 ? " element" : " elements") +
                           " has the index ";
      return detail + std::to_string(length - 1) + ".";
    });
  };
  if (collection.is_unknown()) {
    if (list) return marked(Value::unknown(type.element()), marks);
    if (at >= type.elements().size()) return beyond(type.elements().size());
    return marked(Value::unknown(type.elements()[at]), marks);
  }
  if (at >= collection.length()) return beyond(collection.length());
  return marked(collection.elements()[at], marks);
}

// --- splats -----------------------------------------------------------------------------------

Value Evaluator::splat(const Node& node) {
  const Value source = eval(node.a);
  const Type type = source.type();
  const Marks marks = source.marks();
  const bool sequence = is_sequence(type.kind());
  if (source.is_null()) {
    // Of what is no sequence, a splat makes one with no or one element.
    if (!sequence) return marked(Value::empty_tuple(), marks);
    return fail(node, codes::kSplat, "Splat of null value", [&] {
      return "The value before the splat is null, not " + friendly_name(type) +
             ". Use coalesce() or a conditional to give it elements.";
    });
  }
  if (type.is_dynamic()) return marked(Value::unknown(Type::dynamic()), marks);
  if (!sequence) {
    if (source.is_unknown() && !source.is_certainly_not_null()) {
      return marked(Value::unknown(Type::dynamic()), marks);
    }
    locals_[node.c] = source.without_own_marks();
    const Value one = eval(node.b);
    return marked(Value::tuple(arena_, {&one, 1}), marks);
  }
  const auto each = [&](const Value& item) {
    locals_[node.c] = item;
    return eval(node.b);
  };
  const bool tuple = type.kind() == TypeKind::Tuple;
  if (source.is_unknown()) {
    if (!tuple) {
      const Type element = each(Value::unknown(type.element())).type();
      const Type result = element.is_dynamic() ? Type::dynamic() : Type::list_of(element);
      return result.is_dynamic() ? marked(Value::unknown(result), marks) : unknown(result, marks);
    }
    std::vector<Type> types;
    for (const Type element : type.elements())
      types.push_back(each(Value::unknown(element)).type());
    return unknown(Type::tuple_of(types), marks);
  }
  const auto mark = stack_.size();
  for (const Value& item : source.elements()) stack_.push(each(item));
  const auto results = stack_.from(mark);
  Value result;
  if (tuple) {
    result = Value::tuple(arena_, results);
  } else if (results.empty()) {
    result = Value::list(arena_, each(Value::unknown(type.element())).type(), {});
  } else {
    const Type element = results[0].type();
    const bool same = std::all_of(results.begin(), results.end(),
                                  [&](const Value& value) { return value.type() == element; });
    result = same ? Value::list(arena_, element, results) : Value::tuple(arena_, results);
  }
  stack_.resize(mark);
  return marked(result, marks);
}

}  // namespace tenon::lang::detail
