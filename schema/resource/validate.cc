#include "schema/resource/validate.h"

#include <algorithm>

#include "schema/value/compare.h"

namespace tenon {

namespace {

Value empty_slot(Arena& arena, const SchemaSlot& slot) {
  if (!slot.is_block()) return Value::null(slot.type);
  switch (slot.nesting) {
    case Nesting::Single:
      return Value::null(slot.type);
    case Nesting::Group:
      return empty_block(arena, *slot.block);
    case Nesting::List:
      return Value::list(arena, slot.block->type, {});
    case Nesting::Set:
      return Value::set(arena, slot.block->type, {});
    case Nesting::Map:
      return Value::map(arena, slot.block->type, {});
  }
  return Value::null(slot.type);
}

// Calls `each` for every nested block's object, and puts the answers in their places.
template <typename Each>
Value map_blocks(Arena& arena, const SchemaSlot& slot, const Value& value, Each each) {
  if (!value.is_known()) return value;
  switch (slot.nesting) {
    case Nesting::Single:
    case Nesting::Group:
      return each(value).with_marks(value.marks());
    case Nesting::Map: {
      std::vector<MapEntry> entries(value.entries().begin(), value.entries().end());
      for (MapEntry& entry : entries) entry.value = each(entry.value);
      return Value::map(arena, slot.block->type, entries).with_marks(value.marks());
    }
    case Nesting::List:
    case Nesting::Set:
      break;
  }
  std::vector<Value> elements(value.elements().begin(), value.elements().end());
  for (Value& element : elements) element = each(element);
  return (slot.nesting == Nesting::Set ? Value::set(arena, slot.block->type, elements)
                                       : Value::list(arena, slot.block->type, elements))
      .with_marks(value.marks());
}

// Whether a stored block can be the one that is configured: everything set in the configuration is
// what is stored.
bool may_be_same(const BlockSchema& schema, const Value& prior, const Value& config) {
  if (!prior.is_known() || !config.is_known()) return false;
  for (std::size_t i = 0; i < schema.slots.size(); ++i) {
    const SchemaSlot& slot = schema.slots[i];
    const Value& wanted = config.elements()[i];
    const Value& stored = prior.elements()[i];
    if (slot.is_block()) {
      if (!wanted.is_known() || !stored.is_known()) {
        if (!(wanted.is_null() && stored.is_null())) return false;
        continue;
      }
      if (wanted.length() != stored.length()) return false;
      if (slot.nesting == Nesting::List) {
        for (std::size_t j = 0; j < wanted.length(); ++j) {
          if (!may_be_same(*slot.block, stored.elements()[j], wanted.elements()[j])) return false;
        }
      } else if (slot.nesting == Nesting::Single || slot.nesting == Nesting::Group) {
        if (!may_be_same(*slot.block, stored, wanted)) return false;
      } else if (slot.nesting == Nesting::Set) {
        for (const Value& element : wanted.elements()) {
          const auto matches = [&](const Value& other) {
            return may_be_same(*slot.block, other, element);
          };
          if (std::none_of(stored.elements().begin(), stored.elements().end(), matches))
            return false;
        }
      }
      continue;
    }
    if (wanted.is_null() && slot.attribute.computed) continue;
    if (!same_content(wanted, stored)) return false;
  }
  return true;
}

Value proposed_set(Arena& arena, const SchemaSlot& slot, const Value& prior, const Value& config) {
  std::vector<Value> elements;
  std::vector<bool> used(prior.is_known() ? prior.length() : 0, false);
  for (const Value& element : config.elements()) {
    Value partner = Value::null(slot.block->type);
    for (std::size_t i = 0; i < used.size(); ++i) {
      if (used[i] || !may_be_same(*slot.block, prior.elements()[i], element)) continue;
      used[i] = true;
      partner = prior.elements()[i];
      break;
    }
    elements.push_back(proposed_value(arena, *slot.block, partner, element));
  }
  return Value::set(arena, slot.block->type, elements);
}

Value proposed_nested(Arena& arena, const SchemaSlot& slot, const Value& prior,
                      const Value& config) {
  if (!config.is_known()) return config;
  const auto null = Value::null(slot.block->type);
  switch (slot.nesting) {
    case Nesting::Single:
    case Nesting::Group:
      return proposed_value(arena, *slot.block, prior.is_known() ? prior : null, config);
    case Nesting::Set:
      return proposed_set(arena, slot, prior, config);
    case Nesting::Map: {
      std::vector<MapEntry> entries(config.entries().begin(), config.entries().end());
      for (MapEntry& entry : entries) {
        const auto partner = prior.is_known() ? prior.key(entry.key) : std::nullopt;
        entry.value = proposed_value(arena, *slot.block, partner ? *partner : null, entry.value);
      }
      return Value::map(arena, slot.block->type, entries);
    }
    case Nesting::List:
      break;
  }
  std::vector<Value> elements(config.elements().begin(), config.elements().end());
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const bool partner = prior.is_known() && i < prior.length();
    elements[i] =
        proposed_value(arena, *slot.block, partner ? prior.elements()[i] : null, elements[i]);
  }
  return Value::list(arena, slot.block->type, elements);
}

void find_contradictions(const Value& planned, const Value& actual, Path& at,
                         std::vector<Path>& found) {
  if (planned.is_unknown()) return;
  if (planned.is_null() || actual.is_null() || !actual.is_known()) {
    if (!(planned.is_null() && actual.is_null())) found.push_back(at);
    return;
  }
  const TypeKind kind = planned.type().kind();
  if (kind != actual.type().kind()) return found.push_back(at);
  const auto inside = [&](const PathStep& step, const Value& a, const Value& b) {
    at.push_back(step);
    find_contradictions(a, b, at, found);
    at.pop_back();
  };
  switch (kind) {
    case TypeKind::Object:
      if (&planned.type().shape() != &actual.type().shape()) return found.push_back(at);
      for (std::uint32_t i = 0; i < planned.type().shape().size(); ++i) {
        inside(PathStep::attribute(planned.type().shape().names[i]), planned.elements()[i],
               actual.elements()[i]);
      }
      return;
    case TypeKind::List:
    case TypeKind::Tuple:
      if (planned.length() != actual.length()) return found.push_back(at);
      for (std::size_t i = 0; i < planned.length(); ++i)
        inside(PathStep::at(i), planned.elements()[i], actual.elements()[i]);
      return;
    case TypeKind::Map:
      if (planned.length() != actual.length()) return found.push_back(at);
      for (const MapEntry& entry : planned.entries()) {
        const auto other = actual.key(entry.key);
        inside(PathStep::key(Symbol(entry.key)), entry.value, other ? *other : Value());
      }
      return;
    case TypeKind::Set:
      if (planned.is_wholly_known() && !same_content(planned, actual)) found.push_back(at);
      return;
    default:
      if (!same_content(planned, actual)) found.push_back(at);
  }
}

}  // namespace

