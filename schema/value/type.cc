#include "schema/value/type.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "schema/base/arena.h"
#include "schema/base/check.h"
#include "schema/base/text.h"

namespace tenon {

namespace {

struct TypeInfo {
  TypeKind kind = TypeKind::Dynamic;
  bool has_dynamic = false;
  bool has_optional = false;
  Type element;
  std::span<const Type> elements;
  const ObjectShape* shape = nullptr;
  std::span<const bool> optional;  // object: by slot; empty where none is
  Type plain;                      // without optional attributes
};

constexpr std::uint32_t kPageBits = 10;
constexpr std::uint32_t kPageSize = 1u << kPageBits;
constexpr std::uint32_t kPages = 1u << 14;

std::uint64_t mix(std::uint64_t hash, std::uint64_t word) {
  return (hash ^ word) * 0x9E3779B97F4A7C15ULL + (hash >> 29);
}

// Infos live in pages that never move, so they are read without a lock.
class TypeTable {
 public:
  TypeTable() {
    add({TypeKind::Dynamic, true, false, {}, {}, nullptr, {}, {}}, 0);
    add({TypeKind::Bool, false, false, {}, {}, nullptr, {}, {}}, 1);
    add({TypeKind::Number, false, false, {}, {}, nullptr, {}, {}}, 2);
    add({TypeKind::String, false, false, {}, {}, nullptr, {}, {}}, 3);
  }

  const TypeInfo& info(Type type) const {
    return pages_[type.index() >> kPageBits].load(
        std::memory_order_acquire)[type.index() & (kPageSize - 1)];
  }

  // The type that is described so, made if it is new. Spans of `wanted` may be temporary.
  Type intern(const TypeInfo& wanted) {
    const std::uint64_t hash = hash_of(wanted);
    {
      std::shared_lock lock(mutex_);
      if (const auto known = find(wanted, hash)) return *known;
    }
    std::unique_lock lock(mutex_);
    if (const auto known = find(wanted, hash)) return *known;
    TypeInfo kept = wanted;
    kept.elements = arena_.copy_span(wanted.elements);
    kept.optional = arena_.copy_span(wanted.optional);
    return add(kept, hash);
  }

  const ObjectShape& shape(std::span<const Symbol> sorted) {
    std::uint64_t hash = sorted.size();
    for (const Symbol name : sorted) hash = mix(hash, name.index());
    const auto same = [&](const ObjectShape* shape) {
      return std::equal(shape->names.begin(), shape->names.end(), sorted.begin(), sorted.end());
    };
    const auto find_shape = [&]() -> const ObjectShape* {
      const auto [begin, end] = shapes_.equal_range(hash);
      for (auto it = begin; it != end; ++it) {
        if (same(it->second)) return it->second;
      }
      return nullptr;
    };
    {
      std::shared_lock lock(mutex_);
      if (const ObjectShape* known = find_shape()) return *known;
    }
    std::unique_lock lock(mutex_);
    if (const ObjectShape* known = find_shape()) return *known;
    auto* made = arena_.create<ObjectShape>();
    made->names = arena_.copy_span(sorted);
    shapes_.emplace(hash, made);
    return *made;
  }

 private:
  static std::uint64_t hash_of(const TypeInfo& info) {
    std::uint64_t hash = mix(static_cast<std::uint64_t>(info.kind) + 17, info.element.index());
    hash = mix(hash, reinterpret_cast<std::uintptr_t>(info.shape));
    for (const Type element : info.elements) hash = mix(hash, element.index());
    for (const bool optional : info.optional) hash = mix(hash, optional ? 2 : 1);
    return hash;
  }

  std::optional<Type> find(const TypeInfo& wanted, std::uint64_t hash) const {
    const auto [begin, end] = types_.equal_range(hash);
    for (auto it = begin; it != end; ++it) {
      const TypeInfo& known = info(Type::from_index(it->second));
      if (known.kind == wanted.kind && known.element == wanted.element &&
          known.shape == wanted.shape &&
          std::equal(known.elements.begin(), known.elements.end(), wanted.elements.begin(),
                     wanted.elements.end()) &&
          std::equal(known.optional.begin(), known.optional.end(), wanted.optional.begin(),
                     wanted.optional.end())) {
        return Type::from_index(it->second);
      }
    }
    return std::nullopt;
  }

