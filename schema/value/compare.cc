#include "schema/value/compare.h"

#include <algorithm>

#include "schema/value/number.h"
#include "schema/value/wire.h"

namespace tenon {

namespace {

enum class Answer { Yes, No, Unknown };

std::strong_ordering compare_numbers(const Value& a, const Value& b) {
  if (a.is_int64() && b.is_int64()) return a.as_int64() <=> b.as_int64();
  return Number::of(a) <=> Number::of(b);
}

Answer answer_of(const Value& a, const Value& b);

Answer all_of_elements(std::span<const Value> a, std::span<const Value> b) {
  if (a.size() != b.size()) return Answer::No;
  Answer result = Answer::Yes;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const Answer one = answer_of(a[i], b[i]);
    if (one == Answer::No) return Answer::No;
    if (one == Answer::Unknown) result = Answer::Unknown;
  }
  return result;
}

Answer answer_of(const Value& a, const Value& b) {
  if (a.is_null() && b.is_null()) return Answer::Yes;
  if (a.is_null() || b.is_null()) {
    const Value& other = a.is_null() ? b : a;
    return other.is_certainly_not_null() ? Answer::No : Answer::Unknown;
  }
  if (a.type() != b.type() && !a.type().has_dynamic() && !b.type().has_dynamic()) return Answer::No;
  if (a.is_unknown() || b.is_unknown()) {
    const Value& unknown = a.is_unknown() ? a : b;
    const Value& known = a.is_unknown() ? b : a;
    const Refinement* refinement = unknown.refinement();
    if (known.is_known() && refinement != nullptr && known.type() == Type::string() &&
        known.as_string().substr(0, refinement->prefix.size()) != refinement->prefix) {
      return Answer::No;
    }
    if (known.is_known() && refinement != nullptr && known.type().is_collection() &&
        known.type().kind() != TypeKind::Set &&
        (known.length() < refinement->length_min || known.length() > refinement->length_max)) {
      return Answer::No;
    }
    return Answer::Unknown;
  }
  if (a.type() != b.type())
    return a.is_wholly_known() && b.is_wholly_known() ? Answer::No : Answer::Unknown;
  switch (a.type().kind()) {
    case TypeKind::Bool:
      return a.as_bool() == b.as_bool() ? Answer::Yes : Answer::No;
    case TypeKind::Number:
      return compare_numbers(a, b) == 0 ? Answer::Yes : Answer::No;
    case TypeKind::String:
      return a.as_string() == b.as_string() ? Answer::Yes : Answer::No;
    case TypeKind::Map: {
      if (a.length() != b.length()) return Answer::No;
      Answer result = Answer::Yes;
      for (std::size_t i = 0; i < a.length(); ++i) {
        if (a.entries()[i].key != b.entries()[i].key) return Answer::No;
        const Answer one = answer_of(a.entries()[i].value, b.entries()[i].value);
        if (one == Answer::No) return Answer::No;
        if (one == Answer::Unknown) result = Answer::Unknown;
      }
      return result;
    }
    case TypeKind::Set:
      if (!a.is_wholly_known() || !b.is_wholly_known()) return Answer::Unknown;
      return all_of_elements(a.elements(), b.elements());
    default:
      return all_of_elements(a.elements(), b.elements());
  }
}

void find_differences(const Value& before, const Value& after, Path& at, std::vector<Path>& found) {
  if (same_content(before, after)) return;
  const TypeKind kind = before.type().kind();
  const bool descend = before.is_known() && after.is_known() && kind == after.type().kind();
  const auto inside = [&](const PathStep& step, const Value& a, const Value& b) {
    at.push_back(step);
    find_differences(a, b, at, found);
    at.pop_back();
  };
  if (descend && kind == TypeKind::Object && &before.type().shape() == &after.type().shape()) {
    for (std::uint32_t i = 0; i < before.type().shape().size(); ++i) {
      inside(PathStep::attribute(before.type().shape().names[i]), before.elements()[i],
             after.elements()[i]);
    }
    return;
  }
  if (descend && (kind == TypeKind::List || kind == TypeKind::Tuple) &&
      before.length() == after.length()) {
    for (std::size_t i = 0; i < before.length(); ++i)
      inside(PathStep::at(i), before.elements()[i], after.elements()[i]);
    return;
  }
  if (descend && kind == TypeKind::Map) {
    const Value absent;
    for (const MapEntry& entry : before.entries()) {
      const auto other = after.key(entry.key);
      inside(PathStep::key(Symbol(entry.key)), entry.value, other ? *other : absent);
    }
    for (const MapEntry& entry : after.entries()) {
      if (!before.key(entry.key)) inside(PathStep::key(Symbol(entry.key)), absent, entry.value);
    }
    return;
  }
  found.push_back(at);
}

}  // namespace

Value equals(const Value& a, const Value& b) {
  const Marks marks = a.all_marks() | b.all_marks();
  switch (answer_of(a, b)) {
    case Answer::Yes:
      return Value::boolean(true).with_marks(marks);
    case Answer::No:
      return Value::boolean(false).with_marks(marks);
    case Answer::Unknown:
      break;
  }
  return Value::unknown(Type::boolean()).with_marks(marks);
}

bool same_content(const Value& a, const Value& b) {
  if (a.is_unknown() || b.is_unknown()) return false;
  if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
  if (a.type() != b.type()) return false;
  switch (a.type().kind()) {
    case TypeKind::Bool:
      return a.as_bool() == b.as_bool();
    case TypeKind::Number:
      return compare_numbers(a, b) == 0;
    case TypeKind::String:
      return a.as_string() == b.as_string();
    case TypeKind::Map:
      return std::equal(a.entries().begin(), a.entries().end(), b.entries().begin(),
                        b.entries().end(), [](const MapEntry& x, const MapEntry& y) {
                          return x.key == y.key && same_content(x.value, y.value);
                        });
    default:
      return std::equal(a.elements().begin(), a.elements().end(), b.elements().begin(),
                        b.elements().end(), same_content);
  }
}

std::strong_ordering set_order(const Value& a, const Value& b) {
  // Null and unknown come last, each after the other.
  const auto rank = [](const Value& value) {
    return value.is_known() ? 0 : value.is_null() ? 1 : 2;
  };
  if (rank(a) != rank(b)) return rank(a) <=> rank(b);
  if (!a.is_known()) return std::strong_ordering::equal;
  if (a.type() == b.type()) {
    switch (a.type().kind()) {
      case TypeKind::Bool:
        return static_cast<int>(a.as_bool()) <=> static_cast<int>(b.as_bool());
      case TypeKind::Number:
        return compare_numbers(a, b);
      case TypeKind::String:
        return a.as_string().compare(b.as_string()) <=> 0;
      default:
        break;
    }
  }
  std::string x;
  std::string y;
  encode(a, Type::dynamic(), x);
  encode(b, Type::dynamic(), y);
  return x.compare(y) <=> 0;
}

std::vector<Path> differences(const Value& before, const Value& after) {
  std::vector<Path> found;
  Path at;
  find_differences(before, after, at, found);
  return found;
}

}  // namespace tenon
