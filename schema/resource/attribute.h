// What one attribute or nested block of a resource type is: Terraform's schema model, so that its
// schemas carry over as they are. Owner: a BlockSchema owns everything below it. Threads: immutable
// after load.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "schema/base/symbol.h"
#include "schema/value/type.h"

namespace tenon {

struct BlockSchema;

enum class Nesting : std::uint8_t { Single, Group, List, Set, Map };

struct AttributeSchema {
  Type type;
  bool required = false;
  bool optional = false;
  bool computed = false;
  bool sensitive = false;
  bool write_only = false;
  std::string deprecated;  // a sentence where it is
  bool settable() const { return required || optional; }
};

// One slot of a block's object: an attribute, or (where `block` is set) nested blocks.
struct SchemaSlot {
  Symbol name;
  AttributeSchema attribute;           // where block is null
  std::unique_ptr<BlockSchema> block;  // nested blocks
  // An attribute that is a list or set of objects may be written as blocks, too; then this is what
  // one of them holds. Made by finish(). `nesting` is List or Set then.
  std::unique_ptr<BlockSchema> element;
  Nesting nesting = Nesting::List;
  std::uint32_t min_items = 0;
  std::uint32_t max_items = 0;  // 0: no limit
  bool is_block() const { return block != nullptr; }
  // What the objects in it hold, where it has objects: of nested blocks, or of such an attribute.
  const BlockSchema* objects() const { return block != nullptr ? block.get() : element.get(); }
  // The type of the slot's value: list(object), set(object), object …
  Type type;
};

// Attributes and nested blocks together make one object; slots follow shape(). finish() sorts and
// computes the types.
struct BlockSchema {
  std::vector<SchemaSlot> slots;
  Type type;  // the object type that values have
  bool has_write_only = false;
  bool has_sensitive = false;
  bool has_computed = false;

  const ObjectShape& shape() const { return type.shape(); }
  const SchemaSlot* find(Symbol name) const;
  // After all slots were added, and after those of nested blocks.
  void finish();
};

}  // namespace tenon
