// Node: a document of the wire: what a request says or an answer said, before it has a type of the
// language. A plain tree that owns its parts; numbers keep their text, so nothing is rounded.
// `Unknown` stands for what only apply will tell; it never reaches a request.
// Threads: like any value type.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/base/result.h"

namespace tenon::aws {

class Node {
 public:
  enum class Kind : std::uint8_t { Null, Bool, Number, String, List, Map, Unknown };

  Node() = default;
  static Node unknown() { return Node(Kind::Unknown); }
  static Node boolean(bool value) {
    Node node(Kind::Bool);
    node.boolean_ = value;
    return node;
  }
  static Node number(std::int64_t value) { return number_text(std::to_string(value)); }
  static Node number_text(std::string text) {  // as in JSON
    Node node(Kind::Number);
    node.text_ = std::move(text);
    return node;
  }
  static Node string(std::string text) {
    Node node(Kind::String);
    node.text_ = std::move(text);
    return node;
  }
  static Node list() { return Node(Kind::List); }
  static Node map() { return Node(Kind::Map); }

  Kind kind() const { return kind_; }
  bool is_null() const { return kind_ == Kind::Null; }
  bool is_string() const { return kind_ == Kind::String; }
  bool is_list() const { return kind_ == Kind::List; }
  bool is_map() const { return kind_ == Kind::Map; }
  bool is_unknown() const { return kind_ == Kind::Unknown; }

  bool as_bool() const { return boolean_; }
  const std::string& text() const { return text_; }  // string, number
  std::vector<Node>& items() { return items_; }
  const std::vector<Node>& items() const { return items_; }
  using Member = std::pair<std::string, Node>;
  std::vector<Member>& members() { return members_; }
  const std::vector<Member>& members() const { return members_; }

  // The member of that name, or nullptr; also where this is no map.
  const Node* find(std::string_view name) const;
  Node* find(std::string_view name);
  // Makes this a map where it is null; replaces a member of that name. Order is that of setting.
  Node& set(std::string_view name, Node value);
  void add(Node value) { items_.push_back(std::move(value)); }
  void erase(std::string_view name);
  // At "Table.KeySchema": maps are made on the way.
  Node& at_path(const std::vector<std::string>& path);
  const Node* find_path(const std::vector<std::string>& path) const;

  // A scalar as text: "true", "5", the string itself; "" for others.
  std::string scalar_text() const;
  bool has_unknown() const;
  // Same content, whatever the order of members.
  friend bool operator==(const Node& a, const Node& b);

 private:
  explicit Node(Kind kind) : kind_(kind) {}
  Kind kind_ = Kind::Null;
  bool boolean_ = false;
  std::string text_;
  std::vector<Node> items_;
  std::vector<Member> members_;
};

// RFC 8259; numbers keep their text. Nesting beyond 200 levels is an error.
Result<Node> parse_json(std::string_view text);
// Compact. With `sorted`, members are in byte order of their names.
std::string to_json(const Node& node, bool sorted = false);

}  // namespace tenon::aws