Value empty_block(Arena& arena, const BlockSchema& schema) {
  std::vector<Value> slots;
  for (const SchemaSlot& slot : schema.slots) slots.push_back(empty_slot(arena, slot));
  return Value::object(arena, schema.type, slots);
}

Value proposed_value(Arena& arena, const BlockSchema& schema, const Value& prior,
                     const Value& config) {
  if (!config.is_known()) return config;
  const auto slots = arena.copy_span(config.elements());
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const SchemaSlot& slot = schema.slots[i];
    const bool have = prior.is_known();
    if (slot.is_block()) {
      slots[i] = proposed_nested(arena, slot, have ? prior.elements()[i] : Value::null(slot.type),
                                 slots[i]);
    } else if (slots[i].is_null() && slot.attribute.computed && have) {
      slots[i] = prior.elements()[i];
    }
  }
  return Value::object(arena, schema.type, slots);
}

Value with_computed_unknown(Arena& arena, const BlockSchema& schema, const Value& proposed,
                            const Value& config) {
  if (!proposed.is_known() || !schema.has_computed) return proposed;
  const auto slots = arena.copy_span(proposed.elements());
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const SchemaSlot& slot = schema.slots[i];
    const bool set = config.is_known() && !config.elements()[i].is_null();
    if (!slot.is_block()) {
      if (slots[i].is_null() && slot.attribute.computed && !set)
        slots[i] = Value::unknown(slot.type);
    } else {
      // Inside blocks what is null in `proposed` is null in `config` too.
      slots[i] = map_blocks(arena, slot, slots[i], [&](const Value& block) {
        return with_computed_unknown(arena, *slot.block, block, block);
      });
    }
  }
  return Value::object(arena, schema.type, slots);
}

Value without_write_only(Arena& arena, const BlockSchema& schema, const Value& value) {
  if (!value.is_known() || !schema.has_write_only) return value;
  const auto slots = arena.copy_span(value.elements());
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const SchemaSlot& slot = schema.slots[i];
    if (!slot.is_block()) {
      if (slot.attribute.write_only) slots[i] = Value::null(slot.type);
    } else {
      slots[i] = map_blocks(arena, slot, slots[i], [&](const Value& block) {
        return without_write_only(arena, *slot.block, block);
      });
    }
  }
  return Value::object(arena, schema.type, slots).with_marks(value.marks());
}

Value with_schema_marks(Arena& arena, const BlockSchema& schema, const Value& value) {
  if (!value.is_known() || !schema.has_sensitive) return value;
  const auto slots = arena.copy_span(value.elements());
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const SchemaSlot& slot = schema.slots[i];
    if (!slot.is_block()) {
      if (slot.attribute.sensitive) slots[i] = slots[i].with_marks(Marks::Sensitive);
    } else {
      slots[i] = map_blocks(arena, slot, slots[i], [&](const Value& block) {
        return with_schema_marks(arena, *slot.block, block);
      });
    }
  }
  return Value::object(arena, schema.type, slots).with_marks(value.marks());
}

std::vector<Path> contradictions(const BlockSchema&, const Value& planned, const Value& actual) {
  std::vector<Path> found;
  Path at;
  find_contradictions(planned, actual, at, found);
  return found;
}

}  // namespace tenon
