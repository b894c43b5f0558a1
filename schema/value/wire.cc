// Format, version 1. A value of a type T that the reader knows:
//   tag      0 null · 1 unknown · 2 unknown with a refinement · 3 known · 4 false · 5 true · 6
//   integer · 7 big number marks    added to the tag, shifted left by 4 content  string: length,
//   bytes · integer: zigzag varint · big number: its shortest decimal text as a string
//            list, set, tuple: count, elements as the element types · map: count, then key and
//            value · object: slots in order
// At a position of dynamic type the value's own type stands in front, as encode_type() writes it. A
// refinement is: flags, prefix, least and greatest length.
#include "schema/value/wire.h"

#include <vector>

#include "schema/value/number.h"
#include "schema/value/value_layout.h"

namespace tenon {

namespace {

constexpr std::uint8_t kNull = 0, kUnknown = 1, kRefined = 2, kKnown = 3, kFalse = 4, kTrue = 5,
                       kInteger = 6, kBigNumber = 7;
constexpr int kMaxDepth = 600;

std::uint64_t zigzag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
std::int64_t unzigzag(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

Error corrupt(const char* what) {
  return make_error(ErrorCategory::Corrupt, std::string("stored bytes are damaged: ") + what);
}

void put_tag(std::string& to, std::uint8_t tag, Marks marks) {
  to += static_cast<char>(tag | (static_cast<std::uint8_t>(marks) << 4));
}

void put_value(const Value& value, Type as, std::string& to) {
  if (as.is_dynamic()) {
    encode_type(value.type(), to);
    as = value.type();
  }
  const Marks marks = value.marks();
  if (value.is_null()) return put_tag(to, kNull, marks);
  if (value.is_unknown()) {
    const Refinement* refinement = value.refinement();
    if (refinement == nullptr) return put_tag(to, kUnknown, marks);
    put_tag(to, kRefined, marks);
    to += static_cast<char>(refinement->not_null ? 1 : 0);
    put_bytes(to, refinement->prefix);
    put_varint(to, refinement->length_min);
    put_varint(to, refinement->length_max);
    return;
  }
  switch (value.type().kind()) {
    case TypeKind::Dynamic:
      return put_tag(to, kNull, marks);
    case TypeKind::Bool:
      return put_tag(to, value.as_bool() ? kTrue : kFalse, marks);
    case TypeKind::Number:
      if (value.is_int64()) {
        put_tag(to, kInteger, marks);
        put_varint(to, zigzag(value.as_int64()));
      } else {
        put_tag(to, kBigNumber, marks);
        put_bytes(to, value.as_big_number().text());
      }
      return;
    case TypeKind::String:
      put_tag(to, kKnown, marks);
      put_bytes(to, value.as_string());
      return;
    case TypeKind::List:
    case TypeKind::Set: {
      put_tag(to, kKnown, marks);
      const Type element = as.element();
      put_varint(to, value.length());
      for (const Value& each : value.elements()) put_value(each, element, to);
      return;
    }
    case TypeKind::Map: {
      put_tag(to, kKnown, marks);
      const Type element = as.element();
      put_varint(to, value.length());
      for (const MapEntry& entry : value.entries()) {
        put_bytes(to, entry.key);
        put_value(entry.value, element, to);
      }
      return;
    }
    case TypeKind::Tuple:
    case TypeKind::Object: {
      put_tag(to, kKnown, marks);
      const auto types = as.elements();
      const auto elements = value.elements();
      for (std::size_t i = 0; i < elements.size(); ++i) put_value(elements[i], types[i], to);
      return;
    }
  }
}

class Reader {
 public:
  Reader(Arena& arena, std::string_view& bytes, Strings strings)
      : arena_(arena), bytes_(bytes), strings_(strings) {}

  Result<Value> value(Type as, int depth) {
    if (depth > kMaxDepth) return corrupt("nested too deep");
    if (as.is_dynamic()) {
      ASSIGN_OR_RETURN(as, decode_type(bytes_));
    }
    if (bytes_.empty()) return corrupt("they end too early");
    const auto byte = static_cast<std::uint8_t>(bytes_[0]);
    bytes_.remove_prefix(1);
    const Marks marks = static_cast<Marks>((byte >> 4) & 3);
    ASSIGN_OR_RETURN(const Value bare, content(as, byte & 0x0F, depth));
    return bare.with_marks(marks);
  }

  Status skip(Type as, int depth) {
    if (depth > kMaxDepth) return corrupt("nested too deep");
    if (as.is_dynamic()) {
      ASSIGN_OR_RETURN(as, decode_type(bytes_));
    }
    if (bytes_.empty()) return corrupt("they end too early");
    const auto tag = static_cast<std::uint8_t>(bytes_[0]) & 0x0F;
    bytes_.remove_prefix(1);
    switch (tag) {
      case kNull:
      case kUnknown:
      case kFalse:
      case kTrue:
        return ok_status();
      case kInteger:
        return drop(take_varint(bytes_));
      case kBigNumber:
        return drop(take_bytes(bytes_));
      case kKnown:
        break;
      default: {
        Arena scratch;
        return drop(Reader(scratch, bytes_, Strings::View)
                        .content(as, static_cast<std::uint8_t>(tag), depth));
      }
    }
    switch (as.kind()) {
      case TypeKind::String:
        return drop(take_bytes(bytes_));
      case TypeKind::List:
      case TypeKind::Set:
      case TypeKind::Map: {
        ASSIGN_OR_RETURN(const std::uint64_t count, take_varint(bytes_));
        for (std::uint64_t i = 0; i < count; ++i) {
          if (as.kind() == TypeKind::Map) RETURN_IF_ERROR(take_bytes(bytes_));
          RETURN_IF_ERROR(skip(as.element(), depth + 1));
        }
        return ok_status();
      }
      case TypeKind::Tuple:
      case TypeKind::Object:
        for (const Type each : as.elements()) RETURN_IF_ERROR(skip(each, depth + 1));
        return ok_status();
      default:
        return corrupt("a tag does not fit its type");
    }
  }

 private:
  template <typename T>
  static Status drop(const Result<T>& result) {
    return result ? ok_status() : Status(result.error());
  }

  Result<Value> content(Type as, std::uint8_t tag, int depth) {
    switch (tag) {
      case kNull:
        return Value::null(as);
      case kUnknown:
        return Value::unknown(as);
      case kRefined:
        return refined(as);
      case kFalse:
      case kTrue:
        if (as != Type::boolean()) return corrupt("a tag does not fit its type");
        return Value::boolean(tag == kTrue);
      case kInteger: {
        if (as != Type::number()) return corrupt("a tag does not fit its type");
        ASSIGN_OR_RETURN(const std::uint64_t number, take_varint(bytes_));
        return Value::number(unzigzag(number));
      }
      case kBigNumber: {
        if (as != Type::number()) return corrupt("a tag does not fit its type");
        ASSIGN_OR_RETURN(const std::string_view text, take_bytes(bytes_));
        const auto number = Number::parse(text);
        if (!number) return corrupt("a number cannot be read");
        return Value::number(arena_, *number);
      }
      case kKnown:
        return known(as, depth);
      default:
        return corrupt("an unknown tag");
    }
  }

  Result<Value> refined(Type as) {
    if (bytes_.empty()) return corrupt("they end too early");
    Refinement refinement;
    refinement.not_null = bytes_[0] != 0;
    bytes_.remove_prefix(1);
    ASSIGN_OR_RETURN(refinement.prefix, take_bytes(bytes_));
    ASSIGN_OR_RETURN(refinement.length_min, take_varint(bytes_));
    ASSIGN_OR_RETURN(refinement.length_max, take_varint(bytes_));
    return Value::unknown(arena_, as, refinement);
  }

  Result<Value> known(Type as, int depth) {
    switch (as.kind()) {
      case TypeKind::String: {
        ASSIGN_OR_RETURN(const std::string_view text, take_bytes(bytes_));
        return Value::string_view(arena_,
                                  strings_ == Strings::Copy ? arena_.copy_string(text) : text);
      }
      case TypeKind::List:
      case TypeKind::Set: {
        ASSIGN_OR_RETURN(const std::uint64_t count, take_varint(bytes_));
        if (count > bytes_.size()) return corrupt("a count is too large");
        return elements(as, count, depth,
                        [element = as.element()](std::size_t) { return element; });
      }
      case TypeKind::Tuple:
      case TypeKind::Object:
        return elements(as, as.elements().size(), depth,
                        [types = as.elements()](std::size_t i) { return types[i]; });
      case TypeKind::Map:
        return map(as, depth);
      default:
        return corrupt("a tag does not fit its type");
    }
  }

  template <typename TypeOf>
  Result<Value> elements(Type as, std::size_t count, int depth, TypeOf type_of) {
    const auto read = arena_.allocate_span<Value>(count);
    std::uint8_t flags = 0;
    for (std::size_t i = 0; i < count; ++i) {
      ASSIGN_OR_RETURN(read[i], value(type_of(i), depth + 1));
      flags |= ValueAccess::inherited(read[i]);
    }
    if (as.has_dynamic()) {
      // The precise type is that of what was read.
      switch (as.kind()) {
        case TypeKind::Object:
          return Value::object(arena_, as.shape(), read);
        case TypeKind::Tuple:
          return Value::tuple(arena_, read);
        default:
          break;
      }
    }
    Value value = ValueAccess::make(ValueState::Known, as);
    ValueAccess::set_pointer(value, arena_.create<ElementsLayout>(read.size(), read.data()));
    ValueAccess::set_flags(value, flags);
    return value;
  }

  Result<Value> map(Type as, int depth) {
    ASSIGN_OR_RETURN(const std::uint64_t count, take_varint(bytes_));
    if (count > bytes_.size()) return corrupt("a count is too large");
    const auto entries = arena_.allocate_span<MapEntry>(count);
    std::uint8_t flags = 0;
    for (MapEntry& entry : entries) {
      ASSIGN_OR_RETURN(const std::string_view key, take_bytes(bytes_));
      entry.key = strings_ == Strings::Copy ? arena_.copy_string(key) : key;
      ASSIGN_OR_RETURN(entry.value, value(as.element(), depth + 1));
      flags |= ValueAccess::inherited(entry.value);
    }
    Value result = ValueAccess::make(ValueState::Known, as);
    ValueAccess::set_pointer(result, arena_.create<EntriesLayout>(entries.size(), entries.data()));
    ValueAccess::set_flags(result, flags);
    return result;
  }

  Arena& arena_;
  std::string_view& bytes_;
  Strings strings_;
};

Result<Type> read_type(std::string_view& bytes, int depth) {
  if (depth > kMaxDepth) return corrupt("a type is nested too deep");
  if (bytes.empty()) return corrupt("they end too early");
  const auto kind = static_cast<std::uint8_t>(bytes[0]);
  bytes.remove_prefix(1);
  switch (static_cast<TypeKind>(kind)) {
    case TypeKind::Dynamic:
      return Type::dynamic();
    case TypeKind::Bool:
      return Type::boolean();
    case TypeKind::Number:
      return Type::number();
    case TypeKind::String:
      return Type::string();
    case TypeKind::List:
    case TypeKind::Set:
    case TypeKind::Map: {
      ASSIGN_OR_RETURN(const Type element, read_type(bytes, depth + 1));
      if (static_cast<TypeKind>(kind) == TypeKind::List) return Type::list_of(element);
      return static_cast<TypeKind>(kind) == TypeKind::Set ? Type::set_of(element)
                                                          : Type::map_of(element);
    }
    case TypeKind::Tuple: {
      ASSIGN_OR_RETURN(const std::uint64_t count, take_varint(bytes));
      if (count > bytes.size()) return corrupt("a count is too large");
      std::vector<Type> elements;
      for (std::uint64_t i = 0; i < count; ++i) {
        ASSIGN_OR_RETURN(const Type element, read_type(bytes, depth + 1));
        elements.push_back(element);
      }
      return Type::tuple_of(elements);
    }
    case TypeKind::Object: {
      ASSIGN_OR_RETURN(const std::uint64_t count, take_varint(bytes));
      if (count > bytes.size()) return corrupt("a count is too large");
      std::vector<ObjectAttribute> attributes;
      for (std::uint64_t i = 0; i < count; ++i) {
        ASSIGN_OR_RETURN(const std::string_view name, take_bytes(bytes));
        ASSIGN_OR_RETURN(const Type type, read_type(bytes, depth + 1));
        const Symbol symbol(name);
        if (!attributes.empty() && !(attributes.back().name.view() < symbol.view()))
          return corrupt("attribute names are out of order");
        attributes.push_back({symbol, type, false});
      }
      return Type::object_of(attributes);
    }
  }
  return corrupt("an unknown type");
}

}  // namespace

void encode(const Value& value, Type as, std::string& to) { put_value(value, as, to); }

Result<Value> decode(Arena& arena, std::string_view& bytes, Type as, Strings strings) {
  return Reader(arena, bytes, strings).value(as, 0);
}

void encode_type(Type type, std::string& to) {
  type = type.without_optional();
  to += static_cast<char>(type.kind());
  switch (type.kind()) {
    case TypeKind::List:
    case TypeKind::Set:
    case TypeKind::Map:
      encode_type(type.element(), to);
      break;
    case TypeKind::Tuple:
      put_varint(to, type.elements().size());
      for (const Type element : type.elements()) encode_type(element, to);
      break;
    case TypeKind::Object:
      put_varint(to, type.shape().size());
      for (std::uint32_t i = 0; i < type.shape().size(); ++i) {
        put_bytes(to, type.shape().names[i].view());
        encode_type(type.elements()[i], to);
      }
      break;
    default:
      break;
  }
}

Result<Type> decode_type(std::string_view& bytes) { return read_type(bytes, 0); }

Result<Value> decode_slots(Arena& arena, std::string_view bytes, Type as,
                           std::span<const std::uint32_t> wanted) {
  std::vector<Value> slots;
  for (const Type type : as.elements()) slots.push_back(Value::null(type));
  if (bytes.empty() || (static_cast<std::uint8_t>(bytes[0]) & 0x0F) != kKnown)
    return Value::object(arena, as, slots);
  bytes.remove_prefix(1);
  Reader reader(arena, bytes, Strings::Copy);
  std::uint32_t last = 0;
  for (const std::uint32_t slot : wanted) last = std::max(last, slot + 1);
  for (std::uint32_t i = 0; i < last && i < slots.size(); ++i) {
    bool want = false;
    for (const std::uint32_t slot : wanted) want = want || slot == i;
    if (want) {
      ASSIGN_OR_RETURN(slots[i], reader.value(as.elements()[i], 1));
    } else {
      RETURN_IF_ERROR(reader.skip(as.elements()[i], 1));
    }
  }
  return Value::object(arena, as, slots);
}

void put_varint(std::string& to, std::uint64_t value) {
  while (value >= 0x80) {
    to += static_cast<char>(value | 0x80);
    value >>= 7;
  }
  to += static_cast<char>(value);
}

Result<std::uint64_t> take_varint(std::string_view& bytes) {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    if (bytes.empty()) return corrupt("they end too early");
    const auto byte = static_cast<std::uint8_t>(bytes[0]);
    bytes.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if ((byte & 0x80) == 0) return value;
  }
  return corrupt("a number is too long");
}

void put_bytes(std::string& to, std::string_view bytes) {
  put_varint(to, bytes.size());
  to += bytes;
}

Result<std::string_view> take_bytes(std::string_view& bytes) {
  ASSIGN_OR_RETURN(const std::uint64_t size, take_varint(bytes));
  if (size > bytes.size()) return corrupt("they end too early");
  const std::string_view taken = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return taken;
}

}  // namespace tenon
