#include "schema/resource/attribute.h"

#include <algorithm>

namespace tenon {

const SchemaSlot* BlockSchema::find(Symbol name) const {
  const std::uint32_t slot = shape().slot_of(name);
  return slot == ObjectShape::kAbsent ? nullptr : &slots[slot];
}

void BlockSchema::finish() {
  std::sort(slots.begin(), slots.end(),
            [](const SchemaSlot& a, const SchemaSlot& b) { return a.name.view() < b.name.view(); });
  std::vector<Symbol> names;
  std::vector<Type> types;
  for (SchemaSlot& slot : slots) {
    names.push_back(slot.name);
    if (!slot.is_block()) {
      slot.type = slot.attribute.type;
      has_write_only = has_write_only || slot.attribute.write_only;
      has_sensitive = has_sensitive || slot.attribute.sensitive;
      has_computed = has_computed || slot.attribute.computed;
    } else {
      has_write_only = has_write_only || slot.block->has_write_only;
      has_sensitive = has_sensitive || slot.block->has_sensitive;
      has_computed = has_computed || slot.block->has_computed;
      switch (slot.nesting) {
        case Nesting::Single:
        case Nesting::Group:
          slot.type = slot.block->type;
          break;
        case Nesting::List:
          slot.type = Type::list_of(slot.block->type);
          break;
        case Nesting::Set:
          slot.type = Type::set_of(slot.block->type);
          break;
        case Nesting::Map:
          slot.type = Type::map_of(slot.block->type);
          break;
      }
    }
    types.push_back(slot.type);
  }
  type = Type::object_of(ObjectShape::of(names), types);
}

}  // namespace tenon
