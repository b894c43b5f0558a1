#include "engine/render/value_lines.h"

#include <algorithm>
#include <vector>

#include "schema/value/compare.h"
#include "schema/value/print.h"

namespace tenon {

namespace {

constexpr std::size_t kOneLine = 72;

struct Part {
  std::string name;
  Value value;
};

bool is_keyed(const Value& value) {
  return value.is_known() &&
         (value.type().kind() == TypeKind::Object || value.type().kind() == TypeKind::Map);
}

bool is_listed(const Value& value) {
  if (!value.is_known()) return false;
  const TypeKind kind = value.type().kind();
  return kind == TypeKind::List || kind == TypeKind::Set || kind == TypeKind::Tuple;
}

std::vector<Part> parts_of(const Value& value) {
  std::vector<Part> parts;
  if (value.type().kind() == TypeKind::Map) {
    for (const MapEntry& entry : value.entries())
      parts.push_back({std::string(entry.key), entry.value});
  } else {
    const auto names = value.type().shape().names;
    for (std::size_t i = 0; i < names.size(); ++i)
      parts.push_back({std::string(names[i].view()), value.elements()[i]});
  }
  return parts;
}

bool says_nothing(const Value& value) {
  return value.is_null() || ((is_keyed(value) || is_listed(value)) && value.length() == 0);
}

// What fits on one line and has no structure worth showing.
bool is_leaf(const Value& value) {
  if (!value.is_known() || value.marks() != Marks::None || !(is_keyed(value) || is_listed(value)))
    return true;
  if (value.length() == 0) return true;
  const auto plain = [](const Value& each) {
    return each.is_known() && each.type().is_primitive();
  };
  const bool simple = is_listed(value)
                          ? std::all_of(value.elements().begin(), value.elements().end(), plain)
                          : value.type().kind() == TypeKind::Map &&
                                std::all_of(value.entries().begin(), value.entries().end(),
                                            [&](const MapEntry& e) { return plain(e.value); });
  return simple && print_brief(value, kOneLine + 1).size() <= kOneLine;
}

std::string padded(std::string_view label, std::size_t width) {
  return std::string(label) + std::string(width > label.size() ? width - label.size() : 0, ' ') +
         "  ";
}

std::size_t width_of(const std::vector<Part>& parts) {
  std::size_t width = 0;
  for (const Part& part : parts) width = std::max(width, part.name.size());
  return std::min<std::size_t>(width, 28);
}

class Writer {
 public:
  std::string text;

  void whole(const std::string& lead, std::string_view label, const Value& value,
             std::size_t width) {
    if (is_leaf(value)) {
      text += lead + (label.empty() ? "" : padded(label, width)) + print_brief(value) + "\n";
      return;
    }
    std::string below(lead.size() + 2, ' ');
    if (!label.empty()) {
      text += lead + std::string(label) + "\n";
    } else {
      below = std::string(lead.size(), ' ');
    }
    if (is_listed(value)) {
      for (const Value& element : value.elements()) element_lines(below + "- ", element);
      return;
    }
    const std::vector<Part> parts = parts_of(value);
    const std::size_t inner = width_of(parts);
    for (const Part& part : parts) {
      if (!says_nothing(part.value)) whole(below, part.name, part.value, inner);
    }
  }

  // "- name  x" and what follows aligned below it.
  void element_lines(const std::string& lead, const Value& element) {
    if (is_leaf(element) || is_listed(element)) {
      whole(lead, "", element, 0);
      return;
    }
    const std::vector<Part> parts = parts_of(element);
    const std::size_t inner = width_of(parts);
    bool first = true;
    for (const Part& part : parts) {
      if (says_nothing(part.value)) continue;
      whole(first ? lead : std::string(lead.size(), ' '), part.name, part.value, inner);
      first = false;
    }
    if (first) text += lead + "{}\n";
  }

  void difference(const std::string& lead, std::string_view label, const Value& before,
                  const Value& after, std::size_t width, std::string_view remark) {
    if (identical(before, after)) return;
    const std::string note = remark.empty() ? "" : "   " + std::string(remark);
    const bool structured =
        before.marks() == Marks::None && after.marks() == Marks::None &&
        ((is_keyed(before) && is_keyed(after)) || (is_listed(before) && is_listed(after))) &&
        !(is_leaf(before) && is_leaf(after)) && before.length() > 0 && after.length() > 0;
    if (!structured) {
      const std::string from = print_brief(before);
      const std::string to = print_brief(after);
      if (!is_leaf(after) && says_nothing(before)) {
        whole(lead, std::string(label) + note, after, width);
        return;
      }
      text += lead + padded(label, width) + (from == to ? from + " (changed)" : from + " → " + to) +
              note + "\n";
      return;
    }
    text += lead + std::string(label) + note + "\n";
    const std::string below(lead.size() + 2, ' ');
    if (is_keyed(after)) {
      keyed(below, before, after);
    } else if (after.type().kind() == TypeKind::Set) {
      sets(below, before, after);
    } else {
      lists(below, before, after);
    }
  }

 private:
  void keyed(const std::string& below, const Value& before, const Value& after) {
    const std::vector<Part> was = parts_of(before);
    const std::vector<Part> now = parts_of(after);
    const std::size_t inner = std::max(width_of(was), width_of(now));
    const auto find = [](const std::vector<Part>& in, const std::string& name) -> const Part* {
      for (const Part& part : in) {
        if (part.name == name) return &part;
      }
      return nullptr;
    };
    for (const Part& part : was) {
      const Part* other = find(now, part.name);
      if (other != nullptr) {
        difference(below, part.name, part.value, other->value, inner, {});
      } else {
        whole(below + "- ", part.name, part.value, inner);
      }
    }
    for (const Part& part : now) {
      if (find(was, part.name) == nullptr) whole(below + "+ ", part.name, part.value, inner);
    }
  }

  void sets(const std::string& below, const Value& before, const Value& after) {
    const auto holds = [](const Value& in, const Value& element) {
      return std::any_of(in.elements().begin(), in.elements().end(),
                         [&](const Value& each) { return identical(each, element); });
    };
    for (const Value& element : before.elements()) {
      if (!holds(after, element)) element_lines(below + "- ", element);
    }
    for (const Value& element : after.elements()) {
      if (!holds(before, element)) element_lines(below + "+ ", element);
    }
  }

  void lists(const std::string& below, const Value& before, const Value& after) {
    const std::size_t both = std::min(before.length(), after.length());
    for (std::size_t i = 0; i < both; ++i)
      difference(below, "[" + std::to_string(i) + "]", before.elements()[i], after.elements()[i], 0,
                 {});
    for (std::size_t i = both; i < before.length(); ++i)
      element_lines(below + "- ", before.elements()[i]);
    for (std::size_t i = both; i < after.length(); ++i)
      element_lines(below + "+ ", after.elements()[i]);
  }
};

}  // namespace

std::string value_lines(std::string_view label, const Value& value, LineLayout layout) {
  Writer writer;
  writer.whole(std::string(layout.indent, ' '), label, value, layout.label_width);
  return std::move(writer.text);
}

std::string difference_lines(std::string_view label, const Value& before, const Value& after,
                             LineLayout layout, std::string_view remark) {
  Writer writer;
  writer.difference(std::string(layout.indent, ' '), label, before, after, layout.label_width,
                    remark);
  return std::move(writer.text);
}

}  // namespace tenon
