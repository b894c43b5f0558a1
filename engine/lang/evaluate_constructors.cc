// Tuples, objects and `for` (HCL native syntax: "Collection Values", "For Expressions").
#include <algorithm>
#include <unordered_map>
#include <vector>

#include "engine/lang/evaluator.h"
#include "schema/value/convert.h"

namespace tenon::lang::detail {

namespace {

Value marked(const Value& value, Marks marks) {
  return any(marks) ? value.with_marks(marks) : value;
}

bool is_sequence(TypeKind kind) {
  return kind == TypeKind::List || kind == TypeKind::Set || kind == TypeKind::Tuple;
}

std::string quote(std::string_view name) { return '"' + std::string(name) + '"'; }

}  // namespace

// --- constructors -----------------------------------------------------------------------------

Value Evaluator::tuple(const Node& node) {
  if (node.c != kNone) return code_.constants[node.c];
  const auto mark = stack_.size();
  for (std::uint32_t i = 0; i < node.b; ++i) stack_.push(eval(code_.lists[node.a + i]));
  const Value result = Value::tuple(arena_, stack_.from(mark));
  stack_.resize(mark);
  return result;
}

Value Evaluator::object(const Node& node) {
  if (node.c == kNone) return object_of_dynamic_keys(node);
  const ObjectCode& object = code_.objects[node.c];
  const auto mark = stack_.size();
  stack_.resize(mark + object.shape->size());
  for (std::uint32_t i = 0; i < node.b; ++i) {
    const Value value = eval(code_.lists[node.a + 2 * i + 1]);
    if (object.slots[i] != kNone) stack_[mark + object.slots[i]] = value;
  }
  const Value result = Value::object(arena_, *object.shape, stack_.from(mark));
  stack_.resize(mark);
  return result;
}

namespace {

// An object of names and values in any order; of equal names the last one counts.
Value object_of_pairs(Arena& arena, std::span<const Symbol> names, std::span<const Value> values) {
  std::vector<Symbol> different(names.begin(), names.end());
  std::sort(different.begin(), different.end());
  different.erase(std::unique(different.begin(), different.end()), different.end());
  const ObjectShape& shape = ObjectShape::of(different);
  std::vector<Value> slots(shape.size());
  for (std::size_t i = 0; i < names.size(); ++i) slots[shape.slot_of(names[i])] = values[i];
  return Value::object(arena, shape, slots);
}

}  // namespace

Value Evaluator::object_of_dynamic_keys(const Node& node) {
  const auto mark = stack_.size();
  std::vector<Symbol> names;
  Marks marks = Marks::None;
  bool known = true;
  for (std::uint32_t i = 0; i < node.b; ++i) {
    const auto key_number = code_.lists[node.a + 2 * i];
    const Node& key_node = code_.nodes[key_number];
    const Value key = eval(key_number);
    stack_.push(eval(code_.lists[node.a + 2 * i + 1]));
    names.emplace_back();
    marks = marks | key.marks();
    if (key.is_unknown()) {
      known = false;
      continue;
    }
    if (key.is_null()) {
      fail(key_node, codes::kKey, "Null value as key",
           [] { return std::string("This key is null. The key of an object is a text."); });
      known = false;
      continue;
    }
    ConversionError why;
    const auto text = convert(arena_, key, Type::string(), &why);
    if (!text) {
      fail(key_node, codes::kKey, "Incorrect key type", [&] {
        return "This key is " + friendly_name(key.type()) +
               ". The key of an object is a text: " + why.message + ".";
      });
      known = false;
      continue;
    }
    names.back() = Symbol(text->as_string());
  }
  const Value result =
      known ? object_of_pairs(arena_, names, stack_.from(mark)) : Value::unknown(Type::dynamic());
  stack_.resize(mark);
  return marked(result, marks);
}

// --- for --------------------------------------------------------------------------------------

// Whether the current item is taken. False where the condition can be no condition.
bool Evaluator::loop_condition(const ForCode& loop, Marks& marks, bool& unknown_result,
                               bool& taken) {
  taken = true;
  if (loop.condition == kNone) return true;
  const Node& node = code_.nodes[loop.condition];
  Value condition = eval(loop.condition);
  marks = marks | condition.marks();
  if (condition.is_null()) {
    fail(node, codes::kIteration, "Condition is null", [] {
      return std::string(
          "The condition behind \"if\" is null. It must be true or false for each item.");
    });
    return false;
  }
  if (condition.type() != Type::boolean() && !condition.type().is_dynamic()) {
    ConversionError why;
    const auto converted = convert(arena_, condition, Type::boolean(), &why);
    if (!converted) {
      fail(node, codes::kIteration, "Invalid 'for' condition", [&] {
        return "The condition behind \"if\" must be true or false, but it is " +
               friendly_name(condition.type()) + ": " + why.message + ".";
      });
      return false;
    }
    condition = *converted;
  }
  if (condition.is_unknown()) {
    unknown_result = true;
    taken = false;
    return true;
  }
  taken = condition.as_bool();
  return true;
}

Value Evaluator::loop(const Node& node) {
  const ForCode& loop = code_.loops[node.a];
  const Value collection = eval(loop.collection);
  const Type type = collection.type();
  Marks marks = collection.marks();
  const Node& collection_node = code_.nodes[loop.collection];
  if (collection.is_null()) {
    return fail(collection_node, codes::kIteration, "Iteration over null value", [] {
      return std::string(
          "The collection of this 'for' is null. Use coalesce(x, []) where it may be.");
    });
  }
  if (!type.is_dynamic() && !is_sequence(type.kind()) && type.kind() != TypeKind::Map &&
      !type.is_object()) {
    return fail(collection_node, codes::kIteration, "Iteration over non-iterable value", [&] {
      return "A 'for' goes over a list, set, map, tuple or object, and this is " +
             friendly_name(type) + ".";
    });
  }
  if (collection.is_unknown()) return marked(Value::unknown(Type::dynamic()), marks);

  const auto mark = stack_.size();
  bool unknown_result = false;
  bool broken = false;
  // One item: its results go onto the stack, the key first where there is one.
  const auto item = [&](const Value& key, const Value& value) {
    if (loop.key_slot != kNone) locals_[loop.key_slot] = key;
    locals_[loop.value_slot] = value;
    bool taken = true;
    if (!loop_condition(loop, marks, unknown_result, taken)) {
      broken = true;
      return;
    }
    if (!taken) return;
    if (loop.object) stack_.push(eval(loop.key));
    stack_.push(eval(loop.value));
  };
  // A wrong item is reported once, not for each of thousands.
  const bool failed_before = failed_;
  const auto go_on = [&] { return !broken && (failed_before || !failed_); };
  // Without items a condition is looked at all the same, so that a senseless one does not wait for
  // the first item.
  if (loop.condition != kNone && collection.length() == 0) {
    if (loop.key_slot != kNone) locals_[loop.key_slot] = Value::unknown(Type::dynamic());
    locals_[loop.value_slot] = Value::unknown(Type::dynamic());
    bool ignored = false;
    Marks ignored_marks = Marks::None;
    if (!loop_condition(loop, ignored_marks, ignored, ignored)) broken = true;
  }
  if (type.kind() == TypeKind::Map) {
    for (const auto& entry : collection.entries()) {
      item(Value::string_view(arena_, entry.key), entry.value);
      if (!go_on()) break;
    }
  } else if (type.is_object()) {
    const auto slots = collection.elements();
    for (std::size_t i = 0; i < slots.size() && go_on(); ++i) {
      item(Value::string_view(arena_, type.shape().names[i].view()), slots[i]);
    }
  } else {
    const auto elements = collection.elements();
    const bool set = type.kind() == TypeKind::Set;
    for (std::size_t i = 0; i < elements.size() && go_on(); ++i) {
      item(set ? elements[i] : Value::number(static_cast<std::int64_t>(i)), elements[i]);
    }
  }
  Value result = Value::unknown(Type::dynamic());
  if (!unknown_result && go_on()) {
    result = loop.object ? loop_object(loop, stack_.from(mark), marks)
                         : Value::tuple(arena_, stack_.from(mark));
  }
  stack_.resize(mark);
  return marked(result, marks);
}

Value Evaluator::loop_object(const ForCode& loop, std::span<const Value> keys_and_values,
                             Marks outer) {
  const Node& key_node = code_.nodes[loop.key];
  std::vector<Symbol> names;
  std::vector<Value> values;
  std::vector<std::vector<Value>> groups;
  std::unordered_map<Symbol, std::size_t> places;
  Marks marks = Marks::None;
  bool known = true;
  for (std::size_t i = 0; i < keys_and_values.size(); i += 2) {
    const Value& key = keys_and_values[i];
    marks = marks | key.marks();
    if (key.is_null()) {
      return fail(key_node, codes::kKey, "Invalid object key", [] {
        return std::string(
            "The key is null for at least one item. The keys of an object are texts.");
      });
    }
    if (key.is_unknown()) {
      known = false;
      continue;
    }
    ConversionError why;
    const auto text = convert(arena_, key, Type::string(), &why);
    if (!text) {
      return fail(key_node, codes::kKey, "Invalid object key", [&] {
        return "The key is " + friendly_name(key.type()) +
               ". The keys of an object are texts: " + why.message + ".";
      });
    }
    const Symbol name(text->as_string());
    const auto [place, added] = places.try_emplace(name, names.size());
    if (!added && !loop.grouping) {
      return fail(key_node, codes::kKey, "Duplicate object key", [&] {
        const std::string which = any(outer | marks) ? "one key" : "the key " + quote(name.view());
        return "Two items have " + which +
               ". Make the keys different, or write \"...\" after the value to collect the values "
               "of each key "
               "in a list.";
      });
    }
    if (added) {
      names.push_back(name);
      if (loop.grouping) {
        groups.emplace_back();
      } else {
        values.push_back(keys_and_values[i + 1]);
      }
    }
    if (loop.grouping) groups[place->second].push_back(keys_and_values[i + 1]);
  }
  if (!known) return marked(Value::unknown(Type::dynamic()), marks);
  for (const auto& group : groups) values.push_back(Value::tuple(arena_, group));
  return marked(object_of_pairs(arena_, names, values), marks);
}

}  // namespace tenon::lang::detail
