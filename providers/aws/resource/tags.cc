#include "providers/aws/resource/tags.h"

#include <algorithm>

namespace tenon::aws {

namespace {

bool is_ignored(const SessionSettings& settings, const std::string& key) {
  if (key.rfind("aws:", 0) == 0 || key == kIntentTag) return true;
  const auto& keys = settings.ignored_tag_keys;
  if (std::find(keys.begin(), keys.end(), key) != keys.end()) return true;
  const auto& prefixes = settings.ignored_tag_prefixes;
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&key](const std::string& prefix) { return key.rfind(prefix, 0) == 0; });
}

Tags all_in(const TagsMapping& mapping, const Node& wire) {
  Tags tags;
  for (const auto& [key, value] : wire.members()) tags[key] = value.scalar_text();
  for (const Node& item : wire.items()) {
    const Node* key = item.find(mapping.key);
    const Node* value = item.find(mapping.value);
    if (key != nullptr) tags[key->scalar_text()] = value == nullptr ? "" : value->scalar_text();
  }
  return tags;
}

}  // namespace

Tags tags_of(const Value& value) {
  Tags tags;
  if (!value.is_known()) return tags;
  for (const MapEntry& entry : value.entries()) {
    if (entry.value.is_known())
      tags.emplace(std::string(entry.key), std::string(entry.value.as_string()));
  }
  return tags;
}

Value tags_value(Arena& arena, const Tags& tags) {
  std::vector<MapEntry> entries;
  for (const auto& [key, value] : tags)
    entries.push_back({arena.copy_string(key), Value::string(arena, value)});
  return Value::map(arena, Type::string(), entries);
}

Tags with_defaults(const SessionSettings& settings, const Tags& own) {
  Tags all = own;
  for (const auto& [key, value] : settings.default_tags) all.emplace(key, value);
  return all;
}

Tags tags_from_wire(const TagsMapping& mapping, const SessionSettings& settings, const Node& wire) {
  Tags tags = all_in(mapping, wire);
  std::erase_if(tags, [&](const auto& tag) { return is_ignored(settings, tag.first); });
  return tags;
}

Node tags_to_wire(const TagsMapping& mapping, const Tags& tags) {
  Node wire = mapping.key.empty() ? Node::map() : Node::list();
  for (const auto& [key, value] : tags) {
    if (mapping.key.empty()) {
      wire.set(key, Node::string(value));
      continue;
    }
    Node pair = Node::map();
    pair.set(mapping.key, Node::string(key));
    pair.set(mapping.value, Node::string(value));
    wire.add(std::move(pair));
  }
  return wire;
}

std::string intent_tag_in(const TagsMapping& mapping, const Node& wire) {
  const Tags tags = all_in(mapping, wire);
  const auto found = tags.find(std::string(kIntentTag));
  return found == tags.end() ? "" : found->second;
}

Tags own_tags(const SessionSettings& settings, const Tags& all, const Tags& prior) {
  Tags own = all;
  std::erase_if(own, [&](const auto& tag) {
    const auto found = settings.default_tags.find(tag.first);
    return found != settings.default_tags.end() && found->second == tag.second &&
           prior.count(tag.first) == 0;
  });
  return own;
}

}  // namespace tenon::aws