  Type add(const TypeInfo& info, std::uint64_t hash) {
    const std::uint32_t index = count_++;
    CHECK((index >> kPageBits) < kPages);
    auto& slot = pages_[index >> kPageBits];
    TypeInfo* page = slot.load(std::memory_order_relaxed);
    if (page == nullptr) {
      page = new TypeInfo[kPageSize];
      slot.store(page, std::memory_order_release);
    }
    page[index & (kPageSize - 1)] = info;
    types_.emplace(hash, index);
    return Type::from_index(index);
  }

  mutable std::shared_mutex mutex_;
  Arena arena_;
  std::unordered_multimap<std::uint64_t, std::uint32_t> types_;
  std::unordered_multimap<std::uint64_t, const ObjectShape*> shapes_;
  std::array<std::atomic<TypeInfo*>, kPages> pages_{};
  std::uint32_t count_ = 0;
};

TypeTable& table() {
  static TypeTable* instance = new TypeTable();
  return *instance;
}

const TypeInfo& info_of(Type type) { return table().info(type); }

Type collection(TypeKind kind, Type element) {
  TypeInfo info;
  info.kind = kind;
  info.element = element;
  info.has_dynamic = element.has_dynamic();
  info.has_optional = element.has_optional();
  if (info.has_optional) info.plain = collection(kind, element.without_optional());
  return table().intern(info);
}

}  // namespace

Type Type::list_of(Type element) { return collection(TypeKind::List, element); }
Type Type::set_of(Type element) { return collection(TypeKind::Set, element); }
Type Type::map_of(Type element) { return collection(TypeKind::Map, element); }

Type Type::tuple_of(std::span<const Type> elements) {
  TypeInfo info;
  info.kind = TypeKind::Tuple;
  info.elements = elements;
  for (const Type element : elements) {
    info.has_dynamic = info.has_dynamic || element.has_dynamic();
    info.has_optional = info.has_optional || element.has_optional();
  }
  if (info.has_optional) {
    std::vector<Type> plain;
    for (const Type element : elements) plain.push_back(element.without_optional());
    info.plain = tuple_of(plain);
  }
  return table().intern(info);
}

Type Type::object_of(const ObjectShape& shape, std::span<const Type> slot_types) {
  TypeInfo info;
  info.kind = TypeKind::Object;
  info.shape = &shape;
  info.elements = slot_types;
  for (const Type element : slot_types) {
    info.has_dynamic = info.has_dynamic || element.has_dynamic();
    info.has_optional = info.has_optional || element.has_optional();
  }
  if (info.has_optional) {
    std::vector<Type> plain;
    for (const Type element : slot_types) plain.push_back(element.without_optional());
    info.plain = object_of(shape, plain);
  }
  return table().intern(info);
}

Type Type::object_of(std::span<const ObjectAttribute> attributes) {
  std::vector<Symbol> names;
  for (const ObjectAttribute& attribute : attributes) names.push_back(attribute.name);
  const ObjectShape& shape = ObjectShape::of(names);
  std::vector<Type> types(shape.size());
  const auto optional = std::make_unique<bool[]>(shape.size() + 1);
  bool any_optional = false;
  for (const ObjectAttribute& attribute : attributes) {
    const std::uint32_t slot = shape.slot_of(attribute.name);
    types[slot] = attribute.type;
    optional[slot] = attribute.optional;
    any_optional = any_optional || attribute.optional;
  }
  if (!any_optional) return object_of(shape, types);
  TypeInfo info;
  info.kind = TypeKind::Object;
  info.shape = &shape;
  info.elements = types;
  info.optional = {optional.get(), shape.size()};
  info.has_optional = true;
  std::vector<Type> plain;
  for (const Type element : types) {
    info.has_dynamic = info.has_dynamic || element.has_dynamic();
    plain.push_back(element.without_optional());
  }
  info.plain = object_of(shape, plain);
  return table().intern(info);
}

Type Type::empty_object() { return object_of(ObjectShape::of({}), {}); }
Type Type::empty_tuple() { return tuple_of({}); }

TypeKind Type::kind() const {
  return index_ < 4 ? static_cast<TypeKind>(index_) : info_of(*this).kind;
}
bool Type::is_collection() const {
  const TypeKind own = kind();
  return own == TypeKind::List || own == TypeKind::Set || own == TypeKind::Map;
}
bool Type::has_dynamic() const { return index_ == 0 || (index_ > 3 && info_of(*this).has_dynamic); }
bool Type::has_optional() const { return index_ > 3 && info_of(*this).has_optional; }
Type Type::element() const {
  CHECK(is_collection());
  return info_of(*this).element;
}
std::span<const Type> Type::elements() const { return info_of(*this).elements; }
const ObjectShape& Type::shape() const {
  const ObjectShape* shape = info_of(*this).shape;
  CHECK(shape != nullptr);
  return *shape;
}
bool Type::attribute_is_optional(std::uint32_t slot) const {
  const auto optional = info_of(*this).optional;
  return slot < optional.size() && optional[slot];
}
Type Type::without_optional() const { return has_optional() ? info_of(*this).plain : *this; }

std::uint32_t ObjectShape::slot_of(Symbol name) const {
  // Short shapes are the rule: comparing numbers in a row beats a search by text.
  if (names.size() <= 24) {
    for (std::uint32_t i = 0; i < names.size(); ++i) {
      if (names[i] == name) return i;
    }
    return kAbsent;
  }
  const auto found = std::lower_bound(names.begin(), names.end(), name,
                                      [](Symbol a, Symbol b) { return a.view() < b.view(); });
  return found != names.end() && *found == name ? static_cast<std::uint32_t>(found - names.begin())
                                                : kAbsent;
}

const ObjectShape& ObjectShape::of(std::span<const Symbol> names) {
  std::vector<Symbol> sorted(names.begin(), names.end());
  std::sort(sorted.begin(), sorted.end(), [](Symbol a, Symbol b) { return a.view() < b.view(); });
  return table().shape(sorted);
}

std::string friendly_name(Type type) {
  switch (type.kind()) {
    case TypeKind::Dynamic:
      return "dynamic";
    case TypeKind::Bool:
      return "bool";
    case TypeKind::Number:
      return "number";
    case TypeKind::String:
      return "string";
    case TypeKind::List:
      return "list of " + friendly_name(type.element());
    case TypeKind::Set:
      return "set of " + friendly_name(type.element());
    case TypeKind::Map:
      return "map of " + friendly_name(type.element());
    case TypeKind::Tuple:
      return "tuple";
    case TypeKind::Object:
      return "object";
  }
  return {};
}

std::string constraint_text(Type type) {
  switch (type.kind()) {
    case TypeKind::Dynamic:
      return "any";
    case TypeKind::Bool:
    case TypeKind::Number:
    case TypeKind::String:
      return friendly_name(type);
    case TypeKind::List:
      return "list(" + constraint_text(type.element()) + ")";
    case TypeKind::Set:
      return "set(" + constraint_text(type.element()) + ")";
    case TypeKind::Map:
      return "map(" + constraint_text(type.element()) + ")";
    case TypeKind::Tuple: {
      std::vector<std::string> parts;
      for (const Type element : type.elements()) parts.push_back(constraint_text(element));
      return "tuple([" + join(parts, ", ") + "])";
    }
    case TypeKind::Object: {
      std::vector<std::string> parts;
      for (std::uint32_t i = 0; i < type.shape().size(); ++i) {
        const std::string text = constraint_text(type.elements()[i]);
        parts.push_back(std::string(type.shape().names[i].view()) + "=" +
                        (type.attribute_is_optional(i) ? "optional(" + text + ")" : text));
      }
      return "object({" + join(parts, ", ") + "})";
    }
  }
  return {};
}

std::string type_json(Type type) {
  switch (type.kind()) {
    case TypeKind::Dynamic:
      return "\"dynamic\"";
    case TypeKind::Bool:
    case TypeKind::Number:
    case TypeKind::String:
      return "\"" + friendly_name(type) + "\"";
    case TypeKind::List:
      return "[\"list\"," + type_json(type.element()) + "]";
    case TypeKind::Set:
      return "[\"set\"," + type_json(type.element()) + "]";
    case TypeKind::Map:
      return "[\"map\"," + type_json(type.element()) + "]";
    case TypeKind::Tuple: {
      std::vector<std::string> parts;
      for (const Type element : type.elements()) parts.push_back(type_json(element));
      return "[\"tuple\",[" + join(parts, ",") + "]]";
    }
    case TypeKind::Object: {
      std::vector<std::string> parts;
      for (std::uint32_t i = 0; i < type.shape().size(); ++i) {
        parts.push_back(json_quote(type.shape().names[i].view()) + ":" +
                        type_json(type.elements()[i]));
      }
      return "[\"object\",{" + join(parts, ",") + "}]";
    }
  }
  return {};
}

}  // namespace tenon
