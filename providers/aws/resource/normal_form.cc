#include "providers/aws/resource/normal_form.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "providers/aws/resource/containers.h"
#include "schema/base/digest.h"
#include "schema/value/number.h"

namespace tenon::aws {

namespace {

bool same_letters(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) ==
           std::tolower(static_cast<unsigned char>(y));
  });
}

// "arn:aws:kms:eu-west-1:111122223333:key/x" and "x".
bool ends_in(std::string_view arn, std::string_view id) {
  return arn.substr(0, 4) == "arn:" && arn.size() > id.size() && !id.empty() &&
         arn.substr(arn.size() - id.size()) == id &&
         (arn[arn.size() - id.size() - 1] == '/' || arn[arn.size() - id.size() - 1] == ':');
}

// "arn:aws:iam::111122223333:root" and "111122223333" are one principal.
std::string principal_text(const std::string& text) {
  const std::string_view end = ":root";
  if (text.size() < 5 || std::string_view(text).substr(text.size() - 5) != end) return text;
  if (text.rfind("arn:", 0) != 0) return text;
  const auto begin = text.find("::");
  return begin == std::string::npos ? text : text.substr(begin + 2, text.size() - begin - 7);
}

// An IAM policy document with one form for each meaning: what may be one value or a list is a
// sorted list; actions are lower case; members that are empty are absent. Source: IAM JSON policy
// reference.
Node normal_policy(const Node& node, const std::string& name) {
  const bool is_principal =
      name == "AWS" || name == "Service" || name == "Federated" || name == "CanonicalUser";
  const bool is_action = name == "Action" || name == "NotAction";
  if (name == "Statement" && !node.is_list()) {
    Node list = Node::list();
    list.add(normal_policy(node, ""));
    return list;
  }
  if (node.is_map()) {
    Node result = Node::map();
    for (const auto& [key, value] : node.members()) {
      Node normal = normal_policy(value, key);
      if (normal.is_list() && normal.items().empty()) continue;
      if (normal.is_map() && normal.members().empty()) continue;
      if (key == "Sid" && normal.text().empty()) continue;
      result.set(key, std::move(normal));
    }
    return result;
  }
  if (node.is_list() || is_principal || is_action || name == "Resource" || name == "NotResource") {
    Node list = Node::list();
    const auto add = [&](const Node& item) {
      if (is_principal) {
        list.add(Node::string(principal_text(item.scalar_text())));
      } else if (is_action) {
        std::string text = item.scalar_text();
        for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        list.add(Node::string(std::move(text)));
      } else {
        list.add(normal_policy(item, ""));
      }
    };
    if (node.is_list()) {
      for (const Node& item : node.items()) add(item);
    } else {
      add(node);
    }
    std::sort(list.items().begin(), list.items().end(),
              [](const Node& a, const Node& b) { return to_json(a, true) < to_json(b, true); });
    const auto last = std::unique(list.items().begin(), list.items().end());
    list.items().erase(last, list.items().end());
    // Below a condition operator one value and a list of it are the same.
    if (list.items().size() == 1 && name != "Statement" && !list.items()[0].is_map())
      return Node(list.items()[0]);
    return list;
  }
  // {"AWS": "*"} and "*" as principal.
  if (name == "Principal" && node.is_string()) {
    Node map = Node::map();
    map.set("AWS", node);
    return map;
  }
  if (node.kind() == Node::Kind::Bool || node.kind() == Node::Kind::Number)
    return Node::string(node.scalar_text());
  return node;
}

bool same_number(std::string_view a, std::string_view b) {
  const auto one = Number::parse(a);
  const auto other = Number::parse(b);
  return one && other && *one == *other;
}

// "2026-01-02T03:04:05Z" and "2026-01-02T03:04:05+00:00".
std::string moment(std::string_view text) {
  std::string result(text);
  for (const std::string_view zero : {"+00:00", "-00:00", ".000Z"}) {
    if (result.size() > zero.size() &&
        std::string_view(result).substr(result.size() - zero.size()) == zero)
      return result.substr(0, result.size() - zero.size()) + "Z";
  }
  return result;
}

// The SHA-1 of user data in hexadecimal, whether it is given as such, as base64 or as it is.
std::string user_data_digest(std::string_view text) {
  constexpr std::size_t kDigits = 40;
  if (text.size() == kDigits && text.find_first_not_of("0123456789abcdef") == text.npos)
    return std::string(text);
  std::string plain;
  if (text.size() % 4 != 0 || !base64_decode(text, plain)) plain = std::string(text);
  return to_hex(sha1(plain));
}

}  // namespace

std::string protocol_name(std::string_view text) {
  static const std::map<std::string_view, std::string_view> kNames = {
      {"6", "tcp"}, {"17", "udp"}, {"1", "icmp"}, {"58", "icmpv6"}, {"all", "-1"}};
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  const auto found = kNames.find(lower);
  return found == kNames.end() ? lower : std::string(found->second);
}

bool same_meaning(Normal normal, std::string_view a, std::string_view b) {
  if (a == b) return true;
  if (normal == Normal::None) return false;
  if (normal == Normal::Case) return same_letters(a, b);
  if (normal == Normal::Containers) return same_containers(a, b);
  if (normal == Normal::Number) return same_number(a, b);
  if (normal == Normal::Time) return moment(a) == moment(b);
  if (normal == Normal::UserData) return user_data_digest(a) == user_data_digest(b);
  if (normal == Normal::Protocol) return protocol_name(a) == protocol_name(b);
  if (normal == Normal::Arn) return ends_in(a, b) || ends_in(b, a);
  const auto left = parse_json(a);
  const auto right = parse_json(b);
  if (!left || !right) return false;
  if (normal == Normal::Json) return *left == *right;
  return normal_policy(*left, "") == normal_policy(*right, "");
}

}  // namespace tenon::aws
