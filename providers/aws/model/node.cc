#include "providers/aws/model/node.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "schema/base/text.h"

namespace tenon::aws {

namespace {

constexpr std::size_t kDeepest = 200;

// Builds the tree without recursion.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return put(Node()); }
  bool boolean(bool value) override { return put(Node::boolean(value)); }
  bool number_integer(std::int64_t value) override { return put(Node::number(value)); }
  bool number_unsigned(std::uint64_t value) override {
    return put(Node::number_text(std::to_string(value)));
  }
  bool number_float(double, const std::string& text) override {
    return put(Node::number_text(text));
  }
  bool string(std::string& value) override { return put(Node::string(std::move(value))); }
  bool binary(nlohmann::json::binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Node::map()); }
  bool key(std::string& name) override {
    keys_.back() = std::move(name);
    return true;
  }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(Node::list()); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::json::exception&) override {
    error = "not JSON at byte " + std::to_string(position);
    return false;
  }

  Node root;
  std::string error;

 private:
  bool open(Node node) {
    if (open_.size() >= kDeepest) {
      error = "nested more than " + std::to_string(kDeepest) + " levels deep";
      return false;
    }
    open_.push_back(std::move(node));
    keys_.emplace_back();
    return true;
  }
  bool close() {
    Node done = std::move(open_.back());
    open_.pop_back();
    keys_.pop_back();
    return put(std::move(done));
  }
  bool put(Node node) {
    if (open_.empty()) {
      root = std::move(node);
    } else if (open_.back().is_list()) {
      open_.back().add(std::move(node));
    } else {
      open_.back().members().emplace_back(std::move(keys_.back()), std::move(node));
    }
    return true;
  }

  std::vector<Node> open_;
  std::vector<std::string> keys_;
};

void write(const Node& node, bool sorted, std::string& to) {
  switch (node.kind()) {
    case Node::Kind::Null:
    case Node::Kind::Unknown:
      to += "null";
      return;
    case Node::Kind::Bool:
      to += node.as_bool() ? "true" : "false";
      return;
    case Node::Kind::Number:
      to += node.text();
      return;
    case Node::Kind::String:
      to += json_quote(node.text());
      return;
    case Node::Kind::List: {
      to += '[';
      bool first = true;
      for (const Node& item : node.items()) {
        if (!first) to += ',';
        first = false;
        write(item, sorted, to);
      }
      to += ']';
      return;
    }
    case Node::Kind::Map: {
      std::vector<const Node::Member*> members;
      for (const auto& member : node.members()) members.push_back(&member);
      if (sorted) {
        std::sort(members.begin(), members.end(),
                  [](const auto* a, const auto* b) { return a->first < b->first; });
      }
      to += '{';
      bool first = true;
      for (const auto* member : members) {
        if (!first) to += ',';
        first = false;
        to += json_quote(member->first);
        to += ':';
        write(member->second, sorted, to);
      }
      to += '}';
      return;
    }
  }
}

}  // namespace

const Node* Node::find(std::string_view name) const {
  for (const auto& [key, value] : members_) {
    if (key == name) return &value;
  }
  return nullptr;
}

Node* Node::find(std::string_view name) {
  for (auto& [key, value] : members_) {
    if (key == name) return &value;
  }
  return nullptr;
}

Node& Node::set(std::string_view name, Node value) {
  if (kind_ == Kind::Null) kind_ = Kind::Map;
  if (Node* there = find(name)) {
    *there = std::move(value);
    return *there;
  }
  members_.emplace_back(std::string(name), std::move(value));
  return members_.back().second;
}

void Node::erase(std::string_view name) {
  std::erase_if(members_, [name](const Member& member) { return member.first == name; });
}

Node& Node::at_path(const std::vector<std::string>& path) {
  Node* node = this;
  for (const std::string& step : path) {
    Node* next = node->find(step);
    node = next != nullptr ? next : &node->set(step, Node());
  }
  return *node;
}

const Node* Node::find_path(const std::vector<std::string>& path) const {
  const Node* node = this;
  for (const std::string& step : path) {
    node = node->find(step);
    if (node == nullptr) return nullptr;
  }
  return node;
}

std::string Node::scalar_text() const {
  if (kind_ == Kind::Bool) return boolean_ ? "true" : "false";
  return text_;
}

bool Node::has_unknown() const {
  if (kind_ == Kind::Unknown) return true;
  return std::any_of(items_.begin(), items_.end(),
                     [](const Node& item) { return item.has_unknown(); }) ||
         std::any_of(members_.begin(), members_.end(),
                     [](const Member& member) { return member.second.has_unknown(); });
}

bool operator==(const Node& a, const Node& b) {
  if (a.kind_ != b.kind_) return false;
  switch (a.kind_) {
    case Node::Kind::Null:
    case Node::Kind::Unknown:
      return true;
    case Node::Kind::Bool:
      return a.boolean_ == b.boolean_;
    case Node::Kind::Number:
    case Node::Kind::String:
      return a.text_ == b.text_;
    case Node::Kind::List:
      return a.items_ == b.items_;
    case Node::Kind::Map:
      break;
  }
  if (a.members_.size() != b.members_.size()) return false;
  return std::all_of(a.members_.begin(), a.members_.end(), [&b](const Node::Member& member) {
    const Node* other = b.find(member.first);
    return other != nullptr && *other == member.second;
  });
}

Result<Node> parse_json(std::string_view text) {
  Builder builder;
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder))
    return make_error(ErrorCategory::Corrupt,
                      builder.error.empty() ? "not JSON" : std::move(builder.error));
  return std::move(builder.root);
}

std::string to_json(const Node& node, bool sorted) {
  std::string text;
  write(node, sorted, text);
  return text;
}

}  // namespace tenon::aws
