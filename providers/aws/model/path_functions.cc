#include "providers/aws/model/path_functions.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "schema/base/digest.h"
#include "schema/base/text.h"

namespace tenon::aws {

namespace {

std::string url_decoded(const std::string& text) {
  const auto digit = [](char c) {
    const std::size_t found =
        std::string_view("0123456789abcdef")
            .find(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
    return found == std::string_view::npos ? -1 : static_cast<int>(found);
  };
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped =
        text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0;
    if (escaped) {
      result += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

// CRC-32 of IEEE 802.3, as identifiers that Terraform's provider makes up hold it.
std::uint32_t crc32(std::string_view text) {
  std::uint32_t crc = 0xffffffffU;
  for (const char c : text) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xedb88320U : 0U);
  }
  return ~crc;
}

// A map's members that are, or are not, among the names.
Node chosen(const Node& map, const Node& names, bool among) {
  Node result = Node::map();
  for (const auto& member : map.members()) {
    const std::string& key = member.first;
    const bool named = std::any_of(names.items().begin(), names.items().end(),
                                   [&](const Node& n) { return n.text() == key; });
    if (named == among) result.set(key, member.second);
  }
  return result;
}

// Functions that make or take maps; null where the name is none of theirs.
std::optional<Node> call_of_maps(const std::string& name, const std::vector<Node>& args) {
  if (name == "from_json") {
    auto parsed = args[0].is_string() ? parse_json(args[0].text()) : Result<Node>(Node());
    return parsed ? *std::move(parsed) : Node();
  }
  if (name == "to_json") return args[0].is_null() ? Node() : Node::string(to_json(args[0], true));
  if (name == "pick" || name == "omit")
    return args[0].is_map() ? chosen(args[0], args[1], name == "pick") : Node();
  if (name == "merge") {
    Node result = Node::map();
    for (const Node& arg : args) {
      for (const auto& [key, value] : arg.members()) result.set(key, value);
    }
    return result;
  }
  if (name == "entries") {
    Node result = Node::list();
    for (const auto& [key, value] : args[0].members()) {
      Node entry = Node::map();
      entry.set("key", Node::string(key));
      entry.set("value", value);
      result.add(std::move(entry));
    }
    return result;
  }
  if (name == "zip") {
    Node result = Node::map();
    const auto& names = args[0].items();
    const auto& values = args[1].items();
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!args[1].is_list()) {
        result.set(names[i].scalar_text(), args[1]);
      } else if (i < values.size()) {
        result.set(names[i].scalar_text(), values[i]);
      }
    }
    return result;
  }
  if (name == "items") {
    if (!args[0].is_map()) return Node();
    Node result = Node::list();
    for (const auto& [key, value] : args[0].members()) {
      Node pair = Node::list();
      pair.add(Node::string(key));
      pair.add(value);
      result.add(std::move(pair));
    }
    return result;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::size_t> arguments_of_path_function(const std::string& name) {
  static const std::vector<std::pair<std::string, std::size_t>> kFunctions = {
      {"length", 1},    {"contains", 2},    {"join", 2},       {"keys", 1},    {"values", 1},
      {"sort", 1},      {"starts_with", 2}, {"split", 2},      {"replace", 3}, {"not_null", 0},
      {"to_string", 1}, {"to_number", 1},   {"ends_with", 2},  {"if", 0},      {"lookup", 2},
      {"from_json", 1}, {"to_json", 1},     {"pick", 2},       {"omit", 2},    {"merge", 0},
      {"zip", 2},       {"minus", 2},       {"url_decode", 1}, {"sort_by", 2}, {"items", 1},
      {"base64", 1},    {"crc32", 1},       {"max", 1},        {"sum", 1},     {"entries", 1},
      {"lower", 1}};
  const auto known = std::find_if(kFunctions.begin(), kFunctions.end(),
                                  [&](const auto& f) { return f.first == name; });
  if (known == kFunctions.end()) return std::nullopt;
  return known->second;
}

Node call_path_function(const std::string& name, const std::vector<Node>& args) {
  if (name == "lookup") {
    const Node* found = args[0].find(args[1].scalar_text());
    return found == nullptr ? Node() : *found;
  }
  if (name == "length") {
    const Node& x = args[0];
    if (x.is_string()) return Node::number(static_cast<std::int64_t>(x.text().size()));
    if (x.is_list()) return Node::number(static_cast<std::int64_t>(x.items().size()));
    return Node::number(static_cast<std::int64_t>(x.members().size()));
  }
  if (name == "contains") {
    if (args[0].is_string())
      return Node::boolean(args[0].text().find(args[1].text()) != std::string::npos);
    const auto& items = args[0].items();
    return Node::boolean(std::find(items.begin(), items.end(), args[1]) != items.end());
  }
  if (name == "starts_with")
    return Node::boolean(args[0].is_string() && args[0].text().rfind(args[1].text(), 0) == 0);
  if (name == "ends_with") {
    const std::string& x = args[0].text();
    const std::string& end = args[1].text();
    return Node::boolean(args[0].is_string() && x.size() >= end.size() &&
                         x.compare(x.size() - end.size(), end.size(), end) == 0);
  }
  if (name == "join") {
    std::vector<std::string> texts;
    for (const Node& item : args[1].items()) texts.push_back(item.scalar_text());
    return Node::string(join(texts, args[0].text()));
  }
  if (name == "split") {
    if (!args[1].is_string()) return {};
    Node result = Node::list();
    const std::string& separator = args[0].text();
    std::size_t begin = 0;
    while (!separator.empty()) {
      const std::size_t end = args[1].text().find(separator, begin);
      result.add(Node::string(args[1].text().substr(begin, end - begin)));
      if (end == std::string::npos) break;
      begin = end + separator.size();
    }
    return result;
  }
  if (name == "replace") {
    if (!args[0].is_string() || args[1].text().empty()) return args[0];
    std::string text = args[0].text();
    for (std::size_t at = text.find(args[1].text()); at != std::string::npos;
         at = text.find(args[1].text(), at + args[2].text().size()))
      text.replace(at, args[1].text().size(), args[2].text());
    return Node::string(std::move(text));
  }
  if (name == "minus") {  // what is in the first list and not in the second
    Node result = Node::list();
    const auto& without = args[1].items();
    for (const Node& item : args[0].items()) {
      if (std::find(without.begin(), without.end(), item) == without.end()) result.add(item);
    }
    return result;
  }
  if (name == "lower") {
    if (!args[0].is_string()) return {};
    std::string text = args[0].text();
    for (char& c : text) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return Node::string(std::move(text));
  }
  if (name == "base64")
    return args[0].is_string() ? Node::string(base64_encode(args[0].text())) : Node();
  if (name == "url_decode")
    return args[0].is_string() ? Node::string(url_decoded(args[0].text())) : Node();
  if (name == "crc32")
    return args[0].is_string() ? Node::string(std::to_string(crc32(args[0].text()))) : Node();
  if (name == "to_string") return args[0].is_null() ? Node() : Node::string(args[0].scalar_text());
  if (name == "to_number") {
    const std::string text = args[0].scalar_text();
    return text.empty() ? Node() : Node::number_text(text);
  }
  if (auto made = call_of_maps(name, args)) return *std::move(made);
  Node result = Node::list();
  if (name == "max" || name == "sum") {
    Node best;
    std::int64_t total = 0;
    for (const Node& item : args[0].items()) {
      const std::int64_t number = std::strtoll(item.scalar_text().c_str(), nullptr, 10);
      total += number;
      if (best.is_null() || number > std::strtoll(best.text().c_str(), nullptr, 10))
        best = Node::number(number);
    }
    return name == "max" ? best : Node::number(total);
  }
  if (name == "sort") {
    result.items() = args[0].items();
    std::sort(result.items().begin(), result.items().end(),
              [](const Node& a, const Node& b) { return a.text() < b.text(); });
    return result;
  }
  for (const auto& [key, value] : args[0].members())
    result.add(name == "keys" ? Node::string(key) : value);
  return result;
}

}  // namespace tenon::aws
