#include "providers/aws/resource/settle.h"

#include <vector>

#include "providers/aws/resource/normal_form.h"
#include "providers/aws/resource/value_node.h"
#include "schema/value/compare.h"

namespace tenon::aws {

namespace {

// Whether what is unknown in the value, because AWS will fill it in, agrees with anything.
enum class Open : std::uint8_t { No, Yes };

bool agrees(const Value& value, const Value& reference, Normal normal, Open open) {
  if (value.is_unknown() && open == Open::Yes) return true;
  if (reference.is_unknown() || value.is_unknown()) return reference.is_unknown();
  if (is_zero(value) && is_zero(reference)) return true;
  if (value.is_null() || reference.is_null()) return false;
  if (normal != Normal::None && value.type() == Type::string() &&
      reference.type() == Type::string())
    return same_meaning(normal, value.as_string(), reference.as_string());
  return same_content(value, reference);
}

// Whether two objects of a block are the same one, as far as the reference says.
bool agrees_object(const BlockSchema& schema, const BlockMapping& mapping, const Value& value,
                   const Value& reference, Open open);

bool agrees_slot(const SchemaSlot& slot, const SlotMapping& mapping, const Value& value,
                 const Value& reference, Open open) {
  if (mapping.block == nullptr) return agrees(value, reference, mapping.normal, open);
  if (value.is_unknown() && open == Open::Yes) return true;
  if (reference.is_unknown() || (is_zero(value) && is_zero(reference))) return true;
  if (!value.is_known() || !reference.is_known()) return false;
  if (slot.nesting == Nesting::Single || slot.nesting == Nesting::Group)
    return agrees_object(*slot.objects(), *mapping.block, value, reference, open);
  if (slot.nesting == Nesting::Map || value.length() != reference.length()) return false;
  std::vector<bool> used(reference.length(), false);
  for (std::size_t i = 0; i < value.length(); ++i) {
    bool found = false;
    for (std::size_t j = 0; !found && j < reference.length(); ++j) {
      if (used[j] || (slot.nesting == Nesting::List && i != j)) continue;
      found = agrees_object(*slot.objects(), *mapping.block, value.elements()[i],
                            reference.elements()[j], open);
      used[j] = found;
    }
    if (!found) return false;
  }
  return true;
}

bool agrees_object(const BlockSchema& schema, const BlockMapping& mapping, const Value& value,
                   const Value& reference, Open open) {
  if (!value.is_known() || !reference.is_known())
    return value.state() == reference.state() || reference.is_unknown();
  for (std::size_t i = 0; i < schema.slots.size(); ++i) {
    if (!agrees_slot(schema.slots[i], mapping.slots[i], value.elements()[i],
                     reference.elements()[i], open))
      return false;
  }
  return true;
}

// The form of `value` that says the same as the reference, with what the reference leaves open
// taken from the value.
Value nested(Arena& arena, const SchemaSlot& slot, const SlotMapping& mapping, const Value& value,
             const Value& reference, ZeroForm zero) {
  if (!value.is_known() || !reference.is_known()) {
    return is_zero(value) && is_zero(reference) && !reference.is_unknown() ? reference : value;
  }
  const auto inner = [&](const Value& a, const Value& b) {
    return settle(arena, *slot.objects(), *mapping.block, a, b, zero);
  };
  if (slot.nesting == Nesting::Single || slot.nesting == Nesting::Group)
    return inner(value, reference);
  if (slot.nesting == Nesting::Map) return value;
  std::vector<Value> elements;
  std::vector<bool> used(reference.length(), false);
  for (std::size_t i = 0; i < value.length(); ++i) {
    const Value& element = value.elements()[i];
    const Value* partner = nullptr;
    for (std::size_t j = 0; partner == nullptr && j < reference.length(); ++j) {
      const Value& candidate = reference.elements()[j];
      if (slot.nesting == Nesting::List ? i == j
                                        : !used[j] && agrees_object(*slot.objects(), *mapping.block,
                                                                    element, candidate, Open::No)) {
        partner = &candidate;
        used[j] = true;
      }
    }
    if (partner == nullptr && mapping.added && is_truthy(mapping.added->evaluate(node_of(element))))
      continue;
    elements.push_back(partner == nullptr ? element : inner(element, *partner));
  }
  return slot.nesting == Nesting::List ? Value::list(arena, slot.objects()->type, elements)
                                       : Value::set(arena, slot.objects()->type, elements);
}

}  // namespace

bool may_be(const BlockSchema& schema, const BlockMapping& mapping, const Value& element,
            const Value& candidate) {
  return agrees_object(schema, mapping, element, candidate, Open::Yes);
}

Value settle(Arena& arena, const BlockSchema& schema, const BlockMapping& mapping,
             const Value& value, const Value& reference, ZeroForm zero) {
  if (!value.is_known() || !reference.is_known()) return value;
  const auto slots = arena.copy_span(value.elements());
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const SchemaSlot& slot = schema.slots[i];
    const Value& wanted = reference.elements()[i];
    if (mapping.slots[i].block != nullptr) {
      slots[i] = nested(arena, slot, mapping.slots[i], slots[i], wanted, zero);
    } else if (!wanted.is_unknown() &&
               agrees(slots[i], wanted, mapping.slots[i].normal, Open::No)) {
      const bool keep = zero == ZeroForm::Value && wanted.is_null() && !slots[i].is_null();
      // Terraform keeps containers as ECS tells them.
      const bool told = zero == ZeroForm::Value && mapping.slots[i].normal == Normal::Containers;
      if (!keep && !told) slots[i] = wanted;
    }
  }
  return Value::object(arena, schema.type, slots);
}

}  // namespace tenon::aws
