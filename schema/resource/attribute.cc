#include "schema/resource/attribute.h"

#include <algorithm>

namespace tenon {

namespace {

// The attributes of an object type, each optional; nullptr for a type that is no list or set of
// objects.
std::unique_ptr<BlockSchema> element_of(Type type) {
  if (type.kind() != TypeKind::List && type.kind() != TypeKind::Set) return nullptr;
  const Type object = type.element();
  if (object.kind() != TypeKind::Object) return nullptr;
  auto made = std::make_unique<BlockSchema>();
  const auto names = object.shape().names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    SchemaSlot slot;
    slot.name = names[i];
    slot.attribute.type = object.elements()[i];
    slot.attribute.optional = true;
    made->slots.push_back(std::move(slot));
  }
  made->finish();
  return made;
}

}  // namespace

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
      slot.element = element_of(slot.type);
      slot.nesting = slot.type.kind() == TypeKind::Set ? Nesting::Set : Nesting::List;
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
